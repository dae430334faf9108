using CityHub.Kernel;
using CityHub.Kernel.Search;
using Xunit;

namespace CityHub.Storage.Tests.Search;

public sealed class An_answer_to_the_public
{
    private static readonly SearchRequest Asked = new("医院");

    [Fact]
    public async Task is_kept_for_whoever_asks_the_same()
    {
        await using var stage = await SearchStage.With("医院名录");

        var first = await Answer(stage, Asked);

        Assert.Same(first, await Answer(stage, new SearchRequest("医院")));
        Assert.NotSame(first, await Answer(stage, Asked with { Limit = 5 }));
        Assert.NotSame(first, await Answer(stage, Asked with { Order = SearchOrder.Title }));
        Assert.NotSame(first, await Answer(stage, Asked with { Kinds = ["other"] }));
        Assert.NotSame(first, await Answer(stage, Asked with { Filters = new Dictionary<string, IReadOnlyList<string>> { ["theme"] = ["x"] } }));
    }

    [Fact]
    public async Task goes_with_the_state_of_the_index_that_it_was_made_of()
    {
        await using var stage = await SearchStage.With("医院名录");
        Assert.Equal(1, (await Answer(stage, Asked)).Total);

        await stage.Put(new Thing("later", "医院床位"));

        Assert.Equal(2, (await Answer(stage, Asked)).Total);
    }

    [Fact]
    public async Task is_not_kept_for_those_who_signed_in() // they see what others may not
    {
        await using var stage = await SearchStage.With("医院名录");
        var clerk = new Caller("wang", "王", null, []);

        Assert.NotSame((await stage.Search.Find(Asked, clerk, default)).Value, (await stage.Search.Find(Asked, clerk, default)).Value);
    }

    private static async Task<SearchPage> Answer(SearchStage stage, SearchRequest request) => (await stage.Search.Find(request, SearchStage.Nobody, default)).Value;
}
