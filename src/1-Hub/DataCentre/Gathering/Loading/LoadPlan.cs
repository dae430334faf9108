using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>How a run's rows join those already there.</summary>
internal enum LoadMode
{
    /// <summary>Added; a row whose key exists already is refused under <c>unique</c>.</summary>
    Append,

    /// <summary>All earlier rows give way.</summary>
    Replace,

    /// <summary>Rows with a known key replace, others are added.</summary>
    Upsert,
}

/// <summary>How the UTF-8 text file is cut into records and cells.</summary>
/// <param name="Delimiter">One byte.</param>
/// <param name="Quote">Quote byte, 0 when the file has no quoting.</param>
/// <param name="HeaderRecords">Records to skip before the data (after an optional BOM).</param>
/// <param name="CountRecords">
/// True when positions are record numbers (a spooled spreadsheet or query: its rows), false when they are physical lines.
/// </param>
internal sealed record CsvDialect(byte Delimiter, byte Quote, int HeaderRecords, bool CountRecords);

/// <summary>A column to load.</summary>
/// <param name="Column">Name and type in the table.</param>
/// <param name="SourceOrdinal">Which field of the record feeds it; -1 for a column the source does not have: missing in new rows, unchanged in rows that an upsert finds.</param>
/// <param name="Required">Refuse missing values.</param>
internal sealed record LoadColumn(TableColumn Column, int SourceOrdinal, bool Required);

/// <summary>An item that most readers get masked (脱敏), so that a file may bring masks where values should stand.</summary>
/// <param name="Column">Place among the columns.</param>
/// <param name="Masked">SQL of the mask of a column's SQL; null when a mask of its type leaves nothing.</param>
internal sealed record MaskedColumn(int Column, Func<string, string>? Masked);

/// <summary>Everything the loader needs: it asks nobody else.</summary>
/// <param name="RunId">Id of the run.</param>
/// <param name="RunNumber">Number of the run within the resource, rising.</param>
/// <param name="ResourceId">Target.</param>
/// <param name="SourcePath">A UTF-8 file on local disk that stays unchanged and in place until the load ends.</param>
/// <param name="Dialect">How to cut it.</param>
/// <param name="FieldCount">Fields each record must have; a record with another count is refused under <c>field-count</c>.</param>
/// <param name="Columns">Columns in schema order.</param>
/// <param name="Key">Names of key columns; empty for none (no duplicates check, no index).</param>
/// <param name="Rules">Compiled rules, one list a column.</param>
/// <param name="Mode">How to join.</param>
internal sealed record LoadPlan(
    string RunId, int RunNumber, string ResourceId, string SourcePath, CsvDialect Dialect, int FieldCount,
    IReadOnlyList<LoadColumn> Columns, IReadOnlyList<string> Key, RuleSet Rules, LoadMode Mode)
{
    /// <summary>Whole cells that stand for a missing value in this source, for example <c>NA</c> or <c>\N</c>; usually none.</summary>
    public IReadOnlyList<string> MissingWords { get; init; } = [];

    /// <summary>Number of the run whose refused rows these are: an upsert of them leaves keys alone that a later run brought.</summary>
    public int? Mends { get; init; }

    /// <summary>SQL: a row <c>o</c> that is there has the key of a new row <c>n</c>.</summary>
    public string SameKey => string.Join(" and ", Key.Select(k => $"o.{TableText.Name(k)} = n.{TableText.Name(k)}"));

    /// <summary>Items with a mask: a value that is the mask of the one it would replace is refused.</summary>
    public IReadOnlyList<MaskedColumn> Masked { get; init; } = [];
}

/// <summary>The phases of a load, in order.</summary>
internal enum LoadPhase
{
    /// <summary>Counting lines, checking the encoding.</summary>
    Prepare,

    /// <summary>Split, check, write to a table no reader sees.</summary>
    Load,

    /// <summary>Keys sorted, duplicates found.</summary>
    Sort,

    /// <summary>Refused rows and row index written.</summary>
    Index,

    /// <summary>One transaction: duplicates settled, run recorded, rows visible.</summary>
    Commit,
}

/// <summary>Where a load stands. Reported a few times a second.</summary>
internal sealed record LoadProgress(LoadPhase Phase, long BytesRead, long BytesTotal, long RowsRead, long RowsKept, long RowsRefused);

/// <summary>What a finished load did. Read = Kept + Refused. Kept = Inserted + Changed + Unchanged.</summary>
/// <param name="Read">Records read.</param>
/// <param name="Kept">Records kept.</param>
/// <param name="Changed">Rows of an upsert that replaced a different row with the same key.</param>
/// <param name="Unchanged">Rows of an upsert equal to the row already there.</param>
/// <param name="Refused">Records refused (each once).</param>
/// <param name="RefusedByRule">Violations by rule code (a record may break several).</param>
/// <param name="RowsNow">Rows of the resource after the run.</param>
internal sealed record LoadResult(
    long Read, long Kept, long Changed, long Unchanged, long Refused, IReadOnlyDictionary<string, long> RefusedByRule, long RowsNow);

/// <summary>Loads one file into one resource: everything or nothing. See docs/adr for the way of a run.</summary>
internal interface ILoader
{
    /// <summary>
    /// Loads. A refusal (broken encoding, a quote that never closes, a record over the limit, disk full) leaves the earlier data untouched.
    /// Cancelling leaves the earlier data untouched, too, until the commit has happened.
    /// </summary>
    /// <param name="mayCommit">Asked once, right before the commit; a fault stops it (a resource withdrawn meanwhile).</param>
    Task<Outcome<LoadResult>> Load(LoadPlan plan, IProgress<LoadProgress> progress, Func<Task<Fault?>> mayCommit, CancellationToken ct);

    /// <summary>The result of a run that was committed, or null: start-up asks for the runs that a crash left open.</summary>
    LoadResult? Committed(string runId);
}
