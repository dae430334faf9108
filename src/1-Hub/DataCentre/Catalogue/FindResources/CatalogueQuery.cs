using CityHub.DataCentre.Catalogue.Entries;

namespace CityHub.DataCentre.Catalogue.FindResources;

/// <summary>Order of a list; entries with the same value stand in order of code.</summary>
internal enum CatalogueOrder
{
    Code,
    Title,

    /// <summary>Newest publication first.</summary>
    Published,

    /// <summary>Last changed first.</summary>
    Changed,
}

/// <summary>What is looked for in the catalogue.</summary>
/// <param name="Words">Words that all stand in code, title, summary, theme or items' names.</param>
/// <param name="Theme">Theme word.</param>
/// <param name="Provider">Provider's code.</param>
/// <param name="Within">Path prefix: providers of this subtree (a district with its departments and townships).</param>
/// <param name="Open">Only open, or only closed ones.</param>
/// <param name="State">State; drafts are also entries with a next version waiting. Null for every state.</param>
/// <param name="Order">Order.</param>
internal sealed record CatalogueQuery(
    IReadOnlyList<string> Words, string? Theme = null, string? Provider = null, string? Within = null, bool? Open = null,
    ResourceState? State = ResourceState.Published, CatalogueOrder Order = CatalogueOrder.Code)
{
    /// <summary>Splits what was typed into words.</summary>
    public static IReadOnlyList<string> Split(string? typed) =>
        (typed ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>No filter at all but the state: its total is kept and need not be counted.</summary>
    public bool IsWholeCatalogue => Words.Count == 0 && Theme is null && Provider is null && Within is null && Open is null
        && State == ResourceState.Published;
}

/// <summary>One page of a list.</summary>
/// <param name="Total">Entries that match in all.</param>
/// <param name="Entries">Those of this page.</param>
/// <param name="Next">Cursor of the next page; null at the end.</param>
internal sealed record CataloguePage(int Total, IReadOnlyList<Entry> Entries, string? Next);
