using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace CityHub.Boundary;

/// <summary>Callers program against fault codes: each has one meaning, both languages, and stands in docs/faults.md.</summary>
public sealed partial class Every_refusal
{
    [Fact]
    public void has_one_title_and_one_status() =>
        Assert.Empty(Faults().GroupBy(f => f.Code).Where(g => g.Select(f => (f.Status, f.En)).Distinct().Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(" / ", g.Select(f => $"{f.Status} {f.En}"))}"));

    [Fact]
    public void is_found_by_this_search() => // a search that finds too little guards nothing
        Assert.True(Faults().Count > 100, $"only {Faults().Count} faults were found in the sources");

    [Fact]
    public void stands_in_the_approved_list()
    {
        var list = new StringBuilder("# Faults\n\nEvery refusal is RFC 9457 problem details with one of these codes. Written by `tests/Boundary/Every_refusal.cs`; `APPROVE=1 ./test Boundary` rewrites it.\n\n| code | status | 中文 | English |\n|---|---|---|---|\n");
        foreach (var fault in Faults().DistinctBy(f => f.Code))
        {
            list.Append("| `").Append(fault.Code).Append("` | ").Append(fault.Status).Append(" | ").Append(fault.Zh).Append(" | ").Append(fault.En).Append(" |\n");
        }

        Approved.Same(list.ToString(), "docs/faults.md");
    }

    private static List<(string Code, string Status, string Zh, string En)> Faults() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Approved.Root(), "src"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Approved.Root(), "samples", "SampleCity"), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Declared().Matches(File.ReadAllText(file)))
            .Select(m => (m.Groups["code"].Value, m.Groups["status"].Value, m.Groups["zh"].Value, m.Groups["en"].Value))
            .OrderBy(f => f.Item1, StringComparer.Ordinal),
    ];

    [GeneratedRegex("""\(\s*"(?<code>[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9-]+)",\s*(?<status>\d{3}),\s*new(?: Words)?\(\s*\$?"(?<zh>[^"]+)",\s*\$?"(?<en>[^"]+)"\)""")]
    private static partial Regex Declared();
}
