using System.Diagnostics;
using Xunit;

namespace CityHub.Host.Tests.CommandLine;

/// <summary>The shell asks the program what may stand next; a real bash does it here.</summary>
public sealed class Completing_a_command
{
    [Theory]
    [InlineData("cityhub ga", "gather")]
    [InlineData("./cityhub ga", "gather")]
    [InlineData("cityhub catalogue ex", "export")]
    [InlineData("cityhub gather x.csv --mo", "--mode")]
    [InlineData("cityhub gather x.csv --mode up", "upsert")]
    [InlineData("cityhub user res", "reset-password")]
    [InlineData("cityhub run list --state inter", "interrupted")]
    public async Task offers_what_may_stand_next(string line, string offered)
    {
        var said = await Bash($$"""
            eval "$({{Said.Program}} completion bash)"
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            COMP_WORDS=({{line}}); COMP_WORDS[0]={{Said.Program}}; COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _cityhub; printf '%s\n' "${COMPREPLY[@]}"
            complete -p cityhub
            """);

        Assert.Equal((0, ""), (said.Exit, said.Error));
        Assert.Equal(offered, said.Out.Split('\n')[0]);
        Assert.Contains("-F _cityhub cityhub", said.Out, StringComparison.Ordinal);
    }

    [Theory, InlineData("bash"), InlineData("zsh")]
    public async Task is_told_for_each_shell(string shell)
    {
        var said = await Said.By(["completion", shell]);

        Assert.Equal(0, said.Exit);
        Assert.Contains("[suggest:", said.Out, StringComparison.Ordinal);
    }

    private static Task<Said> Bash(string script) => Said.By(Process.Start(new ProcessStartInfo("bash", ["--norc", "-c", script])
    {
        RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
    })!);
}
