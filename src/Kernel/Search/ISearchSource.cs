namespace CityHub.Kernel.Search;

/// <summary>
/// What a module gives to the one search box. Its documents follow its tables: triggers of the record store number every change, and the index
/// asks for the changed keys. Registered as a service; nothing else is needed.
/// </summary>
public interface ISearchSource
{
    /// <summary>One word, lower-case: <c>resource</c>.</summary>
    string Kind { get; }

    /// <summary>Heading of its results.</summary>
    Words Title { get; }

    /// <summary>Raised when its documents are made in another way: the index is then built anew.</summary>
    int Version { get; }

    /// <summary>Facets that its documents carry.</summary>
    IReadOnlyList<SearchFacet> Facets { get; }

    /// <summary>The tables its documents are made of; none for what is fixed while the program runs.</summary>
    IReadOnlyList<SearchedTable> Tables { get; }

    /// <summary>
    /// The documents of these records as they stand in the store (not in a cache that follows it); a record that is gone has none.
    /// Without tables: every document, whatever the keys.
    /// </summary>
    Task<IReadOnlyList<SearchDocument>> Read(IReadOnlyList<string> keys, CancellationToken ct);
}

/// <summary>A table whose rows are searched.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">Column that holds the key of the record the row belongs to.</param>
/// <param name="Columns">Columns whose change matters; none means every one.</param>
public sealed record SearchedTable(string Name, string Key, IReadOnlyList<string> Columns);

/// <summary>A property that results are narrowed by (筛选).</summary>
/// <param name="Name">Its word in addresses: <c>theme</c>. Sources that share a facet give the same one.</param>
/// <param name="Title">Its heading.</param>
/// <param name="NameOf">The name of a value for people; null when the value is a name itself.</param>
public sealed record SearchFacet(string Name, Words Title, Func<string, Words?> NameOf)
{
    /// <summary>Every value has a name: one without is told as a mistake.</summary>
    public bool Closed { get; init; }
}
