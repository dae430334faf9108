using CityHub.Kernel;
using CityHub.Kernel.Search;
using CsCheck;
using Xunit;

namespace CityHub.Storage.Tests.Search;

internal static class One
{
    public static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}

public sealed class Counting_facets
{
    private static readonly string[] Colours = ["红", "绿", "蓝"];
    private static readonly string[] Sizes = ["大", "小"];
    private static readonly string[] Districts = ["500103", "500112", "500151"];
    private static readonly string[] Words = ["医院", "公园", "人口"];
    private static readonly string[] Scopes = ["", "500000/500103/", "500000/500112/"];

    private static readonly Gen<Thing> AnyThing = Gen.Select(
        Gen.Int[0, 60], One.Of(Words), One.Of(Words), One.Of(["", .. Colours]), One.Of(["", .. Sizes]),
        Gen.Bool.Array[3], One.Of(Scopes),
        (n, first, second, colour, size, districts, scope) => new Thing($"t{n:D2}", first + "名录")
        {
            Summary = second, Colour = colour, Size = size, Districts = [.. Districts.Where((_, i) => districts[i])], OnlyFor = scope.Length == 0 ? null : scope,
        });

    private static readonly Gen<Dictionary<string, IReadOnlyList<string>>> AnyFilters = Gen.Select(
        One.Of(Colours).Array[0, 2], One.Of(Sizes).Array[0, 1], One.Of(Districts).Array[0, 2],
        (colours, sizes, districts) => new Dictionary<string, IReadOnlyList<string>> { ["colour"] = colours, ["size"] = sizes, ["district"] = districts });

    /// <summary>Whatever was written, changed and removed in whatever batches: hits and each facet (its own filter left out) are those of a plain count.</summary>
    [Fact]
    public async Task gives_what_a_count_by_hand_gives()
    {
        await using var stage = await SearchStage.Open();
        var there = new Dictionary<string, Thing>();
        var steps = Gen.Select(AnyThing.Array[1, 12], Gen.Int[0, 60].Array[0, 3], One.Of(["", .. Words]), AnyFilters, One.Of(Scopes));
        await steps.SampleAsync(async (things, gone, word, filters, scope) =>
        {
            foreach (var thing in things)
            {
                await stage.Put(thing);
                there[thing.Id] = thing;
            }

            foreach (var id in gone.Select(n => $"t{n:D2}"))
            {
                await stage.Remove(id);
                there.Remove(id);
                there["bell"] = new Thing("bell", "铃");
            }

            var caller = scope.Length == 0 ? Caller.Anonymous : Official(scope);
            var page = await stage.Find(new(word) { Filters = filters, Count = Thing.FacetNames, Limit = 200 }, caller);

            var seen = there.Values.Where(t => (t.OnlyFor is null || (scope.Length > 0 && t.OnlyFor.StartsWith(scope, StringComparison.Ordinal)))
                && (t.Title.Contains(word, StringComparison.Ordinal) || t.Summary.Contains(word, StringComparison.Ordinal))).ToList();
            Assert.Equal(seen.Where(t => Keeps(t, filters, null)).Select(t => t.Id).Order(), page.Hits.Select(h => h.Key).Order());
            Assert.Equal(page.Hits.Count, page.Total);
            foreach (var facet in Thing.FacetNames)
            {
                var expected = seen.Where(t => Keeps(t, filters, facet)).SelectMany(t => t.Values(facet)).CountBy(v => v).OrderBy(c => c.Key, StringComparer.Ordinal);
                Assert.Equal(expected, page.Facets.GetValueOrDefault(facet, []).Select(c => KeyValuePair.Create(c.Value, c.Count)).OrderBy(c => c.Key, StringComparer.Ordinal));
            }
        }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task neither_lists_nor_counts_nor_suggests_what_the_caller_may_not_find()
    {
        await using var stage = await SearchStage.Open();
        await stage.Put(new Thing("t1", "医院草稿") { Colour = "红", OnlyFor = "500000/500103/" }, new Thing("t2", "医院名录") { Colour = "红" });
        var request = new SearchRequest("医院") { Count = ["colour"] };

        var stranger = await stage.Find(request);
        var other = await stage.Find(request, Official("500000/500112/"));
        var own = await stage.Find(request, Official("500000/500103/"));

        Assert.Equal((1, 1), (stranger.Total, stranger.Facets["colour"][0].Count));
        Assert.Equal((1, 1), (other.Total, other.Facets["colour"][0].Count));
        Assert.Equal((2, 2), (own.Total, own.Facets["colour"][0].Count));
        Assert.Single(await stage.Search.Suggest("医", [], 8, SearchStage.Nobody, default));
    }

    internal static Caller Official(string scope) =>
        new("a", "官", null, [new("o", "某局", new("岗", "Post"), scope, new HashSet<string> { "thing.read" })]);

    private static bool Keeps(Thing thing, Dictionary<string, IReadOnlyList<string>> filters, string? except) =>
        filters.All(f => f.Key == except || f.Value.Count == 0 || f.Value.Intersect(thing.Values(f.Key)).Any());
}
