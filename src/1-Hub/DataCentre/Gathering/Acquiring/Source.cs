using System.Text.Json.Serialization;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring;

/// <summary>Where a run's rows come from (来源), as it is kept with the run: never a secret.</summary>
/// <param name="Name">What people call it: file name, or server and table.</param>
/// <param name="Path">File on this machine; null for a database.</param>
/// <param name="Owned">True when the file lies in the spool and goes with the run.</param>
/// <param name="Database">Table or query; null for a file.</param>
/// <param name="Form">What the person said about the form; what she left open is found.</param>
internal sealed record Source(string Name, string? Path, bool Owned, DatabaseQuery? Database, SourceForm Form)
{
    /// <summary>For batches that were joined: what each of them holds of the file.</summary>
    public IReadOnlyList<SourcePart>? Parts { get; init; }

    /// <summary>Items for which the file is made. One that no line holds is an empty column then, so that such lines are refused one by one and not the file.</summary>
    public IReadOnlyList<ExpectedItem>? Expected { get; init; }
}

/// <summary>An item by which the lines of a batch are read.</summary>
internal sealed record ExpectedItem(string Name, string Column);

/// <summary>What may be said about the form of a file.</summary>
internal sealed record SourceForm(string? Encoding = null, char? Delimiter = null, bool? Header = null, string? Sheet = null)
{
    public static SourceForm Open { get; } = new();

    /// <summary>A person looks on: of several tables the first is shown and she chooses; a run would refuse to guess.</summary>
    [JsonIgnore]
    public bool Looking { get; init; }
}

/// <summary>A table or query of a PostgreSQL server.</summary>
/// <param name="Variable">Environment variable that holds the connection string, <c>CITYHUB_SOURCE_*</c>.</param>
/// <param name="Table">Table, <c>schema.table</c>.</param>
/// <param name="Query">One SELECT; instead of the table.</param>
internal sealed record DatabaseQuery(string? Variable, string? Table, string? Query)
{
    /// <summary>The connection string of this run; lives in memory only.</summary>
    [JsonIgnore]
    public string? Connection { get; init; }
}

/// <summary>A source turned into what the loader reads.</summary>
/// <param name="Path">A UTF-8 file on local disk.</param>
/// <param name="Dialect">How to cut it.</param>
/// <param name="Header">Names of its fields in order; empty strings where it names none.</param>
/// <param name="HasHeader">Whether the names come from the source.</param>
/// <param name="Format"><c>csv</c>, <c>json</c>, <c>ndjson</c>, <c>geojson</c>, <c>xlsx</c>, <c>xls</c>, <c>parquet</c>, <c>postgresql</c>; <c>zip/</c> before that of its entries.</param>
/// <param name="Encoding">Encoding of the source.</param>
/// <param name="Original">The file whose content is fingerprinted.</param>
/// <param name="Sheets">What there is to choose from: sheets of a workbook, arrays of a JSON document, entries of an archive.</param>
/// <param name="Notes">What was found and done, for the run's log.</param>
internal sealed record AcquiredFile(
    string Path, CsvDialect Dialect, IReadOnlyList<string> Header, bool HasHeader, string Format, string Encoding, string Original,
    IReadOnlyList<string> Sheets, IReadOnlyList<Words> Notes)
{
    /// <summary>Whether it is a copy made for the loader.</summary>
    public bool Spooled => Path != Original || Format is "postgresql" or Mended;

    /// <summary>The sheet, array or entry that was read, where it was chosen from several; null for all there is.</summary>
    public string? Sheet { get; init; }

    /// <summary>For an archive or joined batches: its parts as they follow one another in the copy.</summary>
    public IReadOnlyList<SourcePart> Parts { get; init; } = [];

    /// <summary>Where a position stands for people: entry and line of an archive; null when the position says it itself.</summary>
    public string? Place(long position) =>
        Parts.LastOrDefault(p => p.Before < position) is { } part ? $"{part.Name}:{(position - part.Before + part.First - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)}" : null;

    /// <summary>Format of refused rows that are submitted again.</summary>
    public const string Mended = "mended";
}

/// <summary>An entry of an archive, or lines of a batch that follow one another.</summary>
/// <param name="Before">Positions of the copy before its first line.</param>
/// <param name="First">What that line is numbered in the entry or batch.</param>
internal sealed record SourcePart(string Name, long Before, long First = 1);
