using CityHub.DataCentre.Quality;
using CsCheck;
using Xunit;

namespace CityHub.DataCentre.Tests.Quality;

/// <summary>GB 11714-1997 组织机构代码.</summary>
public sealed class An_organisation_code
{
    private static readonly CellRule Rule = Library.RuleOf("DE02003", "check-digit.gb11714");

    // The first is the standard's own example, written with and without its hyphen.
    [Theory, InlineData("D2143569X"), InlineData("D2143569-X"), InlineData("008778693")]
    public void that_is_published_is_accepted(string code) => Assert.True(Rule.Holds(code));

    [Theory]
    [InlineData("D21435690", "校验码应为 X")]
    [InlineData("d2143569X", "第 1 位应为数字或大写字母，实际为“d”")]
    [InlineData("D2143569", "应为 9 位，实际 8 位")]
    public void that_is_wrong_is_refused_with_its_reason(string code, string zh)
    {
        Assert.False(Rule.Holds(code));
        Assert.Equal(zh, Rule.Explain(code).Zh);
    }

    [Fact]
    public void with_any_one_digit_changed_is_refused() => Gen.Select(Gen.Int[1, 7], Gen.Char['0', '9'])
        .Where((at, c) => "D2143569X"[at] != c)
        .Sample((at, c) => !Rule.Holds("D2143569X"[..at] + c + "D2143569X"[(at + 1)..]));
}
