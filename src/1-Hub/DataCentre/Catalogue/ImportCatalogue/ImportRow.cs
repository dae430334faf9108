using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>A place in the file.</summary>
/// <param name="Sheet">Sheet; null for JSON.</param>
/// <param name="Row">Row as spreadsheets number them; for JSON the entry's number, from 1.</param>
internal sealed record Place(string? Sheet, int Row)
{
    public Words Say => Sheet is null ? new($"第 {Row} 个条目", $"entry {Row}") : new($"“{Sheet}”第 {Row} 行", $"row {Row} of '{Sheet}'");
}

/// <summary>One entry of the file.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Code">Code of the entry to update; null for a new one.</param>
/// <param name="Revision">Revision that the file was exported at; null when not said.</param>
/// <param name="ProviderCode">Credit code of the provider as written.</param>
/// <param name="Request">What it says.</param>
internal sealed record ImportRow(Place Place, string? Code, int? Revision, string? ProviderCode, EntryRequest Request)
{
    /// <summary>Place of each item.</summary>
    public List<Place> ItemPlaces { get; } = [];

    /// <summary>Its number is missing or another entry's.</summary>
    public bool Unnumbered { get; set; }

    /// <summary>What could not be read.</summary>
    public List<Fault> Faults { get; } = [];
}

/// <summary>A fault with its place: sheet, row and column, and how to mend it.</summary>
/// <param name="Sheet">Sheet; null for JSON.</param>
/// <param name="Row">Row.</param>
/// <param name="Column">Letters of the column; null when the table lacks it or for JSON.</param>
/// <param name="Head">Head of the column, or path of the field.</param>
/// <param name="Code">Code of the fault.</param>
/// <param name="Detail">What is wrong and how to mend it.</param>
internal sealed record ImportFault(string? Sheet, int Row, string? Column, string? Head, string Code, Words Detail);

/// <summary>What becomes of an entry.</summary>
internal enum ImportAct
{
    Add,
    Change,
    Same,
}

/// <summary>An entry of the file and what becomes of it.</summary>
/// <param name="Code">Its code; null while it is not registered.</param>
internal sealed record ImportedEntry(string? Sheet, int Row, ImportAct Act, string? Code, string Title);

/// <summary>What an import did, or would do.</summary>
/// <param name="DryRun">Nothing was written.</param>
/// <param name="Entries">Entries in the file.</param>
/// <param name="Added">New ones.</param>
/// <param name="Changed">Ones that are updated; published ones get a draft.</param>
/// <param name="Same">Ones that say what is there already.</param>
/// <param name="Refused">Entries with faults; with one of them nothing is imported.</param>
/// <param name="FaultCount">Faults in all.</param>
/// <param name="Faults">The first 1000 of them.</param>
/// <param name="Notes">What was left aside, such as columns that the template does not have.</param>
/// <param name="Items">The first 1000 entries.</param>
/// <param name="Seconds">Time it took, s.</param>
internal sealed record ImportReport(
    bool DryRun, int Entries, int Added, int Changed, int Same, int Refused, int FaultCount, IReadOnlyList<ImportFault> Faults,
    IReadOnlyList<Words> Notes, IReadOnlyList<ImportedEntry> Items, double Seconds);

/// <summary>How far an import is.</summary>
/// <param name="Phase">read, check, write.</param>
/// <param name="Done">Entries done in this phase.</param>
/// <param name="Total">Entries in all; null while unknown.</param>
internal sealed record ImportProgress(string Phase, int Done, int? Total);
