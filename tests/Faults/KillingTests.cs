using System.Diagnostics;
using System.Globalization;
using System.Text;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;
using Xunit;

namespace CityHub.Faults.Tests;

/// <summary>
/// A load is killed with SIGKILL at many moments; then the folder is opened again and the run resumed under the same id. After every kill
/// the resource is wholly as before or wholly as after; after the resume, rows, refused rows, counts and row index are those of the source.
/// </summary>
public sealed class Killing_a_load(ITestOutputHelper output)
{
    private const int Rows = 4000;

    // About a tenth of the names are empty, and rules see no empty cells. 50 moments over parse, first commit, sort and index fsync, second commit, ingest and publish; six more while rows are packed.
    private static IEnumerable<(Moment Moment, long Cell, long DelayMicroseconds)> Moments()
    {
        foreach (var i in Enumerable.Range(0, 14))
        {
            yield return (Moment.Cell, 1 + (3400L * i / 13), 0);
        }

        foreach (var i in Enumerable.Range(0, 16))
        {
            yield return (Moment.LastCell, 3400, 200 + (i * i * 350L));
        }

        foreach (var i in Enumerable.Range(0, 7))
        {
            yield return (Moment.MayCommit, 0, i * i * 700L);
            yield return (Moment.CommitWritten, 0, i * i * 60L);
        }

        foreach (var i in Enumerable.Range(0, 6))
        {
            yield return (Moment.FileMoved, 0, i * i * 60L);
        }

        foreach (var i in Enumerable.Range(0, 6))
        {
            yield return (Moment.Packing, 0, 500 + (i * i * 2000L));
        }
    }

    [Fact]
    public async Task neither_loses_nor_doubles_a_row()
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-faults-").FullName;
        var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var (run, refused) = (0, 0L);
        var alive = new Dictionary<Moment, int>();
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        try
        {
            foreach (var (moment, cell, delay) in Moments())
            {
                run++;
                var mode = run == 1 ? LoadMode.Replace : (LoadMode)(run % 3);
                var (source, after, refusedNow) = Source(folder, run, mode, expected);
                var runId = Id.New();
                // A kill that comes too late finds a finished load: on an untouched copy of the folder an earlier moment is taken.
                var before = moment == Moment.Packing ? null : Copy(folder);
                var died = await Kill(folder, runId, source, run, mode, moment, cell, delay);
                for (var (attempt, earlier) = (0, delay / 2); !died && before is not null && attempt < 20; (attempt, earlier) = (attempt + 1, earlier / 2))
                {
                    Restore(before, folder);
                    died = await Kill(folder, runId, source, run, mode, moment, cell, earlier);
                }

                if (before is not null)
                {
                    Directory.Delete(before, recursive: true);
                    Assert.True(died, $"{moment} after {delay} µs came too late, and so did every earlier moment down to 0");
                }

                alive[moment] = alive.GetValueOrDefault(moment) + (died ? 1 : 0);
                await using var hub = new Hub(folder);
                var committed = hub.Loader.Committed(runId) is not null;
                var state = $"{moment}: {(died ? "killed" : "had ended")}, {(committed ? "committed" : "not committed")}";
                seen[state] = seen.GetValueOrDefault(state) + 1;
                await Agrees(hub, committed ? after : expected, committed ? refused + refusedNow : refused);
                Assert.False(moment is Moment.Cell or Moment.LastCell && committed && died && delay == 0);

                var resumed = await hub.Loader.Load(
                    Hub.Plan(runId, run, source, mode, new CountingRule(-1, () => { })), new Progress<LoadProgress>(), () => Task.FromResult<Fault?>(null), default);

                Assert.Null(resumed.Fault);
                Assert.Equal((Rows, refusedNow, after.Count), (resumed.Value.Read, resumed.Value.Refused, (int)resumed.Value.RowsNow));
                (expected, refused) = (after, refused + refusedNow);
                await Agrees(hub, expected, refused);
                if (run % 4 == 0)
                {
                    await hub.Packer.Pack("things", default);
                    Assert.All(expected, row => Assert.Equal(row.Value, Find(hub, row.Key)));
                }

                File.Delete(source);
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }

        foreach (var (state, count) in seen)
        {
            output.WriteLine($"{count,3} × {state}");
        }

        // Fifty hit a living process, spread over parsing, sorting and fsync of the index, the commit, between commit and ingest, ingest and publishing.
        Assert.Equal((14, 16, 7, 7, 6), (alive[Moment.Cell], alive[Moment.LastCell], alive[Moment.MayCommit], alive[Moment.CommitWritten], alive[Moment.FileMoved]));

        // Both sides of the decision must have been hit.
        Assert.Contains("MayCommit: killed, not committed", seen.Keys);
        Assert.Contains("FileMoved: killed, committed", seen.Keys);
    }

    private static string Copy(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("cityhub-faults-before-").FullName;
        CopyInto(folder, copy);
        return copy;
    }

    private static void Restore(string copy, string folder)
    {
        Directory.Delete(folder, recursive: true);
        CopyInto(copy, folder);
    }

    private static void CopyInto(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>Table, maintained count, refused rows and index all say the same.</summary>
    private static async Task Agrees(Hub hub, SortedDictionary<string, string> expected, long refused)
    {
        var table = hub.Tables.Find("things");
        var rows = table is null ? [] : await Query(hub, $"select key || '|' || coalesce(name, '∅') || '|' || coalesce(day::varchar, '∅') from {table.TableName}");
        rows.Sort(StringComparer.Ordinal);
        Assert.Equal(expected.Values.Order(StringComparer.Ordinal), rows);
        Assert.Equal(expected.Count, table?.Rows ?? 0);
        Assert.Equal([$"{refused}|{refused}"], await Query(hub, "select (select count(*) from refused_rows) || '|' || (select count(*) from refusals)"));
        foreach (var row in expected.Where((_, i) => i % (1 + (expected.Count / 40)) == 0))
        {
            Assert.Equal(row.Value, Find(hub, row.Key));
        }

        Assert.Null(Find(hub, "no such key"));
    }

    private static string? Find(Hub hub, string key)
    {
        if (!hub.Index.TryFind("things", Encoding.UTF8.GetBytes(key), out var row))
        {
            return null;
        }

        using (row)
        {
            var text = new StringBuilder();
            for (var i = 0; i < row.Count; i++)
            {
                var field = row.Field(i, out var isNull);
                text.Append(i == 0 ? "" : "|").Append(isNull ? "∅" : Encoding.UTF8.GetString(field));
            }

            return text.ToString();
        }
    }

    private static async Task<List<string>> Query(Hub hub, string sql)
    {
        await using var reader = await hub.Tables.Read(sql, [], default);
        var rows = new List<string>();
        while (await reader.Data.ReadAsync())
        {
            rows.Add(reader.Data.GetString(0));
        }

        return rows;
    }

    /// <summary>A source with known and new keys, duplicates and bad rows, and what the resource must hold after it.</summary>
    private static (string Path, SortedDictionary<string, string> After, long Refused) Source(
        string folder, int run, LoadMode mode, SortedDictionary<string, string> before)
    {
        var random = new Random(run);
        var after = new SortedDictionary<string, string>(mode == LoadMode.Replace ? [] : before, StringComparer.Ordinal);
        var (text, refused, mine) = (new StringBuilder("key,name,day\n"), 0L, new HashSet<string>());
        for (var i = 0; i < Rows; i++)
        {
            // Half of the runs have keys of one shape (the fast way), the others of any shape.
            var number = random.Next(Rows * 3).ToString(CultureInfo.InvariantCulture);
            var key = run % 2 == 0 ? number.PadLeft(9, '0') : "k" + number;
            var name = random.Next(50) == 0 ? "bad" : random.Next(9) == 0 ? "" : $"name {random.Next(100)}";
            var day = random.Next(60) == 0 ? "2023-02-30" : $"2023-02-{1 + random.Next(28):00}";
            text.Append(key).Append(',').Append(name).Append(',').Append(day).Append('\n');
            var wrong = (name == "bad" ? 1 : 0) + (day == "2023-02-30" ? 1 : 0);
            if (wrong > 0 || !mine.Add(key) || (mode == LoadMode.Append && before.ContainsKey(key)))
            {
                // One violation a record keeps the counts of both tables equal.
                if (wrong == 2)
                {
                    text.Length -= day.Length + 1;
                    text.Append("2023-02-01\n");
                }

                refused++;
            }
            else
            {
                after[key] = $"{key}|{(name.Length == 0 ? "∅" : name)}|{day}";
            }
        }

        var path = Path.Combine(folder, $"source-{run}.csv");
        File.WriteAllText(path, text.ToString());
        return (path, after, refused);
    }

    private static async Task<bool> Kill(string folder, string runId, string source, int run, LoadMode mode, Moment moment, long cell, long delay)
    {
        string[] arguments =
        [
            "kill", folder, runId, source, run.ToString(CultureInfo.InvariantCulture), mode.ToString(), moment.ToString(),
            cell.ToString(CultureInfo.InvariantCulture), delay.ToString(CultureInfo.InvariantCulture),
        ];
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardError = true })!;
        var said = await child.StandardError.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode is 137 or KilledLoad.Finished, $"{child.ExitCode}: {said}");
        return child.ExitCode == 137;
    }
}
