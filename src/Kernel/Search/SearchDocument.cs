namespace CityHub.Kernel.Search;

/// <summary>What can be found of one record: the words it is searched by, and what a list shows of it.</summary>
/// <param name="Key">Key of the record in its table, as <see cref="SearchedTable.Key"/> says.</param>
/// <param name="Title">Name; the words in it weigh most.</param>
/// <param name="Href">Address of its page.</param>
public sealed record SearchDocument(string Key, Words Title, string Href)
{
    /// <summary>Tells several documents of one record apart, for example its next version beside the published one. Such a part is found only when asked for.</summary>
    public string Part { get; init; } = "";

    /// <summary>Address for those who have not signed in; null for the same one.</summary>
    public string? PublicHref { get; init; }

    /// <summary>Public code, searched and shown; also the order among equals.</summary>
    public string Code { get; init; } = "";

    /// <summary>A sentence or two; its words weigh less than the title's.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The same in English; null when it exists in one language only, as descriptions of data do.</summary>
    public string? EnglishSummary { get; init; }

    /// <summary>What it belongs to, shown in a second line.</summary>
    public Words? Under { get; init; }

    /// <summary>Further words it is found by: names of columns, codes, former names.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];

    /// <summary>Values by facet; a document may have several of one, for example every district above its own.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Facets { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Who may find it.</summary>
    public SearchRights Rights { get; init; } = SearchRights.Everybody;

    /// <summary>When it came out in its present version; newer ones rank higher. Null when it never did.</summary>
    public DateTimeOffset? PublishedAtUtc { get; init; }

    /// <summary>Last change of any kind.</summary>
    public DateTimeOffset? ChangedAtUtc { get; init; }

    /// <summary>How often it was used, as far as is known; what is used more ranks higher.</summary>
    public long Uses { get; init; }
}

/// <summary>Who may find a document. A filter of the query: what a caller may not find is neither listed nor counted.</summary>
/// <param name="SignedIn">Only those who signed in.</param>
/// <param name="AnyOf">Permissions of which the caller holds one; none asks for none.</param>
/// <param name="Path">Path of the organisation over which it must be held; null for anywhere.</param>
public sealed record SearchRights(bool SignedIn, IReadOnlyList<string> AnyOf, string? Path)
{
    /// <summary>Open to everybody.</summary>
    public static SearchRights Everybody { get; } = new(false, [], null);

    /// <summary>Everybody who signed in.</summary>
    public static SearchRights AnyAccount { get; } = new(true, [], null);

    /// <summary>Those who hold one of the permissions, over the organisation when a path is given.</summary>
    public static SearchRights Holding(IReadOnlyList<string> anyOf, string? path = null) => new(true, anyOf, path);

    /// <summary>Whether the caller may find it.</summary>
    public bool Allow(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return !SignedIn || (caller.SignedIn && (AnyOf.Count == 0 || AnyOf.Any(p => Path is null ? caller.May(p) : caller.May(p, Path))));
    }
}
