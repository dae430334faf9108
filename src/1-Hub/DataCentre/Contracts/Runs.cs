using CityHub.Kernel;
using CityHub.Kernel.Modules;

namespace CityHub.DataCentre.Contracts;

/// <summary>Asks for a run: gathers a source into a resource. Exactly one of path, upload and postgres names the source.</summary>
/// <param name="Resource">Code of the resource, such as 306001/000001; required.</param>
/// <param name="Mode">append adds rows, replace puts them in place of all there are, upsert changes rows of the same key and adds the others.</param>
/// <param name="Path">A file on this machine; taken from callers on the local socket only.</param>
/// <param name="Upload">Id of a file that was uploaded before.</param>
/// <param name="Postgres">A table or query.</param>
public sealed record RunRequest(
    string? Resource, [property: OneOf("append", "replace", "upsert")] string? Mode = "append", string? Path = null, string? Upload = null, PostgresRequest? Postgres = null)
{
    /// <summary>Item column to source column (its name in the header, or <c>#3</c> for the third); null leaves the item empty. Items not named are matched by name.</summary>
    public IReadOnlyDictionary<string, string?>? Mapping { get; init; }

    /// <summary>Whole cells that stand for a missing value, for example <c>NA</c>.</summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>Encoding, when it is known better than it can be found.</summary>
    public string? Encoding { get; init; }

    /// <summary>Delimiter, one character; found when absent.</summary>
    public string? Delimiter { get; init; }

    /// <summary>Whether the first record is a header; found when absent.</summary>
    public bool? Header { get; init; }

    /// <summary>Sheet of a workbook; the first visible one when absent.</summary>
    public string? Sheet { get; init; }
}

/// <summary>A PostgreSQL source.</summary>
/// <param name="Connection">Connection string; used for this run only, never kept, logged or audited.</param>
/// <param name="Variable">Environment variable of the server that holds it, <c>CITYHUB_SOURCE_*</c>.</param>
/// <param name="Table"><c>schema.table</c>.</param>
/// <param name="Query">One SELECT, instead of a table.</param>
public sealed record PostgresRequest(string? Connection = null, string? Variable = null, string? Table = null, string? Query = null);

/// <summary>Where a run stands.</summary>
/// <param name="Run">Id.</param>
/// <param name="Resource">Code of the resource.</param>
/// <param name="State"><c>queued running succeeded failed cancelled interrupted</c>.</param>
/// <param name="Phase"><c>acquire prepare load sort index commit</c>; null before and after.</param>
public sealed record RunStatus(
    string Run, string Resource,
    [property: OneOf("queued", "running", "succeeded", "failed", "cancelled", "interrupted")] string State,
    [property: OneOf("acquire", "prepare", "load", "sort", "index", "commit")] string? Phase)
{
    /// <summary>Title of the resource when the run was asked for.</summary>
    public required string Title { get; init; }

    /// <summary>Number of the run within the resource.</summary>
    public int Number { get; init; }

    /// <summary>append, replace, upsert.</summary>
    [OneOf("append", "replace", "upsert")]
    public required string Mode { get; init; }

    /// <summary>Records read.</summary>
    public long Read { get; init; }

    /// <summary>Records kept.</summary>
    public long Kept { get; init; }

    /// <summary>Rows of an upsert that replaced a different one.</summary>
    public long Changed { get; init; }

    /// <summary>Rows of an upsert equal to those already there.</summary>
    public long Unchanged { get; init; }

    /// <summary>Records refused, each once.</summary>
    public long Refused { get; init; }

    /// <summary>Violations by rule.</summary>
    public required IReadOnlyDictionary<string, long> RefusedByRule { get; init; }

    /// <summary>Items (by column) that no column of the source feeds.</summary>
    public IReadOnlyList<string> UnfedItems { get; init; } = [];

    /// <summary>Columns of the source that no item takes, 20 at most.</summary>
    public IReadOnlyList<string> UnusedColumns { get; init; } = [];

    /// <summary>Rows of the resource after the run; null until it succeeded.</summary>
    public long? RowsNow { get; init; }

    /// <summary>Speed now, or over the whole run when it has ended.</summary>
    public double RowsPerSecond { get; init; }

    /// <summary>Bytes read of the phase's file.</summary>
    public long BytesRead { get; init; }

    /// <summary>Bytes of it; 0 when unknown.</summary>
    public long BytesTotal { get; init; }

    /// <summary>Time of work so far, s.</summary>
    public double Seconds { get; init; }

    /// <summary>Source for people: file name, or server and table.</summary>
    public required string Source { get; init; }

    /// <summary>Content of the source: <c>xxh128:HEX:BYTES</c>.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>Why it did not succeed.</summary>
    public RunFault? Fault { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset QueuedAt { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Last sign of life.</summary>
    public DateTimeOffset? HeartbeatAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The run whose refused rows it resubmits; null for others.</summary>
    public string? Mends { get; init; }

    /// <summary>
    /// What is wrong with the first lines that a resubmission brought and that were refused again; refused says how many lines there are. Null for
    /// other runs, and where a list of runs is answered.
    /// </summary>
    public IReadOnlyList<RefusedAgain>? RefusedAgain { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool Ended => State is not ("queued" or "running");
}

/// <summary>What is wrong with a line that was refused again.</summary>
/// <param name="Line">Its _line in what was submitted.</param>
/// <param name="Item">Column of the item; empty when the whole record is at fault.</param>
/// <param name="ItemName">Its name.</param>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Title">The rule in words.</param>
public sealed record RefusedAgain(long Line, string Item, string ItemName, string Rule, string Title);

/// <summary>Why a run stopped, in the reader's language.</summary>
public sealed record RunFault(string Code, string Title, string? Detail);

/// <summary>Gathering, as other parts of this process start and follow it.</summary>
public interface IGathering
{
    /// <summary>Starts a run of a file on this machine or another source, with the caller's rights.</summary>
    Task<Outcome<RunStatus>> Start(RunRequest request, Caller caller, CancellationToken ct);

    /// <summary>Where a run stands; null when there is none.</summary>
    Task<RunStatus?> Status(string run, Language language, CancellationToken ct);

    /// <summary>The status a few times a second until the run has ended; the last one is the end.</summary>
    IAsyncEnumerable<RunStatus> Follow(string run, Language language, CancellationToken ct);
}
