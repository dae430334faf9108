using System.CommandLine;
using System.Text.RegularExpressions;
using CityHub.Kernel;

namespace CityHub.Host.CommandLine;

/// <summary>What is wrong with a command's words. The parser speaks English only; its sentences are put into ours here.</summary>
internal static partial class UsageWords
{
    private static readonly (Regex Said, Func<Match, Words> Ours)[] Sentences =
    [
        (Required(), m => new($"缺少 {m.Groups[1]}", $"{m.Groups[1]} is missing")),
        (NoArgument(), m => new($"{m.Groups[1]} 后面缺少内容", $"Something is missing after {m.Groups[1]}")),
        (NoCommand(), _ => new("缺少子命令", "A command is missing")),
        (Unknown(), m => new($"不认识“{m.Groups[1]}”", $"'{m.Groups[1]}' is not known")),
        (NotAmong(), m => new($"不能是“{m.Groups[1]}”，只能是 {Listed(m.Groups[2].Value, "、")}", $"'{m.Groups[1]}' cannot be taken, only {Listed(m.Groups[2].Value, ", ")}")),
        (NotOfType(), m => new($"{m.Groups[2]} 要{Kind(m.Groups[3].Value).Zh}，“{m.Groups[1]}”不是", $"{m.Groups[2]} takes {Kind(m.Groups[3].Value).En}, and '{m.Groups[1]}' is none")),
        (Twice(), m => new($"{m.Groups[1]} 只能给一次", $"{m.Groups[1]} can be given once only")),
    ];

    public static Words Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = string.Join(' ', Path(parsed.CommandResult));
        var said = parsed.Errors.Select(e => Of(e.Message)).DistinctBy(w => w.En).ToList();
        var subcommands = command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToList();
        var (choiceZh, choiceEn) = subcommands.Count > 0 ? ($"可用：{string.Join('、', subcommands)}。", $"There are: {string.Join(", ", subcommands)}. ") : ("", "");
        return new(
            $"{string.Join('；', said.Select(w => w.Zh))}。{choiceZh}用法见 {path} --help",
            $"{string.Join("; ", said.Select(w => w.En))}. {choiceEn}{path} --help shows how it is used");
    }

    internal static Words Of(string message) =>
        Sentences.Select(s => (Match: s.Said.Match(message), s.Ours)).FirstOrDefault(s => s.Match.Success) is { Match: { } match, Ours: { } ours }
            ? ours(match)
            : new(message.TrimEnd('.'), message.TrimEnd('.'));

    private static Stack<string> Path(System.CommandLine.Parsing.SymbolResult? result)
    {
        var names = new Stack<string>();
        for (; result is System.CommandLine.Parsing.CommandResult command; result = result.Parent)
        {
            names.Push(command.Command is RootCommand ? "./cityhub" : command.Command.Name);
        }

        return names;
    }

    private static string Listed(string lines, string between) =>
        string.Join(between, lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => l.Trim('\'')));

    private static Words Kind(string type) => type switch
    {
        _ when type.Contains("Int", StringComparison.Ordinal) => new("整数", "a whole number"),
        _ when type.Contains("Double", StringComparison.Ordinal) => new("数", "a number"),
        _ when type.Contains("Date", StringComparison.Ordinal) => new("日期", "a date"),
        _ => new("另一种内容", "something else"),
    };

    [GeneratedRegex(@"^Option '([^']+)' is required")]
    private static partial Regex Required();

    [GeneratedRegex(@"^Required argument missing for (?:command|option): '([^']+)'")]
    private static partial Regex NoArgument();

    [GeneratedRegex(@"^Required command was not provided")]
    private static partial Regex NoCommand();

    [GeneratedRegex(@"^Unrecognized command or argument '(.*)'")]
    private static partial Regex Unknown();

    [GeneratedRegex(@"^Argument '(.*)' not recognized\. Must be one of:(.*)$", RegexOptions.Singleline)]
    private static partial Regex NotAmong();

    [GeneratedRegex(@"^Cannot parse argument '(.*)' for (?:command|option) '([^']+)' as expected type '([^']+)'")]
    private static partial Regex NotOfType();

    [GeneratedRegex(@"^(?:Option|Command) '([^']+)' expects a single argument but \d+ were provided")]
    private static partial Regex Twice();
}
