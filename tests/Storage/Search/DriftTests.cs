using CityHub.Kernel.Search;
using CsCheck;
using Xunit;

namespace CityHub.Storage.Tests.Search;

public sealed class The_search_index
{
    [Fact]
    public async Task shows_a_write_to_the_next_search()
    {
        await using var stage = await SearchStage.With("医院名录");
        await stage.Put(new Thing("t000", "公园名录"));

        Assert.Equal(["公园名录"], await stage.Titles("名录"));
        await stage.Remove("t000");
        Assert.Empty(await stage.Titles("名录"));
    }

    [Fact]
    public async Task takes_in_at_start_what_was_committed_to_the_store_but_not_to_the_index()
    {
        var stage = await SearchStage.With("医院名录", "公园名录");
        var folder = stage.Folder;
        await stage.DisposeAsync();
        var killed = await SearchStage.Open(folder, follow: false); // the store commits, the index never hears of it
        await killed.Put(new Thing("t002", "人口名录"), new Thing("t000", "诊所名录"));
        await killed.Remove("t001");
        await killed.Kill();

        await using var again = await SearchStage.Open(folder);

        Assert.Equal(["人口名录", "诊所名录"], (await again.Titles("名录")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task takes_in_again_what_a_killed_hub_had_shown_but_not_made_durable()
    {
        var stage = await SearchStage.With("医院名录");
        Assert.Single(await stage.Titles("医院"));
        var folder = stage.Folder;
        await stage.Kill();

        await using var again = await SearchStage.Open(folder);

        Assert.Equal(["医院名录"], await again.Titles("医院"));
    }

    [Fact]
    public async Task is_built_anew_when_its_folder_is_gone()
    {
        var stage = await SearchStage.With("医院名录", "公园名录");
        Assert.Equal(2, (await stage.Find(new("名录"))).Total);
        await stage.DisposeAsync();
        Directory.Delete(Path.Combine(stage.Folder, "search"), recursive: true);

        await using var again = await SearchStage.Open(stage.Folder);

        Assert.Equal(2, (await again.Find(new("名录"))).Total);
    }

    [Fact]
    public async Task is_built_anew_when_it_was_made_by_another_version()
    {
        var stage = await SearchStage.With("医院名录");
        Assert.Single(await stage.Titles("医院"));
        await stage.DisposeAsync();
        var before = Directory.GetFiles(Path.Combine(stage.Folder, "search"), "_*").Select(File.GetLastWriteTimeUtc).Max();

        await using var again = await SearchStage.Open(stage.Folder, version: 2);

        Assert.Equal(["医院名录"], await again.Titles("医院"));
        Assert.All(Directory.GetFiles(Path.Combine(stage.Folder, "search"), "_*"), file => Assert.True(File.GetLastWriteTimeUtc(file) > before));
    }

    [Theory, InlineData("segments_*"), InlineData("_*")]
    public async Task is_built_anew_when_a_file_is_damaged(string pattern)
    {
        var stage = await SearchStage.With("医院名录");
        Assert.Single(await stage.Titles("医院"));
        await stage.DisposeAsync();
        foreach (var file in Directory.GetFiles(Path.Combine(stage.Folder, "search"), pattern))
        {
            await File.WriteAllBytesAsync(file, [1, 2, 3]);
        }

        await using var again = await SearchStage.Open(stage.Folder);

        Assert.Equal(["医院名录"], await again.Titles("医院"));
    }

    /// <summary>A store that was put back from a backup knows nothing of later changes, and gives their numbers to others.</summary>
    [Fact]
    public async Task follows_a_store_that_was_put_back()
    {
        var stage = await SearchStage.With("医院名录", "公园名录");
        await stage.DisposeAsync();
        var (store, backup) = (Path.Combine(stage.Folder, "records"), Path.Combine(stage.Folder, "backup"));
        Copy(store, backup);
        await using (var later = await SearchStage.Open(stage.Folder))
        {
            await later.Put(new Thing("t000", "诊所名录"), new Thing("t002", "人口名录"));
            Assert.Equal(3, (await later.Find(new("名录"))).Total);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(store, recursive: true);
        Copy(backup, store);
        await using var again = await SearchStage.Open(stage.Folder);

        Assert.Equal(["公园名录", "医院名录"], (await again.Titles("名录")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task shows_every_entry_that_stays_exactly_once_while_others_come_and_go()
    {
        await using var stage = await SearchStage.Open();
        await stage.Put([.. Enumerable.Range(0, 40).Select(n => new Thing($"t{n * 2:D3}", $"名录 {n % 7}") { Published = SearchStage.Now.AddDays(-(n % 5)) })]);
        var orders = Gen.Select(One.Of(SearchOrder.Code, SearchOrder.Title, SearchOrder.Published), Gen.Int[1, 9], Gen.Int[0, 39].Array[5]);
        await orders.SampleAsync(async (order, limit, arriving) =>
        {
            var seen = new List<string>();
            string? cursor = null;
            var arrivals = new Queue<int>(arriving);
            do
            {
                var page = await stage.Find(new("名录") { Order = order, Limit = limit, Cursor = cursor });
                Assert.True(page.Hits.Count <= limit);
                seen.AddRange(page.Hits.Select(h => h.Key));
                cursor = page.Next;
                if (arrivals.TryDequeue(out var n))
                {
                    await stage.Put(new Thing($"t{(n * 2) + 1:D3}", $"名录 {n % 7}") { Published = SearchStage.Now.AddDays(-(n % 5)) });
                }
            }
            while (cursor is not null);

            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.Equal(40, seen.Count(key => int.Parse(key[1..]) % 2 == 0));
        }, iter: 20, threads: 1);
    }

    [Fact]
    public async Task pages_by_rank_without_gaps_or_repeats()
    {
        await using var stage = await SearchStage.With([.. Enumerable.Range(0, 50).Select(n => $"名录 {n % 3}")]);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await stage.Find(new("名录") { Limit = 7, Cursor = cursor });
            Assert.Equal(50, page.Total);
            seen.AddRange(page.Hits.Select(h => h.Key));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(50, seen.Distinct().Count());
        Assert.Equal(50, seen.Count);
    }

    [Theory, InlineData("x"), InlineData("WyJDb2RlIl0"), InlineData("WyJSZWxldmFuY2UiLCIiLCI5OTk5OTk5OTk5OSIsIjEiXQ"), InlineData("")]
    public async Task refuses_a_cursor_that_it_did_not_give(string cursor)
    {
        await using var stage = await SearchStage.Open();

        Assert.Equal("search.bad-cursor", (await stage.Search.Find(new("医院") { Cursor = cursor }, SearchStage.Nobody, default)).Fault?.Code);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
