using CityHub.DataCentre.Quality;
using CsCheck;
using Xunit;

namespace CityHub.DataCentre.Tests.Quality;

/// <summary>GB 32100-2015 统一社会信用代码.</summary>
public sealed class A_credit_code
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly CellRule Rule = Library.RuleOf("DE02001", "check-digit.gb32100");

    // The first is the standard's own example; the others are published codes of public bodies.
    [Theory, InlineData("91350100M000100Y43"), InlineData("11511300008778693M"), InlineData("1151130100877801XA"), InlineData("12511301MB1297707Y")]
    public void that_is_published_is_accepted(string code) => Assert.True(Rule.Holds(code));

    [Theory]
    [InlineData("91350100M000100Y44", "末位应为 3")]
    [InlineData("91350100I000100Y43", "第 9 位“I”不在 GB 32100 字符集中（无 I O S V Z，字母大写）")]
    [InlineData("91350100m000100Y43", "第 9 位“m”不在 GB 32100 字符集中（无 I O S V Z，字母大写）")]
    [InlineData("91350100M000100Y4", "应为 18 位，实际 17 位")]
    public void that_is_wrong_is_refused_with_its_reason(string code, string zh)
    {
        Assert.False(Rule.Holds(code));
        Assert.Equal(zh, Rule.Explain(code).Zh);
    }

    [Fact]
    public void with_any_one_character_changed_is_refused() => Gen.Select(
        Library.OneOf("91350100M000100Y43", "11511300008778693M"), Gen.Int[0, 17], Library.OneOf([.. Alphabet]))
        .Where((code, at, c) => code[at] != c)
        .Sample((code, at, c) => !Rule.Holds(code[..at] + c + code[(at + 1)..]));
}
