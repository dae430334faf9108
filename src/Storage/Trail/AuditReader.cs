using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace CityHub.Storage.Trail;

/// <summary>Reads the trail, newest records first unless asked otherwise. It reads the files, so it needs no running hub and disturbs none.</summary>
/// <param name="folder">Folder of the trail.</param>
public sealed class AuditReader(string folder)
{
    /// <summary>A page that finds little ends after this much, bytes, and says how far it came.</summary>
    private const long LongestSearch = 64 << 20;

    /// <summary>One page.</summary>
    /// <param name="filter">Which records.</param>
    /// <param name="cursor">Where the last page ended; null for the first page.</param>
    /// <param name="limit">At most so many records.</param>
    /// <param name="ct">Ends the search.</param>
    /// <exception cref="FormatException">The cursor was not made by this method.</exception>
    public AuditPage Page(AuditFilter filter, string? cursor, int limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var matcher = new AuditMatcher(filter);
        var items = new List<AuditRecord>();
        var (segments, at) = From(cursor, filter.OldestFirst);
        long searched = 0;
        foreach (var segment in segments)
        {
            if (filter.OldestFirst ? matcher.BeginsAfter(segment.Day) : matcher.EndsBefore(segment.Day))
            {
                return new AuditPage(items, null, null);
            }

            if (filter.OldestFirst && matcher.EndsBefore(segment.Day))
            {
                at = null;
                continue;
            }

            using SegmentLines lines = filter.OldestFirst ? new ForwardLines(segment, at) : new BackwardLines(segment, at);
            at = null;
            while (lines.TryNext(out var line))
            {
                ct.ThrowIfCancellationRequested();
                searched += line.Length;
                var full = matcher.Matches(line) && AuditRecord.Read(line) is { } record && filter.Sees?.Invoke(record.Organisation) != false && Add(items, record, limit);
                if (full || searched > LongestSearch)
                {
                    return new AuditPage(items, $"{segment.Name}.{lines.Position}", full ? null : AuditRecord.Read(line)?.Time);
                }
            }
        }

        return new AuditPage(items, null, null);
    }

    /// <summary>All matching records, in the order that the filter asks for.</summary>
    public async IAsyncEnumerable<AuditRecord> All(AuditFilter filter, [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var page = Page(filter, cursor, 1000, ct);
            foreach (var record in page.Items)
            {
                yield return record;
            }

            cursor = page.Next;
            await Task.Yield();
        }
        while (cursor is not null);
    }

    /// <summary>What came into the trail after a mark: each record goes to <paramref name="take"/>, newest first.</summary>
    /// <param name="mark">How far an earlier call came; null takes all there is.</param>
    /// <param name="filter">Which records.</param>
    /// <param name="take">Takes a record.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>The mark for the next call; null while the trail is empty.</returns>
    public AuditMark? Since(AuditMark? mark, AuditFilter filter, Action<AuditRecord> take, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(take);
        var matcher = new AuditMatcher(filter);
        AuditMark? reached = null;
        foreach (var segment in Segments().Where(s => File.Exists(s.LogFile)))
        {
            if (matcher.EndsBefore(segment.Day) || (mark is not null && string.CompareOrdinal(segment.Name, mark.Segment) < 0))
            {
                break;
            }

            using var lines = new BackwardLines(segment, null);
            reached ??= new(segment.Name, lines.End);
            var known = segment.Name == mark?.Segment ? mark.Position : 0;
            while (lines.TryNext(out var line) && lines.Position >= known)
            {
                ct.ThrowIfCancellationRequested();
                if (matcher.Matches(line) && AuditRecord.Read(line) is { } record)
                {
                    take(record);
                }
            }
        }

        return reached ?? mark;
    }

    /// <summary>Which of the ids stand in the trail, searched back to a time.</summary>
    internal IReadOnlyList<string> Find(IReadOnlySet<string> ids, DateTimeOffset backTo)
    {
        var found = new List<string>();
        foreach (var segment in Segments().Where(s => File.Exists(s.LogFile)))
        {
            using var lines = new BackwardLines(segment, null);
            while (found.Count < ids.Count && lines.TryNext(out var line))
            {
                if (AuditRecord.Read(line) is not { } record)
                {
                    continue;
                }

                if (record.Time < backTo)
                {
                    return found;
                }

                if (ids.Contains(record.Id))
                {
                    found.Add(record.Id);
                }
            }
        }

        return found;
    }

    private IEnumerable<Segment> Segments() => Segment.All(folder).AsEnumerable().Reverse();

    private (IEnumerable<Segment> Segments, long? At) From(string? cursor, bool oldestFirst)
    {
        var segments = (oldestFirst ? Segment.All(folder) : Segments()).Where(s => File.Exists(s.LogFile));
        if (cursor is null)
        {
            return (segments, null);
        }

        var dot = cursor.IndexOf('.', StringComparison.Ordinal);
        var name = cursor[..Math.Max(dot, 0)];
        if (!Segment.IsName(name) || !long.TryParse(cursor.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            throw new FormatException($"'{cursor}' is no cursor of the audit trail.");
        }

        return (segments.SkipWhile(s => string.CompareOrdinal(s.Name, name) is var order && (oldestFirst ? order < 0 : order > 0)), position);
    }

    private static bool Add(List<AuditRecord> items, AuditRecord record, int limit)
    {
        items.Add(record);
        return items.Count >= limit;
    }
}

/// <summary>
/// Decides on the bytes of a line whether a record is wanted. Inside a JSON string every quote has a backslash before it, so
/// <c>"who":"…"</c> can only be the member itself.
/// </summary>
internal sealed class AuditMatcher(AuditFilter filter)
{
    private readonly byte[]? _who = Member("who", filter.Who, whole: true);
    private readonly byte[]? _act = Member("act", filter.Act, whole: false);
    private readonly byte[]? _resource = Member("resource", filter.Resource, whole: true);
    private readonly byte[]? _from = Time(filter.FromUtc);
    private readonly byte[]? _to = Time(filter.ToUtc);

    /// <summary>Whether a segment of this day, and so every older one, was closed long before the wanted time. A day of grace for clocks.</summary>
    public bool EndsBefore(DateOnly day) => filter.FromUtc is { } from && day.AddDays(1) < DateOnly.FromDateTime(from.UtcDateTime);

    /// <summary>Whether a segment of this day, and so every younger one, was opened long after the wanted time.</summary>
    public bool BeginsAfter(DateOnly day) => filter.ToUtc is { } to && day.AddDays(-1) > DateOnly.FromDateTime(to.UtcDateTime);

    public bool Matches(ReadOnlySpan<byte> line) =>
        Holds(line, _who) && Holds(line, _act) && Holds(line, _resource) && InTime(line);

    private bool InTime(ReadOnlySpan<byte> line)
    {
        if (_from is null && _to is null)
        {
            return true;
        }

        var name = "\"time\":\""u8;
        var at = line.IndexOf(name);
        if (at < 0 || line.Length < at + name.Length + 28)
        {
            return false;
        }

        // All times have 28 characters of one form, so their bytes sort as they do.
        var time = line.Slice(at + name.Length, 28);
        return (_from is null || time.SequenceCompareTo(_from) >= 0) && (_to is null || time.SequenceCompareTo(_to) < 0);
    }

    private static bool Holds(ReadOnlySpan<byte> line, byte[]? member) => member is null || line.IndexOf(member) >= 0;

    private static byte[]? Member(string name, string? value, bool whole) => string.IsNullOrEmpty(value)
        ? null
        : [.. Encoding.ASCII.GetBytes($"\"{name}\":"), .. whole ? TrailRecord.Quoted(value) : TrailRecord.Quoted(value)[..^1]];

    private static byte[]? Time(DateTimeOffset? at) => at is null ? null : Encoding.ASCII.GetBytes(at.Value.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
}
