using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xunit;

namespace CityHub.Faults.Tests;

/// <summary>
/// curl pushes batches into a hub that is killed with SIGKILL again and again, while batches come, are joined, gathered and committed. A sender
/// repeats what was not acknowledged under the same key. In the end every batch is gathered exactly once.
/// </summary>
public sealed class Killing_a_hub_that_batches_are_pushed_into(ITestOutputHelper output)
{
    private const int Kills = 8;
    private const int LinesOfABatch = 200;

    [Fact]
    public async Task gathers_every_batch_exactly_once()
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-push-").FullName;
        try
        {
            string code;
            await using (var hub = await WholeHub.Start(folder))
            {
                code = await hub.Register();
            }

            var (next, acknowledged, repeated) = (0, new HashSet<int>(), 0);
            for (var kill = 0; kill < Kills; kill++)
            {
                using var child = await Serving(folder);
                // One is in before the clock runs, however slow the machine is.
                Add(acknowledged, next, await Push(folder, code, next));
                next++;
                var dying = Task.Delay(150 + (kill * 137 % 1900)).ContinueWith(_ => child.Kill(), TaskScheduler.Default);
                foreach (var left in Enumerable.Range(0, next).Where(i => !acknowledged.Contains(i)).ToList())
                {
                    repeated++;
                    Add(acknowledged, left, await Push(folder, code, left));
                }

                while (!child.HasExited)
                {
                    Add(acknowledged, next, await Push(folder, code, next));
                    next++;
                }

                await dying;
                await child.WaitForExitAsync();
                Assert.Equal(137, child.ExitCode);
            }

            using (var last = await Serving(folder))
            {
                for (var i = 0; i < next; i++)
                {
                    // Those acknowledged before, too: they are answered, and not taken again.
                    Assert.True(await Push(folder, code, i), $"batch {i} was not taken by a hub that runs");
                }

                await Gathered(folder, code, next);
                last.Kill();
                await last.WaitForExitAsync();
            }

            await using (var hub = await WholeHub.Start(folder))
            {
                var rows = await hub.Rows(code, "b0-1");
                Assert.Equal(((long)next * LinesOfABatch, (long)next * LinesOfABatch, true), rows);
                Assert.True(await hub.TrailIsIntact());
                Assert.Empty(Directory.GetFiles(Path.Combine(folder, "spool", "batches")));
                await OldRunsStayOver(hub, code);
            }

            output.WriteLine($"{next} batches, {acknowledged.Count} acknowledged before a kill, {repeated} sent again");
            Assert.True(acknowledged.Count > Kills && repeated > 0, "the kills met nothing");
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>A run that a kill interrupted gave its batches to another: resuming it would double them.</summary>
    private static async Task OldRunsStayOver(WholeHub hub, string code)
    {
        var interrupted = WholeHub.Read(await hub.Client.GetStringAsync(new Uri($"/api/v1/runs?state=interrupted&resource={code.Replace('/', '-')}", UriKind.Relative)));
        foreach (var run in interrupted.GetProperty("items").EnumerateArray().Select(r => r.GetProperty("run").GetString()))
        {
            using var answer = await hub.Client.PostAsync(new Uri($"/api/v1/runs/{run}/resume", UriKind.Relative), null);
            Assert.Equal("gathering.batches-moved", WholeHub.Read(await answer.Content.ReadAsStringAsync()).GetProperty("code").GetString());
        }
    }

    private static void Add(HashSet<int> acknowledged, int batch, bool taken)
    {
        if (taken)
        {
            acknowledged.Add(batch);
        }
    }

    private static async Task<Process> Serving(string folder)
    {
        var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve", folder]) { RedirectStandardOutput = true })!;
        Assert.Equal("ready", await child.StandardOutput.ReadLineAsync());
        return child;
    }

    private static async Task<bool> Push(string folder, string code, int batch)
    {
        var lines = string.Concat(Enumerable.Range(0, LinesOfABatch).Select(i => $"{{\"key\":\"b{batch}-{i}\",\"text\":\"line {i} of batch {batch}\"}}\n"));
        var (exit, status) = await Curl(folder, $"/api/v1/resources/{code.Replace('/', '-')}/batches", lines,
            "-H", "Content-Type: application/x-ndjson", "-H", $"Idempotency-Key: batch-{batch}", "--data-binary", "@-", "-o", "/dev/null", "-w", "%{http_code}");
        Assert.True(exit != 0 || status is "202" or "200", status);
        return exit == 0;
    }

    private static async Task Gathered(string folder, string code, int batches)
    {
        for (var i = 0; i < 600; i++)
        {
            var (_, answer) = await Curl(folder, $"/api/v1/resources/{code.Replace('/', '-')}/batches?limit=200", null);
            var states = JsonDocument.Parse(answer).RootElement.GetProperty("items").EnumerateArray().Select(b => b.GetProperty("state").GetString()).ToList();
            Assert.DoesNotContain("failed", states);
            if (states.All(s => s == "succeeded"))
            {
                Assert.Equal(batches, JsonDocument.Parse(answer).RootElement.GetProperty("total").GetInt32());
                return;
            }

            await Task.Delay(200);
        }

        throw new TimeoutException(batches.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<(int Exit, string Said)> Curl(string folder, string address, string? body, params string[] more)
    {
        using var curl = Process.Start(new ProcessStartInfo("curl", ["-sS", "--max-time", "20", "--unix-socket", Path.Combine(folder, "hub.sock"), $"http://hub{address}", .. more])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        try
        {
            await curl.StandardInput.WriteAsync(body ?? "");
            curl.StandardInput.Close();
        }
        catch (IOException)
        {
            // curl has given up already: the hub is dead.
        }

        var said = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        return (curl.ExitCode, said);
    }
}
