using Xunit;

namespace CityHub.Host.Tests.CommandLine;

/// <summary>The hub ends while a command waits for a run: what happened is said, and the command that goes on is there to be copied.</summary>
public sealed class A_hub_that_goes_away(ServedCity city) : IClassFixture<ServedCity>
{
    private const int Rows = 2_000_000;

    [Fact]
    public async Task killed_is_told_with_the_command_that_resumes()
    {
        var (run, said) = await Cut("Killed", "KILL", chinese: true);

        Assert.Equal((3, ""), (said.WithoutTrace().Exit, said.Out));
        Assert.Contains($"./cityhub run resume {run} --data {city.Data}", said.Error, StringComparison.Ordinal);
        Assert.Contains("停止了", said.Error, StringComparison.Ordinal);
        Assert.EndsWith("[command.hub-gone]", said.Error, StringComparison.Ordinal);
        await Resumes(run);
    }

    [Fact]
    public async Task asked_to_stop_is_told_as_json_too()
    {
        var (run, said) = await Cut("Asked to stop", "TERM", chinese: false, "--json");

        Assert.Equal((3, ""), (said.WithoutTrace().Exit, said.Error));
        Assert.Equal(("command.hub-gone", run), ((string?)said.Json["code"], (string?)said.Json["run"]));
        Assert.Equal($"./cityhub run resume {run} --data {city.Data}", (string?)said.Json["resume"]);
        await Resumes(run);
    }

    private async Task<(string Run, Said Said)> Cut(string title, string signal, bool chinese, params string[] options)
    {
        await city.End();
        await city.Serve();
        var code = await city.Resource(title);
        var gather = Said.By(Said.Start(["gather", city.ManyRows(Rows), "--resource", code, "--data", city.Data, .. options], chinese));
        var run = await city.Begun(code);
        await city.End(signal);
        return (run, await gather);
    }

    /// <summary>Alone, without a hub: this command opens the folder by itself.</summary>
    private async Task Resumes(string run)
    {
        var said = await city.Verb("run", "resume", run, "--json");
        Assert.True(said.WithoutTrace().Exit == 0, said.Out + said.Error);
        Assert.Equal(("succeeded", Rows, 0), ((string?)said.Json["state"], (int)said.Json["kept"]!, (int)said.Json["refused"]!));
        Assert.Equal("", said.Error);

        // Once more brings nothing new: the run has come to its end.
        Assert.Equal((0, Rows), ((await city.Verb("run", "resume", run)).Exit, (int)(await city.Verb("run", "resume", run, "--json")).Json["kept"]!));
    }
}
