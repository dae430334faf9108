using System.CommandLine;
using System.Globalization;
using System.Text;
using CityHub.Host.CommandLine;
using Xunit;

namespace CityHub.Boundary;

/// <summary>The command line's verbs stand in docs/command-line.md, and each says in both languages what it does.</summary>
public sealed class Every_verb
{
    [Fact]
    public void stands_in_the_approved_list()
    {
        var text = new StringBuilder("# 命令行 · The command line\n\nWritten by `tests/Boundary/Every_verb.cs`; `APPROVE=1 ./test Boundary` rewrites it.\n\n");
        text.Append("While a hub runs on the data folder, `./cityhub` is its client over the folder's local socket; otherwise it opens the folder by itself. ");
        text.Append("With `--json` it prints one JSON object and nothing else, also when it is refused: problem details with `code`, `title` and `detail` as in [faults](faults.md). ");
        text.Append("Texts are Chinese where the locale is.\n\n");
        text.Append("数据目录上有城枢在运行时，`./cityhub` 经本机套接字交给它做；没有时自己打开目录。\n\n");
        Options(text, Verbs.Root());
        foreach (var (path, command) in Leaves("./cityhub", Verbs.Root()))
        {
            text.Append(CultureInfo.InvariantCulture, $"## `{path}{string.Concat(command.Arguments.Select(Shown))}`\n\n{command.Description}\n\n");
            Options(text, command);
        }

        text.Append("## 退出码 · Exit codes\n\n| code | 中文 | English |\n|---|---|---|\n");
        foreach (var (code, meaning) in ExitCode.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {code} | {meaning.Zh} | {meaning.En} |\n");
        }

        Approved.Same(text.ToString(), "docs/command-line.md");
    }

    [Fact]
    public void and_every_word_of_it_is_explained_in_both_languages() =>
        Assert.Empty(Leaves("./cityhub", Verbs.Root()).SelectMany(leaf => leaf.Command.Arguments.Cast<Symbol>().Concat(leaf.Command.Options).Append(leaf.Command)
            .Where(symbol => symbol.Description is null || !symbol.Description.Any(char.IsAsciiLetter) || !symbol.Description.Any(c => c is >= '一' and <= '鿿'))
            .Select(symbol => $"{leaf.Path}: {symbol.Name}: {symbol.Description}")));

    private static IEnumerable<(string Path, Command Command)> Leaves(string path, Command command) => command.Subcommands.Count == 0
        ? [(path, command)]
        : command.Subcommands.Where(c => !c.Hidden).SelectMany(c => Leaves($"{path} {c.Name}", c));

    private static string Shown(Argument argument) => argument.Arity.MinimumNumberOfValues == 0 ? $" [{argument.Name.ToUpperInvariant()}]" : $" {argument.Name.ToUpperInvariant()}";

    private static void Options(StringBuilder text, Command command)
    {
        var lines = command.Arguments.Select(a => (Name: a.Name.ToUpperInvariant(), a.Description, Required: a.Arity.MinimumNumberOfValues > 0))
            .Concat(command.Options.Where(o => !o.Hidden && o is not VersionOption).Select(o => (o.Name, o.Description, o.Required))).ToList();
        if (lines.Count == 0)
        {
            return;
        }

        text.Append("| word | meaning | required |\n|---|---|---|\n");
        foreach (var (name, description, required) in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {description} | {(required ? "yes" : "")} |\n");
        }

        text.Append('\n');
    }
}
