namespace CityHub.Kernel.Search;

/// <summary>Finds what the modules registered.</summary>
public interface ISearch
{
    /// <summary>Every kind with its heading, in order of registration.</summary>
    IReadOnlyList<(string Kind, Words Title)> Kinds { get; }

    /// <summary>Every facet of every kind.</summary>
    IReadOnlyList<SearchFacet> Facets { get; }

    /// <summary>One page of what matches and what the caller may find. Waits a moment for changes that are being written into the index.</summary>
    ValueTask<Outcome<SearchPage>> Find(SearchRequest request, Caller caller, CancellationToken ct);

    /// <summary>A few best hits for what is being typed; the last word may be unfinished.</summary>
    ValueTask<IReadOnlyList<SearchHit>> Suggest(string? typed, IReadOnlyList<string> kinds, int limit, Caller caller, CancellationToken ct);

    /// <summary>Tells where the words stand in a text, to be marked: as themselves, as synonyms, or the characters that pinyin or initials stand for.</summary>
    Func<string, IReadOnlyList<TextSpan>> Marking(string? typed);

    /// <summary>The same for one text.</summary>
    IReadOnlyList<TextSpan> Marks(string text, string? typed) => Marking(typed)(text);
}

/// <summary>Order of what was found.</summary>
public enum SearchOrder
{
    /// <summary>Best first: words, use and freshness.</summary>
    Relevance,

    /// <summary>By code.</summary>
    Code,

    /// <summary>By title.</summary>
    Title,

    /// <summary>Newest publication first.</summary>
    Published,

    /// <summary>Last changed first.</summary>
    Changed,
}

/// <summary>Words of searches as they stand in addresses.</summary>
public static class SearchWords
{
    /// <summary>Every order.</summary>
    public static IReadOnlyList<string> Orders { get; } = [.. Enum.GetNames<SearchOrder>().Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName)];
}

/// <summary>What is looked for.</summary>
/// <param name="Typed">What was typed. Plain text: no sign has a meaning. Null or blank asks for everything.</param>
public sealed record SearchRequest(string? Typed)
{
    /// <summary>Kinds to look among; none for every kind.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Chosen values by facet: one of each facet's values must hold.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Facets to count; each without its own filter.</summary>
    public IReadOnlyList<string> Count { get; init; } = [];

    /// <summary>Hits in one page.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>Where the page starts, from the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>Order.</summary>
    public SearchOrder Order { get; init; }

    /// <summary>By the values of this facet, in place of the order; for facets of which a document has one value.</summary>
    public string? ByFacet { get; init; }

    /// <summary>The other way round than the order says; relevance knows only one.</summary>
    public bool Turned { get; init; }

    /// <summary>Also documents that are a part of a record beside its main one, see <see cref="SearchDocument.Part"/>.</summary>
    public bool Parts { get; init; }

    /// <summary>Only what was published after this moment.</summary>
    public DateTimeOffset? PublishedAfterUtc { get; init; }
}

/// <summary>One page of what was found.</summary>
/// <param name="Total">Hits in all.</param>
/// <param name="Hits">Those of this page.</param>
/// <param name="Facets">Counts of the asked facets, largest first.</param>
/// <param name="Next">Cursor of the next page; null at the end.</param>
/// <param name="Approximate">Nothing holds all the words: these hold most of them.</param>
public sealed record SearchPage(
    int Total, IReadOnlyList<SearchHit> Hits, IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets, string? Next, bool Approximate);

/// <summary>One hit.</summary>
public sealed record SearchHit(string Kind, string Key, string Part, string Code, Words Title, Words Summary, Words? Under, string Href);

/// <summary>How many hits have the value.</summary>
public sealed record FacetCount(string Value, int Count);

/// <summary>A stretch of a text.</summary>
/// <param name="Start">First UTF-16 unit.</param>
/// <param name="Length">Units.</param>
public readonly record struct TextSpan(int Start, int Length);
