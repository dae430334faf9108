using System.Globalization;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;
using Xunit;

namespace CityHub.Faults.Tests;

/// <summary>The disk fills up at the last moment: all rows and keys are written, the transaction that decides is about to be.</summary>
public sealed class A_commit_on_a_full_disk
{
    [Theory]
    [InlineData(nameof(LoadMode.Append)), InlineData(nameof(LoadMode.Replace)), InlineData(nameof(LoadMode.Upsert))]
    public async Task is_wholly_done_or_not_at_all_and_can_be_repeated(string modeName)
    {
        var mode = Enum.Parse<LoadMode>(modeName);
        var root = Directory.CreateTempSubdirectory("cityhub-full-");
        try
        {
            using var disk = new SmallDisk(Path.Combine(root.FullName, "data"), 160);
            await using var hub = new Hub(Path.Combine(root.FullName, "data"));
            var first = Source(root.FullName, "first", 0, 3000);
            Assert.Null((await Load(hub, "run-1", 1, first, LoadMode.Append, () => { })).Fault);

            // Overlaps the first by 1,000 keys: refused by append, unchanged for upsert.
            var second = Source(root.FullName, "second", 2000, 150_000);
            var outcome = await Load(hub, "run-2", 2, second, mode, disk.Fill);
            var committed = hub.Loader.Committed("run-2") is not null;
            var after = mode == LoadMode.Replace ? 150_000 : 152_000;

            Assert.Equal(committed ? null : "loading.disk-full", outcome.Fault?.Code);
            await Agrees(hub, committed ? after : 3000, committed);
            disk.Free();
            var again = await Load(hub, "run-2", 2, second, mode, () => { });
            Assert.Null(again.Fault);
            await Agrees(hub, after, true);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static Task<Outcome<LoadResult>> Load(Hub hub, string run, int number, string source, LoadMode mode, Action beforeCommit) => hub.Loader.Load(
        Hub.Plan(run, number, source, mode, new CountingRule(-1, () => { })), new Progress<LoadProgress>(),
        () =>
        {
            beforeCommit();
            return Task.FromResult<Fault?>(null);
        },
        default);

    private static async Task Agrees(Hub hub, long rows, bool second)
    {
        var table = hub.Tables.Find("things")!;
        await using var reader = await hub.Tables.Read($"select count(*) from {table.TableName}", [], default);
        Assert.True(await reader.Data.ReadAsync());
        Assert.Equal((rows, rows), (table.Rows, reader.Data.GetInt64(0)));
        Assert.True(Has(hub, "k2500"));
        Assert.Equal(second, Has(hub, "k151999"));
    }

    private static bool Has(Hub hub, string key)
    {
        if (!hub.Index.TryFind("things", System.Text.Encoding.UTF8.GetBytes(key), out var row))
        {
            return false;
        }

        row.Dispose();
        return true;
    }

    private static string Source(string folder, string name, int from, int count)
    {
        var path = Path.Combine(folder, name + ".csv");
        File.WriteAllLines(path, Enumerable.Range(from, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"k{i},{Noise(i)},2023-02-0{1 + (i % 9)}")).Prepend("key,name,day"));
        return path;
    }

    private static string Noise(int i)
    {
        var noise = new byte[60];
        new Random(i).NextBytes(noise);
        return Convert.ToBase64String(noise);
    }
}
