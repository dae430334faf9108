using CityHub.DataCentre.Quality;
using Xunit;

namespace CityHub.DataCentre.Tests.Quality;

public sealed class A_phone_number
{
    private static readonly CellRule Rule = Library.RuleOf("DE01012", "phone");

    [Theory]
    [InlineData("13800138000"), InlineData("+86 13800138000"), InlineData("+8613800138000"), InlineData("19912345678")]
    [InlineData("023-63895114"), InlineData("02363895114"), InlineData("(023)63895114"), InlineData("0826-2345678"), InlineData("63895114"), InlineData("023-63895114-801")]
    [InlineData("400-820-8820"), InlineData("4008208820"), InlineData("12345"), InlineData("95588"), InlineData("110"), InlineData("10086")]
    public void of_the_numbering_plan_is_accepted(string number) => Assert.True(Rule.Holds(number));

    [Theory]
    [InlineData("1380013800", "手机号码应为 11 位，实际 10 位")]
    [InlineData("12800138000", "手机号码不以 12 开头")]
    [InlineData("1380013800a", "含有非数字字符“a”")]
    [InlineData("023-1234567", "不是电话号码：应为 11 位手机号码，或区号-号码，或 400、95、96、12 开头的服务号码")]
    [InlineData("无", "不是电话号码：应为 11 位手机号码，或区号-号码，或 400、95、96、12 开头的服务号码")]
    public void that_is_none_is_refused_with_its_reason(string number, string zh)
    {
        Assert.False(Rule.Holds(number));
        Assert.Equal(zh, Rule.Explain(number).Zh);
    }

    [Fact]
    public void of_a_mobile_is_not_a_fixed_line() => Assert.False(Library.RuleOf("DE01013", "phone").Holds("023-63895114"));
}
