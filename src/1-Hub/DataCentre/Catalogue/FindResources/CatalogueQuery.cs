using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Kernel.Search;

namespace CityHub.DataCentre.Catalogue.FindResources;

/// <summary>What is looked for in the catalogue.</summary>
/// <param name="Typed">Words that all stand in an entry, as themselves, synonyms, pinyin or initials; blank for every entry.</param>
/// <param name="State">State; drafts are also entries with a next version waiting. Null for every state.</param>
/// <param name="Order">One of <see cref="Orders"/>; null for the order of the codes.</param>
internal sealed record CatalogueQuery(string? Typed = null, ResourceState? State = ResourceState.Published, ListOrder? Order = null)
{
    /// <summary>What the catalogue is sorted by: titles as characters are numbered, departments by their codes, the rest by the words of addresses.</summary>
    public static ListOrders Orders { get; } = new(
        new("code", false), new("relevance", true), new("title", false), new("provider", false), new("theme", false), new("sharing", false), new("open", true), new("cycle", false),
        new("published", true), new("changed", true));

    /// <summary>This query in this order, for the search.</summary>
    public SearchRequest In(SearchRequest request)
    {
        var order = Order ?? Orders.Usual;
        return Enum.TryParse<SearchOrder>(order.By, ignoreCase: true, out var known)
            ? request with { Order = known, Turned = order.Falling != (known is SearchOrder.Published or SearchOrder.Changed or SearchOrder.Relevance) }
            : request with { ByFacet = order.By, Turned = order.Falling };
    }

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
