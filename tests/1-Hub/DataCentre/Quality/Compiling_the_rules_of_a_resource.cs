using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Quality;
using Xunit;

namespace CityHub.DataCentre.Tests.Quality;

public sealed class Compiling_the_rules_of_a_resource
{
    private static readonly InformationItem[] Person =
    [
        new("身份证号", "id_number", ItemType.Character, 18, Key: true, DataElement: "DE01001"),
        new("性别", "sex", ItemType.Character, 1, DataElement: "DE01003"),
        new("出生日期", "birth_date", ItemType.Date, DataElement: "DE01004"),
        new("有效期起", "valid_from", ItemType.Date, DataElement: "DE05005"),
        new("有效期止", "valid_to", ItemType.Date, DataElement: "DE05006"),
    ];

    [Fact]
    public void takes_length_pattern_limits_and_list_from_the_item_before_those_of_its_element()
    {
        var rules = RuleCompiler.Compile(
        [
            new("编号", "no", ItemType.Character, 8, Pattern: "[0-9]+"),
            new("指数", "aqi", ItemType.Integer, Minimum: "0", Maximum: "300"),
            new("区县", "district", ItemType.Character, DataElement: "DE03001"),
            new("说明", "remark", ItemType.Memo),
        ], Library.Standards, Library.Today);

        Assert.Equal(["length", "pattern"], rules.Cells[0].Select(r => r.Code));
        Assert.Equal(["range"], rules.Cells[1].Select(r => r.Code));
        Assert.Equal(["length", "code-list"], rules.Cells[2].Select(r => r.Code));
        Assert.Empty(rules.Cells[3]);
        Assert.Empty(rules.Rows);
    }

    [Theory]
    [InlineData("500103199001010010", "1", "1990-01-01", "2020-01-01", "2030-01-01", "")]
    [InlineData("500103199001010010", "1", "19900101", "", "2030-01-01", "")]
    [InlineData("500103199001010010", "2", "1990-01-01", "", "", "agree.sex")]
    [InlineData("500103199001010029", "1", "1990-01-01", "", "", "agree.sex")]
    [InlineData("500103199001010029", "2", "1990-01-02", "", "", "agree.birth-date")]
    [InlineData("500103199001010029", "9", "", "", "", "")]
    [InlineData("broken", "2", "1990-01-02", "", "", "")]
    [InlineData("", "2", "1990-01-02", "2020-01-02", "2020-01-01", "date-order")]
    [InlineData("", "", "", "2020-01-02", "2020-01-02", "")]
    public void makes_cells_of_a_row_agree(string id, string sex, string born, string from, string to, string broken)
    {
        var rules = RuleCompiler.Compile(Person, Library.Standards, Library.Today);

        Assert.Equal(["agree.birth-date", "agree.sex", "date-order"], rules.Rows.Select(r => r.Code));
        Assert.Equal(broken, string.Join(' ', RowChecks.Broken(rules, id, sex, born, from, to).Select(r => r.Code)));
    }

    [Theory, InlineData("0", "200", "200", true), InlineData("0", "200", "201", false), InlineData(null, null, "3000", false)]
    public void lets_limits_of_the_item_stand_for_those_of_its_element(string? least, string? most, string value, bool holds)
    {
        var rules = RuleCompiler.Compile([new("PM2.5", "pm25", ItemType.Number, 8, 1, DataElement: "DE07003", Minimum: least, Maximum: most)], Library.Standards, Library.Today);

        Assert.Equal(holds, Assert.Single(rules.Cells[0]).Holds(value));
    }

    [Fact]
    public void names_what_the_library_lacks() => Assert.Contains("DE99999",
        Assert.Throws<InvalidOperationException>(() => RuleCompiler.Compile([new("x", "x", ItemType.Memo, DataElement: "DE99999")], Library.Standards)).Message);

    [Fact]
    public void gives_every_rule_of_every_element_a_title()
    {
        foreach (var element in Library.Standards.Elements)
        {
            var rules = RuleCompiler.Compile([new(element.Name.Zh, "x", element.Type, DataElement: element.Code)], Library.Standards, Library.Today);
            Assert.All(rules.Cells[0], rule => Assert.Contains(RuleTitles.All, title => title.Code == rule.Code));
        }
    }
}
