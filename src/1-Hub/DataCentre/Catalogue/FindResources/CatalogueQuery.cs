using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel.Search;

namespace CityHub.DataCentre.Catalogue.FindResources;

/// <summary>What is looked for in the catalogue.</summary>
/// <param name="Typed">Words that all stand in an entry, as themselves, synonyms, pinyin or initials; blank for every entry.</param>
/// <param name="State">State; drafts are also entries with a next version waiting. Null for every state.</param>
/// <param name="Order">Order.</param>
internal sealed record CatalogueQuery(string? Typed = null, ResourceState? State = ResourceState.Published, SearchOrder Order = SearchOrder.Code)
{
    /// <summary>Chosen values by facet, see <see cref="CatalogueFacets"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Facets to count.</summary>
    public IReadOnlyList<string> Count { get; init; } = [];
}

/// <summary>One page of a list.</summary>
/// <param name="Total">Entries that match in all.</param>
/// <param name="Entries">Those of this page.</param>
/// <param name="Next">Cursor of the next page; null at the end.</param>
/// <param name="Facets">Counts by facet.</param>
/// <param name="Approximate">Nothing holds all the words: these hold most of them.</param>
internal sealed record CataloguePage(
    int Total, IReadOnlyList<Entry> Entries, string? Next, IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets, bool Approximate);
