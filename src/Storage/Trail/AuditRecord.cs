using System.Text.Json;

namespace CityHub.Storage.Trail;

/// <summary>A record of the audit trail, as it is read.</summary>
/// <param name="Sequence">Place in the trail, from 1 without gaps.</param>
/// <param name="Id">Id of the entry.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Who">Account id.</param>
/// <param name="Organisation">Organisation of the actor.</param>
/// <param name="Application">Application or token; null in the browser.</param>
/// <param name="Resource">What was acted on.</param>
/// <param name="Items">Information items.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Purpose">Stated purpose.</param>
/// <param name="Act">Act code.</param>
/// <param name="KeyDigest">Keyed digest of a personal key.</param>
/// <param name="Detail">Short text.</param>
/// <param name="Digest">SM3 of the record, hex; the next record names it.</param>
public sealed record AuditRecord(
    long Sequence, string Id, DateTimeOffset Time, string Who, string? Organisation, string? Application, string? Resource,
    IReadOnlyList<string>? Items, long? Rows, string? Purpose, string Act, string? KeyDigest, string? Detail, string Digest)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads a line; null when it is no record.</summary>
    internal static AuditRecord? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditRecord>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Which records to show; what is null does not matter.</summary>
/// <param name="Who">Account id.</param>
/// <param name="Act">Act code, or the beginning of one.</param>
/// <param name="Resource">Code of the thing acted on.</param>
/// <param name="FromUtc">Not before.</param>
/// <param name="ToUtc">Before.</param>
public sealed record AuditFilter(
    string? Who = null, string? Act = null, string? Resource = null, DateTimeOffset? FromUtc = null, DateTimeOffset? ToUtc = null)
{
    /// <summary>Whether the reader may see what was done by somebody of this organisation (null: by nobody of any); null when all may be seen.</summary>
    public Func<string?, bool>? Sees { get; init; }

    /// <summary>From the beginning of the trail on; else from its end.</summary>
    public bool OldestFirst { get; init; }
}

/// <summary>A place in the trail up to which somebody has read.</summary>
/// <param name="Segment">Name of the file.</param>
/// <param name="Position">Bytes of it that were read.</param>
public sealed record AuditMark(string Segment, long Position);

/// <summary>A page of the trail, newest first.</summary>
/// <param name="Items">The records.</param>
/// <param name="Next">Where to go on; null at the beginning of the trail.</param>
/// <param name="SearchedTo">Time of the last record that was looked at, when the page ended before it was full: searching goes on with <paramref name="Next"/>.</param>
public sealed record AuditPage(IReadOnlyList<AuditRecord> Items, string? Next, DateTimeOffset? SearchedTo);
