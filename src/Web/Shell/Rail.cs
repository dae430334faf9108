using CityHub.Kernel;
using CityHub.Kernel.Modules;

namespace CityHub.Web;

/// <summary>The console's rail: what the modules have built, under the plan's numerals, as far as the caller may see it.</summary>
internal static class Rail
{
    /// <summary>One numeral with its entries.</summary>
    /// <param name="Part">Which.</param>
    /// <param name="Numeral">1, 3 or 5; null above and below them.</param>
    /// <param name="Title">Its name in the plan.</param>
    /// <param name="Entries">First-level entries.</param>
    public sealed record Group(PlanPart Part, string? Numeral, Words? Title, IReadOnlyList<Branch> Entries);

    /// <summary>A first-level entry and what stands under it.</summary>
    public sealed record Branch(NavigationEntry Entry, bool Opens, IReadOnlyList<NavigationEntry> Under);

    private static readonly (PlanPart Part, string? Numeral, Words? Title)[] Plan =
    [
        (PlanPart.Desk, null, null),
        (PlanPart.Hub, "1", new("智能中枢", "Intelligent hub")),
        (PlanPart.Pillars, "3", new("支撑体系", "Support systems")),
        (PlanPart.Applications, "5", new("创新应用", "Applications")),
        (PlanPart.System, null, null),
    ];

    /// <summary>Groups without an entry are left out; a first-level entry that the caller may not open stays as a heading while something stands under it.</summary>
    public static IReadOnlyList<Group> For(Caller caller, IEnumerable<IModule> modules)
    {
        var all = modules.SelectMany(m => m.Navigation).ToList();
        var first = all.Where(e => e.Parent is null || !all.Exists(p => p.Href == e.Parent)).ToList();
        bool Seen(NavigationEntry e) => e.Permission is null ? caller.SignedIn : caller.May(e.Permission);
        var branches = from entry in first
                       let under = all.Where(e => e.Parent == entry.Href && e != entry && Seen(e)).ToList()
                       where Seen(entry) || under.Count > 0
                       select new Branch(entry, Seen(entry) && under.TrueForAll(u => u.Href != entry.Href), under);
        var byPart = branches.ToLookup(b => b.Entry.Part);
        return [.. Plan.Where(p => byPart[p.Part].Any()).Select(p => new Group(p.Part, p.Numeral, p.Title, [.. byPart[p.Part]]))];
    }

    /// <summary>The entry that the path stands under: the one with the longest address that the path starts with.</summary>
    public static string? Current(IReadOnlyList<Group> groups, string path) => groups
        .SelectMany(g => g.Entries).SelectMany(b => b.Under.Append(b.Entry))
        .Where(e => path == e.Href || (e.Href != "/console" && Below(path, e.Href)) || (e.Also is { } also && Below(path, also)))
        .MaxBy(e => e.Href.Length)?.Href;

    private static bool Below(string path, string href) => path.StartsWith(href + "/", StringComparison.Ordinal);
}
