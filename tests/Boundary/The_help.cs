using System.Text.RegularExpressions;
using Xunit;

namespace CityHub.Boundary;

/// <summary>The help falls behind quietly: what it links to exists, and what can be gathered stands in it.</summary>
public sealed partial class The_help
{
    private static readonly string Topics = File.ReadAllText(Path.Combine(Approved.Root(), "src", "Web", "Pages", "HelpTopics.cs"));

    [Fact]
    public void links_to_pages_that_there_are()
    {
        var routes = Route().Matches(File.ReadAllText(Path.Combine(Approved.Root(), "docs", "routes.md"))).Select(m => Pattern(m.Groups[1].Value)).ToList();
        var links = Link().Matches(Topics).Select(m => m.Groups[1].Value).Distinct().ToList();

        Assert.True(links.Count > 10, $"only {links.Count} links were found");
        Assert.All(links, link => Assert.Contains(routes, route => Regex.IsMatch(link, route)));
    }

    [Fact]
    public void names_every_kind_of_file_that_the_console_takes()
    {
        var chooser = File.ReadAllText(Path.Combine(Approved.Root(), "src", "1-Hub", "DataCentre", "Gathering", "Proposing", "SourceChooser.razor"));
        var kinds = Accepted().Match(chooser).Groups[1].Value.Split(',').Select(kind => kind.TrimStart('.')).Except(["txt", "jsonl"]).ToList();

        Assert.Contains("geojson", kinds);
        Assert.All(kinds, kind => Assert.Matches($@"(?i)\b{kind}\b", Topics));
    }

    private static string Pattern(string route) => $@"\A{Regex.Replace(Regex.Escape(route), @"\\\{[^}]*}", "[^/]+")}\z";

    [GeneratedRegex("""href=\\"(/[^"#?\\]*)""")]
    private static partial Regex Link();

    [GeneratedRegex("""^\| `(/[^`]*)` \| GET """, RegexOptions.Multiline)]
    private static partial Regex Route();

    [GeneratedRegex("""Accept="([^"]*)""")]
    private static partial Regex Accepted();
}
