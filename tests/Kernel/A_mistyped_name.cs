using Xunit;

namespace CityHub.Kernel.Tests;

public sealed class A_mistyped_name
{
    private static readonly string[] Known = ["q", "state", "limit", "cursor", "resource", "department"];

    [Theory]
    [InlineData("limt", "limit")]
    [InlineData("statsu", "state")]
    [InlineData("reosurce", "resource")]
    [InlineData("Cursor", "cursor")]
    [InlineData("departement", "department")]
    public void is_told_the_nearest_there_is(string typed, string meant) => Assert.Equal(meant, Nearest.Of(typed, Known));

    [Theory]
    [InlineData("colour")]
    [InlineData("page")]
    [InlineData("")]
    public void that_is_another_word_is_told_none(string typed) => Assert.Null(Nearest.Of(typed, Known));

    [Fact]
    public void that_is_very_long_is_told_none() => Assert.Null(Nearest.Of(new string('a', 100_000), [new string('a', 100_000)]));

    [Fact]
    public void is_told_all_names_and_stands_in_the_path()
    {
        var fault = QueryFaults.UnknownParameter("limt", Known);

        Assert.Equal(("hub.unknown-parameter", 400, "limt"), (fault.Code, fault.Status, fault.Path));
        Assert.Equal("There is no parameter 'limt'; the nearest is limit. There are: q, state, limit, cursor, resource, department.", fault.Say(Language.English));
        Assert.Equal("不认识参数“limt”，最接近的是 limit。可用：q、state、limit、cursor、resource、department。", fault.Say(Language.Chinese));
    }
}
