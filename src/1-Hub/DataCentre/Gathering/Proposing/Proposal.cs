using CityHub.DataCentre.Contracts;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Proposing;

/// <summary>Asks for a look at a source. One of path, upload, postgres.</summary>
internal sealed record ProposalRequest(string? Resource = null, string? Path = null, string? Upload = null, PostgresRequest? Postgres = null)
{
    public string? Encoding { get; init; }
    public string? Delimiter { get; init; }
    public bool? Header { get; init; }
    public string? Sheet { get; init; }
}

/// <summary>What a source holds and what could be made of it; nothing has been kept.</summary>
/// <param name="Source">The source.</param>
/// <param name="Columns">Its columns, each looked at whole.</param>
/// <param name="Items">Items for a new resource, one a column.</param>
/// <param name="Mapping">For an existing resource: a source column for each item.</param>
/// <param name="Unmapped">Ordinals of source columns that feed no item.</param>
/// <param name="Notes">What a person should know.</param>
internal sealed record Proposal(
    SourceFound Source, IReadOnlyList<ColumnFound> Columns, IReadOnlyList<ProposedItem> Items, IReadOnlyList<ProposedMatch>? Mapping,
    IReadOnlyList<int> Unmapped, IReadOnlyList<Words> Notes)
{
    /// <summary>Whole cells that stand for a missing value where all other values are numbers, dates or the like; for the run's <c>missing</c>.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}

/// <summary>A source as it was found.</summary>
internal sealed record SourceFound(
    string Name, string Format, string Encoding, string Delimiter, bool HasHeader, IReadOnlyList<string> Sheets, long Bytes, long Rows, string? Upload)
{
    /// <summary>The sheet, array or entry that was read, where it is one of several; null for all.</summary>
    public string? Sheet { get; init; }
}

/// <summary>A source column as it was found.</summary>
/// <param name="Ordinal">From 0.</param>
/// <param name="Empty">Rows without a value.</param>
/// <param name="Distinct">Different values; about, unless unique.</param>
/// <param name="Unique">No value twice; null when there were too many to tell.</param>
internal sealed record ColumnFound(
    int Ordinal, string Name, long Filled, long Empty, long Distinct, bool? Unique, int MinLength, int MaxLength, string? Minimum, string? Maximum,
    IReadOnlyList<string> Samples);

/// <summary>An item for a new resource.</summary>
/// <param name="Ground">Why it is proposed so.</param>
/// <param name="Certainty">0 to 1.</param>
internal sealed record ProposedItem(
    int Ordinal, string Name, string Column, string Type, int? Length, int? Scale, bool Key, bool Required, string? DataElement, string? DataElementName,
    string? CodeList, int Grade, string Mask, bool KeyCandidate, Words Ground, double Certainty);

/// <summary>A source column for an item.</summary>
/// <param name="Fits">Share of the column's values that keep the item's type and rules; null without values.</param>
internal sealed record ProposedMatch(string Item, string Name, int? Ordinal, string? Source, Words Ground, double? Certainty, double? Fits);
