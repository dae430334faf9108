using CityHub.DataCentre.Catalogue.Checks;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class An_information_item
{
    [Theory]
    [InlineData("beds", null)]
    [InlineData("_beds", "catalogue.bad-column")]
    [InlineData("Beds", "catalogue.bad-column")]
    [InlineData("床位", "catalogue.bad-column")]
    [InlineData("2beds", "catalogue.bad-column")]
    [InlineData("beds\n", null)]
    [InlineData("select", "catalogue.column-reserved")]
    [InlineData("user", "catalogue.column-reserved")]
    [InlineData("qualify", "catalogue.column-reserved")]
    [InlineData("org_name", "catalogue.column-taken")]
    public void has_a_column_name_of_its_own(string column, string? code) => Assert.Equal(code, Code(i => i.Column = column));

    [Fact]
    public void has_a_column_name_of_at_most_63_characters()
    {
        Assert.Null(Code(i => i.Column = new string('b', 63)));
        Assert.Equal("catalogue.bad-column", Code(i => i.Column = new string('b', 64)));
    }

    [Fact]
    public void has_a_name_of_its_own() => Assert.Equal("catalogue.item-name-taken", Code(i => i.Name = "机构名称"));

    [Theory]
    [InlineData("I", null)]
    [InlineData("整型", null)]
    [InlineData("I 整型", null)]
    [InlineData("Integer", null)]
    [InlineData("tinyint", "catalogue.unknown-choice")]
    public void takes_its_type_as_word_letter_or_name(string type, string? code) => Assert.Equal(code, Code(i => i.Type = type));

    [Theory]
    [InlineData("character", "0", "catalogue.out-of-range")]
    [InlineData("character", "65535", null)]
    [InlineData("character", "65536", "catalogue.out-of-range")]
    [InlineData("number", "18", null)]
    [InlineData("number", "19", "catalogue.out-of-range")]
    [InlineData("number", "many", "catalogue.not-whole")]
    [InlineData("date", "10", null)]
    public void has_a_length_that_its_type_can_hold(string type, string length, string? code) => Assert.Equal(code, Code(i =>
    {
        i.Type = type;
        i.Length = length;
        i.Minimum = i.Maximum = null;
    }));

    [Fact]
    public void has_no_more_decimal_places_than_digits() => Assert.Equal("catalogue.scale-beyond-length", Code(i =>
    {
        i.Type = "number";
        i.Length = "4";
        i.Scale = "5";
    }));

    [Theory]
    [InlineData("memo")]
    [InlineData("double")]
    [InlineData("logical")]
    public void is_no_key_when_its_type_names_no_row(string type) => Assert.Equal("catalogue.key-type", Code(i =>
    {
        i.Type = type;
        i.Key = i.Required = true;
        i.Minimum = i.Maximum = null;
    }));

    [Fact]
    public void is_required_when_it_is_a_key() => Assert.Equal("catalogue.key-not-required", Code(i => i.Key = true));

    [Fact]
    public void is_not_masked_when_it_is_a_key() => Assert.Equal("catalogue.key-masked", Code(i =>
    {
        i.Key = i.Required = true;
        i.Mask = "partial";
    }));

    [Theory]
    [InlineData("0")]
    [InlineData("5")]
    public void has_a_grade_from_1_to_4(string grade) => Assert.Equal("catalogue.out-of-range", Code(i => i.Grade = grade));

    [Theory]
    [InlineData("[0-9]{1,4}", null)]
    [InlineData("(", "catalogue.bad-pattern")]
    [InlineData("(?=a)b", "catalogue.pattern-backtracks")]
    [InlineData(@"(a)\1", "catalogue.pattern-backtracks")]
    [InlineData("(a+)+$", null)] // evil for a backtracking engine, linear for ours
    public void has_a_pattern_that_matches_in_linear_time(string pattern, string? code) => Assert.Equal(code, Code(i => i.Pattern = pattern));

    [Theory]
    [InlineData("integer", "1", "2", null)]
    [InlineData("integer", "2", "1", "catalogue.limits-crossed")]
    [InlineData("integer", "1.5", null, "catalogue.bad-limit-value")]
    [InlineData("number", "-1.5", "9", null)]
    [InlineData("date", "2026-01-01", "2025-12-31", "catalogue.limits-crossed")]
    [InlineData("date", "2025-02-29", null, "catalogue.bad-limit-value")]
    [InlineData("date", "2024-02-29", null, null)]
    [InlineData("character", "a", null, "catalogue.no-limits")]
    [InlineData("double", "NaN", null, "catalogue.bad-limit-value")]
    public void has_limits_of_its_own_type_in_order(string type, string? minimum, string? maximum, string? code) => Assert.Equal(code, Code(i =>
    {
        i.Type = type;
        i.Minimum = minimum;
        i.Maximum = maximum;
    }));

    [Theory]
    [InlineData("person.id-number", null, null)]
    [InlineData("person.shoe-size", null, "catalogue.no-such-element")]
    [InlineData(null, "GB/T 2261.1", null)]
    [InlineData(null, "GB/T 0000", "catalogue.no-such-code-list")]
    public void refers_to_what_the_standards_library_has(string? element, string? list, string? code) => Assert.Equal(code, Code(i =>
    {
        i.Type = "character";
        i.Minimum = i.Maximum = null;
        i.DataElement = element;
        i.CodeList = list;
    }));

    [Fact]
    public void is_one_of_at_most_1000() => Assert.Equal("catalogue.too-many-items", Assert.Single(EntryJudgement.Of(
        Hospitals.With(r => r.Items = [.. Enumerable.Range(0, 10_000).Select(n => new ItemRequest { Name = $"项{n}", Column = $"c{n}", Type = "C" })]),
        Hospitals.Health, new FewStandards(), out _)).Code);

    private static string? Code(Action<ItemRequest> change) =>
        EntryJudgement.Of(Hospitals.WithItem(change), Hospitals.Health, new FewStandards(), out _) is [var first, ..] ? first.Code : null;
}
