using System.Globalization;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Search;
using Microsoft.Extensions.Primitives;

namespace CityHub.ServicePlatform.Search;

/// <summary>Reads what is looked for from the parameters of an address. A parameter that no facet knows is told, so a mistyped filter does not widen a list.</summary>
internal sealed class SearchAddress(ISearch search)
{
    private const int UsualLimit = 20;
    private const int MostLimit = 100;
    private static readonly string[] Plain = ["q", "kind", "limit", "cursor", "sort"];

    /// <summary>What the parameters mean, for the API description.</summary>
    public static IEnumerable<QueryParameter> Meaning(IReadOnlyList<ISearchSource> sources) =>
    [
        QueryParameter.Q("按普通文字，含同义词、拼音与首字母", "plain text, also synonyms, pinyin and initials") with { Example = "医疗机构" },
        new("kind", "种类 / Kind") { Repeats = true, Words = [.. sources.Select(s => s.Kind)] },
        .. sources.SelectMany(s => s.Facets).DistinctBy(f => f.Name).Select(f => new QueryParameter(f.Name, $"按{f.Title.Zh}筛选 / Filter: {f.Title.En}") { Repeats = true }),
        new("sort", "排序，默认 relevance / Order, relevance by default") { Words = SearchWords.Orders },
        QueryParameter.Limit(UsualLimit, MostLimit), QueryParameter.Cursor,
    ];

    public Outcome<SearchRequest> Read(IEnumerable<KeyValuePair<string, StringValues>> parameters)
    {
        var given = parameters.Select(p => (p.Key, Values: Given(p.Value))).Where(p => p.Values.Count > 0).ToDictionary(p => p.Key, p => p.Values);
        var facets = search.Facets.Select(f => f.Name).ToList();
        if (given.Keys.FirstOrDefault(name => !Plain.Contains(name) && !facets.Contains(name)) is { } unknown)
        {
            return QueryFaults.UnknownParameter(unknown, [.. Plain, .. facets]);
        }

        var kinds = search.Kinds.Select(k => k.Kind).ToList();
        if (given.GetValueOrDefault("kind", []).FirstOrDefault(k => !kinds.Contains(k)) is { } kind)
        {
            return PlatformSearchFaults.BadValue("kind", kind, string.Join(", ", kinds));
        }

        if (!Enum.TryParse<SearchOrder>(One("sort") ?? nameof(SearchOrder.Relevance), ignoreCase: true, out var order) || !Enum.IsDefined(order))
        {
            return PlatformSearchFaults.BadValue("sort", One("sort")!, string.Join(", ", SearchWords.Orders));
        }

        if (search.Facets.Where(f => f.Closed).SelectMany(f => given.GetValueOrDefault(f.Name, []), (f, value) => (Facet: f, Value: value)).FirstOrDefault(x => x.Facet.NameOf(x.Value) is null) is { Value: { } stranger } wrong)
        {
            return PlatformSearchFaults.Nameless(wrong.Facet, stranger);
        }

        var limit = UsualLimit;
        if (One("limit") is { } text && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostLimit))
        {
            return PlatformSearchFaults.BadLimit;
        }

        return new SearchRequest(One("q"))
        {
            Kinds = given.GetValueOrDefault("kind", []), Order = order, Limit = limit, Cursor = One("cursor"),
            Filters = facets.Where(given.ContainsKey).ToDictionary(f => f, f => (IReadOnlyList<string>)given[f]),
        };

        string? One(string name) => given.TryGetValue(name, out var values) ? values[^1] : null;
    }

    private static List<string> Given(StringValues values) => [.. values.OfType<string>().Where(v => !string.IsNullOrWhiteSpace(v)).Select(v => v.Trim())];
}
