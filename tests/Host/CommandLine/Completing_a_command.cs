using System.Diagnostics;
using Xunit;

namespace CityHub.Host.Tests.CommandLine;

/// <summary>The shell asks the program what may stand next; a real bash and a real zsh do it here.</summary>
public sealed class Completing_a_command
{
    [Theory]
    [InlineData("cityhub ga", "gather")]
    [InlineData("./cityhub ga", "gather")]
    [InlineData("cityhub catalogue ex", "export")]
    [InlineData("cityhub gather x.csv --mo", "--mode")]
    [InlineData("cityhub gather x.csv --mode up", "upsert")]
    [InlineData("cityhub user reset-p", "reset-password")]
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

    // An interactive zsh on a terminal of its own (zsh/zpty), in which somebody presses Tab.
    [Theory]
    [InlineData("cat", "catalogue")]
    [InlineData("run list --st", "--state")]
    [InlineData("user reset-p", "reset-password")]
    public async Task offers_it_in_zsh_at_a_press_of_tab(string typed, string completed)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/zsh") || File.Exists("/bin/zsh"), "zsh is not installed");
        var said = await Shell("zsh", "-f", "-c", $$"""
            zmodload zsh/zpty
            zpty -b shell "TERM=dumb zsh -f -i"
            zpty -w shell "autoload -Uz compinit; compinit -u -D; source <({{Said.Program}} completion zsh); print re''ady"
            zpty -r shell said '*ready*'
            zpty -n -w shell "{{Said.Program}} {{typed}}"$'\t'
            said=
            for i in {1..100}; do
                sleep 0.1
                while zpty -r -t shell more; do said+=$more; done
                [[ $said == *{{completed}}* ]] && break
            done
            print -r -- "$said"
            zpty -d shell
            """);

        Assert.Contains(" " + completed, said.Out, StringComparison.Ordinal);
    }

    [Theory, InlineData("bash"), InlineData("zsh")]
    public async Task is_told_for_each_shell(string shell)
    {
        var said = await Said.By(["completion", shell]);

        Assert.Equal(0, said.Exit);
        Assert.Contains("[suggest:", said.Out, StringComparison.Ordinal);
    }

    private static Task<Said> Bash(string script) => Shell("bash", "--norc", "-c", script);

    private static Task<Said> Shell(string shell, params string[] words) => Said.By(Process.Start(new ProcessStartInfo(shell, words)
    {
        RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
    })!);
}
