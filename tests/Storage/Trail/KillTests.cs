using System.Diagnostics;
using CityHub.Kernel.Audit;
using Xunit;

namespace CityHub.Storage.Tests.Trail;

/// <summary>A child process writes the trail and is killed with SIGKILL: what it said was durable must be there.</summary>
public sealed class A_killed_writer
{
    private const string FolderVariable = "CITYHUB_KILLED_WRITER";

    [Theory, InlineData(100), InlineData(700), InlineData(3000)]
    public async Task loses_nothing_that_it_called_durable(int acknowledgements)
    {
        await using var trail = new TrailInFolder();
        var acknowledged = await WriteAndKill(trail.Folder, acknowledgements);

        await trail.Open();
        await trail.Close();
        var verdict = await trail.Verify();
        var there = await trail.Reader.All(new(), default).Select(r => r.Detail).ToHashSetAsync();

        Assert.True(verdict.Intact, verdict.FirstBreak?.ToString());
        Assert.Empty(acknowledged.Except(there));
    }

    /// <summary>What the child does; it never ends by itself.</summary>
    [Fact(Explicit = true)]
    public async Task writes_until_it_is_killed()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is not { } folder)
        {
            return;
        }

        var trail = await new TrailInFolder { Folder = folder }.Open();
        var output = Console.OpenStandardOutput();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                await trail.Trail.Durable(new AuditEntry("a.b", "child", Detail: $"{writer}-{i}"));
                lock (output)
                {
                    output.Write(System.Text.Encoding.ASCII.GetBytes($"durable {writer}-{i}\n"));
                    output.Flush();
                }
            }
        })));
    }

    private static async Task<List<string?>> WriteAndKill(string folder, int acknowledgements)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-explicit", "only", "-method", $"*.{nameof(writes_until_it_is_killed)}"])
        {
            RedirectStandardOutput = true,
            Environment = { [FolderVariable] = folder },
        };
        using var child = Process.Start(start)!;
        var acknowledged = new List<string?>();
        while (acknowledged.Count < acknowledgements && await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("durable ", StringComparison.Ordinal))
            {
                acknowledged.Add(line[8..]);
            }
        }

        child.Kill();
        await child.WaitForExitAsync();
        Assert.Equal(acknowledgements, acknowledged.Count);
        return acknowledged;
    }
}
