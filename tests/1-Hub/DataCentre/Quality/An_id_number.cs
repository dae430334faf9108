using CityHub.DataCentre.Quality;
using CsCheck;
using Xunit;

namespace CityHub.DataCentre.Tests.Quality;

/// <summary>GB 11643-1999.</summary>
public sealed class An_id_number
{
    private static readonly CellRule Rule = Library.RuleOf("DE01001", "check-digit.gb11643");

    // The first is the standard's own example.
    [Theory, InlineData("11010519491231002X"), InlineData("500103199001010010"), InlineData("500103199001010029")]
    public void of_the_standard_is_accepted(string number) => Assert.True(Rule.Holds(number));

    [Fact]
    public void may_begin_with_a_division_that_no_longer_exists() =>
        Assert.True(Rule.Holds("510202198001010017")); // 510202 渝中区 of Sichuan, until 1997

    [Theory]
    [InlineData("500103199001010011", "末位应为 0", "the last character should be 0")]
    [InlineData("11010519491231002x", "末位 x 应为大写 X", "the last character x should be a capital X")]
    [InlineData("500103199013010014", "出生月份为 13", "the month of birth is 13")]
    [InlineData("500103199002300010", "出生日期 1990-02-30 不存在", "there is no birth date 1990-02-30")]
    [InlineData("500103203001010013", "出生日期 2030-01-01 晚于今天", "the birth date 2030-01-01 is later than today")]
    [InlineData("999999199001010018", "前 6 位 999999 不是行政区划代码", "the first six digits 999999 are no division code")]
    [InlineData("5001031990010100", "应为 18 位，实际 16 位", "should have 18 characters, found 16")]
    [InlineData("500103900101001", "15 位旧号码（2013-01-01 起停用），应换成 18 位", "an old number of 15 digits (void since 2013-01-01); it should have 18")]
    [InlineData("50010319900101O010", "第 15 位应为数字，实际为“O”", "character 15 should be a digit, found 'O'")]
    public void that_is_wrong_is_refused_with_its_reason(string number, string zh, string en)
    {
        Assert.False(Rule.Holds(number));
        Assert.Equal(new(zh, en), Rule.Explain(number));
    }

    [Fact]
    public void with_any_one_character_changed_is_refused() => Gen.Select(
        Library.OneOf("11010519491231002X", "500103199001010010", "500103199001010029"), Gen.Int[0, 17], Library.OneOf([.. "0123456789X"]))
        .Where((number, at, c) => number[at] != c)
        .Sample((number, at, c) => !Rule.Holds(number[..at] + c + number[(at + 1)..]));

    [Fact]
    public void is_never_taken_from_any_bytes() => Gen.Byte.Array[1, 24].Where(b => !b.AsSpan().StartsWith("1"u8)).Sample(bytes => { _ = Rule.Holds(bytes); });
}
