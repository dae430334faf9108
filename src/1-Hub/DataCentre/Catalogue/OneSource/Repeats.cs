using CityHub.DataCentre.Catalogue.Entries;

namespace CityHub.DataCentre.Catalogue.OneSource;

/// <summary>An item of a published resource.</summary>
internal sealed record DatumSource(Resource Resource, InformationItem Item)
{
    public string Place => $"{Resource.Code}.{Item.Column}";
}

/// <summary>The same datum at several providers.</summary>
/// <param name="Key">What makes it the same: <c>element:DE01001</c>, <c>name:床位数</c>, <c>values:code.column|code.column</c>.</param>
/// <param name="By">element, name, values.</param>
/// <param name="Sources">Where it is collected.</param>
/// <param name="Overlap">Share of common values, for values; null otherwise.</param>
internal sealed record Repeat(string Key, string By, IReadOnlyList<DatumSource> Sources, double? Overlap)
{
    /// <summary>A place, a time or a figure that only describes other data.</summary>
    public bool Describing { get; init; }
}

/// <summary>Two columns whose values overlap, as the last scan found them.</summary>
internal sealed record Overlap(string FirstId, string FirstColumn, string SecondId, string SecondColumn, double Share);

/// <summary>重复采集: finds data that several providers collect, by data element, by name and by overlap of values. Pure, so it is tested by value.</summary>
internal static class Repeats
{
    /// <summary>Names that say nothing of what is named.</summary>
    private static readonly HashSet<string> Generic = new(
        ["ID", "编号", "序号", "名称", "备注", "状态", "类型", "类别", "日期", "时间", "说明", "描述", "代码", "数量", "单位", "地址", "年份", "年度", "月份", "创建时间", "更新时间", "NAME", "TYPE", "STATUS", "DATE"],
        StringComparer.OrdinalIgnoreCase);

    public static string? ElementKey(string? element) => element is null ? null : $"element:{element}";

    public static bool IsGeneric(string titleKey) => titleKey.Length < 2 || Generic.Contains(titleKey);

    public static string? NameKey(InformationItem item) =>
        CatalogueBook.TitleKey(item.Name) is var name && !IsGeneric(name) ? $"name:{name}" : null;

    public static string ValuesKey(string first, string second) =>
        string.CompareOrdinal(first, second) <= 0 ? $"values:{first}|{second}" : $"values:{second}|{first}";

    /// <summary>Keys under which an item of a resource can be a repeat, the strongest first.</summary>
    public static IEnumerable<string> KeysOf(InformationItem item, DatumNames names) => new[] { ElementKey(names.ElementOf(item)), NameKey(item) }.OfType<string>();

    /// <param name="published">The resources.</param>
    /// <param name="overlaps">What the last comparison of values found.</param>
    /// <param name="names">Which datum a name means.</param>
    /// <param name="singles">Data with one source are told, too: its lead can be named before anybody repeats it.</param>
    public static IReadOnlyList<Repeat> Of(IEnumerable<Resource> published, IReadOnlyList<Overlap> overlaps, DatumNames names, bool singles = false)
    {
        var sources = published.SelectMany(r => r.Items.Select(i => new DatumSource(r, i))).ToList();
        var repeats = new List<Repeat>();
        repeats.AddRange(Grouped(sources, "element", s => ElementKey(names.ElementOf(s.Item)), singles));

        // An element says more than a name: items that are found by it are not found again.
        var found = repeats.SelectMany(r => r.Sources).Select(s => s.Place).ToHashSet(StringComparer.Ordinal);
        repeats.AddRange(Grouped(sources.Where(s => !found.Contains(s.Place)), "name", s => NameKey(s.Item), singles));
        repeats.AddRange(ByValues(sources, overlaps, repeats, names));
        return repeats;
    }

    private static IEnumerable<Repeat> Grouped(IEnumerable<DatumSource> sources, string by, Func<DatumSource, string?> key, bool singles) => sources
        .Where(s => key(s) is not null)
        .GroupBy(key, StringComparer.Ordinal)
        .Where(g => singles || g.Select(s => s.Resource.Provider).Distinct().Skip(1).Any())
        .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => new Repeat(g.Key!, by, [.. g.OrderBy(s => s.Resource.Code, StringComparer.Ordinal)], null)
        {
            Describing = g.Key!.StartsWith("element:", StringComparison.Ordinal) && DatumNames.Describes(g.Key["element:".Length..]),
        });

    private static IEnumerable<Repeat> ByValues(List<DatumSource> sources, IReadOnlyList<Overlap> overlaps, List<Repeat> known, DatumNames names)
    {
        var at = sources.ToDictionary(s => (s.Resource.Id, s.Item.Column));
        var together = known.SelectMany(r => r.Sources, (r, s) => (s.Place, r.Key)).ToLookup(p => p.Place, p => p.Key);
        return overlaps
            .Where(o => at.ContainsKey((o.FirstId, o.FirstColumn)) && at.ContainsKey((o.SecondId, o.SecondColumn)))
            .Select(o => (First: at[(o.FirstId, o.FirstColumn)], Second: at[(o.SecondId, o.SecondColumn)], o.Share))
            .Where(o => o.First.Resource.Provider != o.Second.Resource.Provider && !together[o.First.Place].Intersect(together[o.Second.Place]).Any())
            .OrderByDescending(o => o.Share)
            .Select(o => new Repeat(ValuesKey(o.First.Place, o.Second.Place), "values", [o.First, o.Second], o.Share)
            {
                Describing = new[] { o.First, o.Second }.All(s => names.ElementOf(s.Item) is { } element && DatumNames.Describes(element)),
            });
    }
}
