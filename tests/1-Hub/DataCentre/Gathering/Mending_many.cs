using CityHub.DataCentre.Gathering.Refused;
using CityHub.DataCentre.Quality;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

public sealed class Mending_many
{
    private static readonly CodeList Sex = new("GB/T 2261.1", new("性别代码", "Sex"), "GB/T 2261.1-2003", [new("0", "未知的性别"), new("1", "男性"), new("2", "女性"), new("9", "未说明的性别")]);

    [Theory]
    [InlineData(MendActs.Set, null, "500103", "渝中", "500103")]
    [InlineData(MendActs.Set, null, null, "渝中", "")]
    [InlineData(MendActs.Replace, "/", "-", "2025/3/1", "2025-3-1")]
    [InlineData(MendActs.Replace, "O", "0", "5OO103", "500103")]
    [InlineData(MendActs.Replace, "x", "y", "abc", "abc")]
    [InlineData(MendActs.Trim, null, null, "\u3000 甲 公司\t", "甲 公司")]
    [InlineData(MendActs.Code, null, null, "男性", "1")]
    [InlineData(MendActs.Code, null, null, " 女 ", "2")]
    [InlineData(MendActs.Code, null, null, " 9", "9")]
    [InlineData(MendActs.Code, null, null, "不详", "不详")]
    public void changes_a_value_as_it_says(string act, string? find, string? value, string before, string after) =>
        Assert.Equal(after, MendActs.Of(act, find, value, Sex).Value(before));

    [Theory]
    [InlineData("delete", null, "gathering.mend-act")]
    [InlineData(null, null, "gathering.mend-act")]
    [InlineData(MendActs.Replace, "", "gathering.mend-find")]
    [InlineData(MendActs.Code, null, "gathering.mend-no-code-list")]
    public void says_what_it_lacks(string? act, string? find, string code) => Assert.Equal(code, MendActs.Of(act, find, null, null).Fault?.Code);
}
