using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Runs;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

public sealed class Matching_columns
{
    private static readonly InformationItem[] Items = [new("甲", "a", ItemType.Integer), new("乙", "b", ItemType.Integer)];

    [Theory, InlineData(null), InlineData("a")]
    public void names_the_columns_of_a_doubled_name_and_how_to_choose(string? wanted)
    {
        var fault = MatchColumns.Decide(Items, ["a", "b", "a"], true, wanted is null ? null : new Dictionary<string, string?> { ["a"] = wanted }).Fault;

        Assert.Equal("gathering.column-twice", fault?.Code);
        Assert.Equal(("a", "a"), (fault!.Facts["item"], fault.Facts["name"]));
        Assert.Equal([1, 3], (IReadOnlyList<int>)fault.Facts["columns"]!);
        Assert.All(new[] { fault.Detail!.Zh, fault.Detail.En }, words => Assert.True(words.Contains("--map a=#3", StringComparison.Ordinal) && words.Contains("{\"a\":\"#3\"}", StringComparison.Ordinal), words));
    }

    [Theory, InlineData("#1", 0), InlineData("#3", 2), InlineData(null, -1)]
    public void takes_the_number_that_the_mapping_gives(string? wanted, int ordinal)
    {
        var matches = MatchColumns.Decide(Items, ["a", "b", "a"], true, new Dictionary<string, string?> { ["a"] = wanted }).Value;

        Assert.Equal([ordinal, 1], matches.Select(m => m.Ordinal));
    }

    [Fact]
    public void does_not_mind_a_doubled_name_that_nobody_needs() =>
        Assert.Equal([0, 2], MatchColumns.Decide(Items, ["a", "x", "b", "x"], true, null).Value.Select(m => m.Ordinal));
}
