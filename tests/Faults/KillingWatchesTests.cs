using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace CityHub.Faults.Tests;

/// <summary>
/// Files are put into a watched folder (前置机) of a hub that is killed with SIGKILL while it copies, queues, gathers, commits and moves them. In
/// the end every file was gathered exactly once and lies among those that are done.
/// </summary>
public sealed class Killing_a_hub_that_watches_a_folder(ITestOutputHelper output)
{
    private const int Kills = 6;
    private const int RowsOfAFile = 30_000;

    [Fact]
    public async Task gathers_every_file_exactly_once()
    {
        var data = Directory.CreateTempSubdirectory("cityhub-watch-").FullName;
        var front = Directory.CreateTempSubdirectory("cityhub-front-").FullName;
        try
        {
            string code;
            await using (var hub = await WholeHub.Start(data))
            {
                code = await hub.Register();
                await File.WriteAllTextAsync(Path.Combine(data, "connections.json"), JsonSerializer.Serialize(new Dictionary<string, string[]> { [front] = ["500000-wjw"] }));
                using var kept = await hub.Client.PostAsJsonAsync("/api/v1/watches", new { folder = front, files = new[] { new { pattern = "*.csv", resource = code, mode = "append" } } });
                Assert.True(kept.IsSuccessStatusCode, await kept.Content.ReadAsStringAsync());
            }

            var gatheredAtKill = new List<int>();
            for (var kill = 0; kill < Kills; kill++)
            {
                Put(front, kill);
                using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve", data])
                {
                    RedirectStandardOutput = true, Environment = { ["Gathering__WatchSeconds"] = "1" },
                })!;
                Assert.Equal("ready", await child.StandardOutput.ReadLineAsync());
                await Task.Delay(kill * 449 % 1300);
                child.Kill();
                await child.WaitForExitAsync();
                Assert.Equal(137, child.ExitCode);
                gatheredAtKill.Add(Done(front));
            }

            await using (var hub = await WholeHub.Start(data))
            {
                await Settled(hub, front);
                Assert.Equal(((long)Kills * RowsOfAFile, (long)Kills * RowsOfAFile, true), await hub.Rows(code, $"f{Kills - 1}-{RowsOfAFile - 1}"));
                var ended = WholeHub.Read(await hub.Client.GetStringAsync(new Uri($"/api/v1/runs?resource={code.Replace('/', '-')}&limit=200", UriKind.Relative))).GetProperty("items").EnumerateArray().ToList();
                Assert.Equal(Kills, ended.Count(r => r.GetProperty("state").GetString() == "succeeded"));
                Assert.All(ended, run => Assert.Equal(0, run.GetProperty("refused").GetInt64()));
                Assert.True(await hub.TrailIsIntact());
            }

            output.WriteLine($"files done at each kill: {string.Join(' ', gatheredAtKill)}");
            Assert.Contains(Enumerable.Range(0, Kills), kill => gatheredAtKill[kill] <= kill);
        }
        finally
        {
            Directory.Delete(data, true);
            Directory.Delete(front, true);
        }
    }

    // The companion says that the file is whole, so it is taken at the next look.
    private static void Put(string front, int number)
    {
        var name = Path.Combine(front, $"file-{number:00}.csv");
        File.Move(WholeHub.Table(name + ".part", $"f{number}-", RowsOfAFile), name);
        File.WriteAllText(name + ".ok", "");
    }

    private static int Done(string front) => Directory.GetFiles(front, "*.csv", SearchOption.AllDirectories).Count(file => file.Contains($"{Path.DirectorySeparatorChar}done{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static async Task Settled(WholeHub hub, string front)
    {
        for (var i = 0; i < 600; i++)
        {
            if (Done(front) == Kills && Directory.GetFiles(front).Length == 0)
            {
                return;
            }

            await Task.Delay(200);
        }

        throw new TimeoutException(await hub.Client.GetStringAsync(new Uri("/api/v1/watches", UriKind.Relative)));
    }
}
