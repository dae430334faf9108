using System.Text;
using System.Text.RegularExpressions;
using CityHub.DataCentre.Quality.Rules;
using CsCheck;
using Xunit;

namespace CityHub.DataCentre.Tests.Quality;

public sealed class A_plain_rule
{
    [Theory, InlineData("重庆市渝中区", 6, true), InlineData("重庆市渝中区人民路", 6, false), InlineData("abcdef", 6, true), InlineData("abcdefg", 6, false), InlineData("𠮷野家店", 4, true)]
    public void of_length_counts_characters_not_bytes(string value, int most, bool holds)
    {
        Assert.Equal(holds, new LengthRule(most).Holds(value));
        if (!holds)
        {
            Assert.Equal($"最多 {most} 个字符，实际 {value.Length} 个", new LengthRule(most).Explain(value).Zh);
        }
    }

    [Fact]
    public void of_length_counts_as_the_runtime_does() => Gen.String.Select(s => Encoding.UTF8.GetBytes(s))
        .Sample(bytes => Utf8Text.Characters(bytes) == Encoding.UTF8.GetString(bytes).EnumerateRunes().Count());

    [Theory]
    [InlineData("0", true), InlineData("100", true), InlineData("100.0", true), InlineData("100.01", false), InlineData("-0.1", false), InlineData("1e2", true), InlineData("1e3", false)]
    [InlineData("99.999999999999999999", true), InlineData("100.00000000000000000001", false), InlineData("abc", true), InlineData("-", true), InlineData(".", true)]
    public void of_range_includes_its_limits_and_leaves_what_is_no_number_to_the_type(string value, bool holds) =>
        Assert.Equal(holds, NumberRangeRule.Of("0", "100")!.Holds(value));

    [Fact]
    public void of_range_reads_numbers_as_the_runtime_does() => Gen.Decimal[-1_000_000, 1_000_000].Select(Gen.Int[0, 8])
        .Sample((number, places) =>
        {
            var text = Math.Round(number, places).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return NumberRangeRule.Of(text, text)!.Holds(text);
        });

    [Theory]
    [InlineData("2026-11-23", true), InlineData("20261123", true), InlineData("2026/11/23", true), InlineData("2026-11-23 23:59:59", true)]
    [InlineData("2026-11-24", false), InlineData("2026-11-24T00:00:00", false), InlineData("2026-13-01", true), InlineData("2026-02-30", true)]
    public void of_the_present_refuses_tomorrow_and_leaves_what_is_no_date_to_the_type(string value, bool holds) =>
        Assert.Equal(holds, DateRangeRule.NotFuture(Library.Today).Holds(value));

    [Fact]
    public void of_the_present_says_the_day() => Assert.Equal("晚于今天（2026-11-23）", DateRangeRule.NotFuture(Library.Today).Explain("2027-01-01").Zh);

    [Theory]
    [InlineData("[0-9]{6}", "400010", true), InlineData("[0-9]{6}", "40001", false), InlineData("[0-9]{6}", "4000100", false), InlineData("[0-9]{6}", "４０００１０", false)]
    [InlineData("[A-Z]{2}[0-9]+-?[0-9]*", "CQ12-3", true), InlineData("渝[A-Z][A-Z0-9]{5,6}", "渝A12345", true), InlineData("渝[A-Z][A-Z0-9]{5,6}", "川A12345", false)]
    [InlineData("a|b", "b", true), InlineData("a|b", "ab", false), InlineData("^[0-9]{3}$", "123", true), InlineData("^[0-9]{3}$", "123\n", false)]
    public void of_pattern_matches_the_whole_value(string pattern, string value, bool holds) => Assert.Equal(holds, new PatternRule(pattern).Holds(value));

    [Fact]
    public void of_pattern_agrees_with_the_runtime()
    {
        var part = Gen.Select(Library.OneOf("[a-c]", "[b-d0-2]", @"\d", "a", "x", "[-z]"), Library.OneOf("", "?", "*", "+", "{2}", "{1,2}", "{1,}"), (c, n) => c + n);
        Gen.Select(part.Array[1, 4], Gen.String[Library.OneOf([.. "abcdx012-z"]), 0, 8]).Sample((parts, value) =>
        {
            var pattern = string.Concat(parts);
            return value.Length == 0 || PlainPattern.TryRead(pattern) is not { } plain
                || plain.Matches(Encoding.ASCII.GetBytes(value)) == Regex.IsMatch(value, $@"\A(?:{pattern})\z");
        });
    }

    [Theory, InlineData("(a", "不是正则表达式：(a（第 3 个字符起）"), InlineData(@"(a)\1", @"不支持后向引用与环视：(a)\1"), InlineData("[0-9]{6}", null)]
    public void of_pattern_says_why_a_text_is_no_pattern(string pattern, string? zh) => Assert.Equal(zh, PatternRule.WhyNot(pattern)?.Zh);

    [Theory]
    [InlineData("GB/T 2261.1", "1", true), InlineData("GB/T 2261.1", "3", false), InlineData("GB/T 2261.1", "男", false)]
    [InlineData("GB/T 3304", "01", true), InlineData("GB/T 3304", "1", false), InlineData("GB/T 3304", "57", false)]
    [InlineData("GB/T 2260", "500103", true), InlineData("GB/T 2260", "500099", false), InlineData("GB/T 2260", "510202", false)]
    [InlineData("GB/T 4754", "A", true), InlineData("GB/T 4754", "0111", true), InlineData("GB/T 10114", "500103001", true), InlineData("GB/T 10114", "500103000", false)]
    public void of_a_code_list_takes_its_codes_alone(string list, string value, bool holds) =>
        Assert.Equal(holds, new CodeListRule(Library.Standards.CodeList(list)!).Holds(value));

    [Theory]
    [InlineData("GB/T 2261.1", "男", "应写代码：“男”的代码是 1（GB/T 2261.1）")]
    [InlineData("GB/T 2261.1", "3", "GB/T 2261.1 没有代码 3，只有 0 1 2 9")]
    [InlineData("GB/T 3304", " 01", "代码前后有空格（GB/T 3304）")]
    [InlineData("GB/T 3304", "99", "GB/T 3304（中国各民族名称代码）没有代码 99")]
    public void of_a_code_list_says_what_to_write(string list, string value, string zh) =>
        Assert.Equal(zh, new CodeListRule(Library.Standards.CodeList(list)!).Explain(value).Zh);

    [Fact]
    public void of_a_code_list_holds_for_each_code_and_for_nothing_else() => Gen.String[Gen.Char['0', 'C'], 1, 16].HashSet[1, 300].Select(Gen.String[Gen.Char['0', 'C'], 1, 16])
        .Sample((codes, other) =>
        {
            var set = new ByteSet(codes);
            return codes.All(c => set.Contains(Encoding.UTF8.GetBytes(c))) && set.Contains(Encoding.UTF8.GetBytes(other)) == codes.Contains(other);
        });
}
