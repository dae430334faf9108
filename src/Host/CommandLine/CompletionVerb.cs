using System.CommandLine;

namespace CityHub.Host.CommandLine;

/// <summary><c>completion bash|zsh</c>: a script for the shell, which asks the program itself for what may stand next.</summary>
internal static class CompletionVerb
{
    // ./cityhub is found by its name, wherever it lies; where the program knows nothing, files are offered.
    private const string Bash = """
        # bash: source <(./cityhub completion bash)
        _cityhub() {
            local line=${COMP_LINE:0:COMP_POINT}
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o bashdefault -o default -F _cityhub cityhub
        """;

    private const string Zsh = """
        #compdef cityhub
        # zsh: source <(./cityhub completion zsh)
        _cityhub() {
            local line=${BUFFER[1,CURSOR]}
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            [[ -n $found ]] && compadd -- $found || _files
        }
        compdef _cityhub cityhub
        """;

    public static Command Make()
    {
        var shell = new Argument<string>("shell") { Description = "bash or zsh: which shell / 命令行外壳" };
        shell.AcceptOnlyFromAmong("bash", "zsh");
        var command = new Command("completion", "Print a script that completes commands in the shell / 输出命令补全脚本") { shell };
        command.SetAction(parsed => Console.WriteLine(parsed.GetValue(shell) == "zsh" ? Zsh : Bash));
        return command;
    }
}
