using System.Text;
using CityHub.Kernel.Audit;

namespace CityHub.Storage.Trail;

/// <summary>Where the trail goes on after a start.</summary>
/// <param name="Segment">Segment to write to.</param>
/// <param name="End">Position in it.</param>
/// <param name="First">Sequence of its first record, written or to be written.</param>
/// <param name="FirstPrevious">What that record names as its forerunner.</param>
/// <param name="Sequence">Last sequence given out.</param>
/// <param name="Digest">Digest that the next record names.</param>
/// <param name="Notes">What was found, to be written into the trail itself.</param>
internal sealed record TrailContinuation(
    Segment Segment, long End, long First, string FirstPrevious, long Sequence, string Digest, IReadOnlyList<AuditEntry> Notes);

/// <summary>
/// Finds the trail's end at start-up. A record that a crash left half written is cut off: nobody was told that it was durable. Anything
/// else that is wrong is never mended; the file stays as it is for the verifier, and the trail goes on in a new one.
/// </summary>
internal sealed class TrailEnd(string folder, TrailKeys keys, DateOnly today, long segmentBytes, TrailPosition? remembered)
{
    public const string DamageFound = "audit.damage-found";

    private readonly bool _headIsThere = File.Exists(Path.Combine(folder, "head"));
    private readonly EndMark? _head = EndMark.Read(Path.Combine(folder, "head"), keys);

    public TrailContinuation TakeUp()
    {
        Directory.CreateDirectory(folder);
        if (Segment.All(folder) is not [.., var newest])
        {
            return _headIsThere || remembered is not null
                ? AfterDamage(null, SegmentTail.None, "all segments are missing")
                : new(new Segment(folder, today, 1), 0, 1, LogBytes.NoDigest, 0, LogBytes.NoDigest, []);
        }

        if (newest.IsSigned || !File.Exists(newest.LogFile))
        {
            var signed = EndMark.Read(newest.SignatureFile, keys);
            return signed is null
                ? AfterDamage(newest, File.Exists(newest.LogFile) ? SegmentTail.Read(newest) : SegmentTail.None, "the signed end mark does not hold")
                : Wrong(signed.Last, signed.Digest) is { } wrong
                    ? AfterDamage(newest, SegmentTail.None with { Sequence = signed.Last, Digest = signed.Digest }, wrong)
                    : Continue(Next(newest), signed.Last, signed.Digest, []);
        }

        var tail = SegmentTail.Read(newest);
        // A segment that was opened and not yet written to goes on from the mark of the one before.
        var (last, digest) = tail.Sequence == 0 && Before(newest) is { } before && EndMark.Read(before.SignatureFile, keys) is { } mark
            ? (mark.Last, mark.Digest)
            : (tail.Sequence, tail.Digest);
        return (tail.Damage ?? Wrong(last, digest)) is { } damage
            ? AfterDamage(newest, tail with { Sequence = last, Digest = digest }, damage)
            : Resume(newest, tail);
    }

    /// <summary>The witness that knows of more: the signed head, or the record store.</summary>
    private TrailPosition? Known => _head is not null && _head.Last >= (remembered?.Sequence ?? 0) ? new(_head.Last, _head.Digest) : remembered;

    /// <summary>Compares the last record with what the witnesses know; null when nothing is wrong.</summary>
    private string? Wrong(long last, string digest)
    {
        var same = new TrailPosition(last, digest);
        return Known is { } known && known.Sequence > last ? $"records up to {known.Sequence} were there, {last} is the last now"
            : _headIsThere && _head is null ? "the signed head does not hold"
            // A crash at the very first start may leave a segment without records and no head yet.
            : !_headIsThere && (remembered is not null || last > 0) ? "the signed head is missing"
            : (_head?.Last == last && _head.Digest != digest) || (remembered?.Sequence == last && remembered != same) ? $"record {last} is another one than it was"
            : null;
    }

    private TrailContinuation Resume(Segment newest, SegmentTail tail)
    {
        AuditEntry[] notes = tail.TornBytes == 0 ? [] :
            [new("audit.torn-record-cut", "system", Resource: newest.Name, Detail: $"{tail.TornBytes} bytes of a record that a crash left unfinished after sequence {tail.Sequence}")];
        if (tail.Sequence == 0)
        {
            var before = Before(newest);
            var mark = before is null ? null : EndMark.Read(before.SignatureFile, keys);
            return before is not null && mark is null
                ? AfterDamage(newest, tail, $"the signed end mark of {before.Name} does not hold")
                : Continue(newest, mark?.Last ?? 0, mark?.Digest ?? LogBytes.NoDigest, notes);
        }

        var (first, firstPrevious) = FirstOf(newest);
        if (newest.Day >= today && tail.End < segmentBytes)
        {
            return new(newest, tail.End, first, firstPrevious, tail.Sequence, tail.Digest, notes);
        }

        using (var handle = File.OpenHandle(newest.LogFile, access: FileAccess.ReadWrite))
        {
            RandomAccess.SetLength(handle, tail.End);
        }

        new EndMark(newest.Name, first, firstPrevious, tail.Sequence, tail.Digest, DateTimeOffset.UtcNow).Write(newest.SignatureFile, keys);
        return Continue(Next(newest), tail.Sequence, tail.Digest, notes);
    }

    private TrailContinuation AfterDamage(Segment? newest, SegmentTail tail, string what)
    {
        // The witnesses know better how far the trail had come: the gap stays visible for ever.
        var (sequence, digest) = Known is { } known && known.Sequence >= tail.Sequence ? known : new(tail.Sequence, tail.Digest);
        var note = new AuditEntry(DamageFound, "system", Resource: newest?.Name, Detail: $"{what}; the trail goes on after sequence {sequence}");
        return Continue(newest is null ? new Segment(folder, today, 1) : Next(newest), sequence, digest, [note]);
    }

    private static TrailContinuation Continue(Segment segment, long sequence, string digest, IReadOnlyList<AuditEntry> notes) =>
        new(segment, 0, sequence + 1, digest, sequence, digest, notes);

    private Segment? Before(Segment newest) => Segment.All(folder).LastOrDefault(s => s.CompareTo(newest) < 0);

    private Segment Next(Segment newest) => today > newest.Day ? new Segment(folder, today, 1) : newest with { Number = newest.Number + 1 };

    private static (long First, string Previous) FirstOf(Segment segment)
    {
        using var handle = File.OpenHandle(segment.LogFile, share: FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[TrailRecord.Frame];
        var start = bytes.AsSpan(0, LogBytes.Fill(handle, bytes, 0));
        var previous = start[(start.IndexOf(TrailRecord.Previous) + TrailRecord.Previous.Length)..][..Sm3.HexLength];
        return System.Buffers.Text.Utf8Parser.TryParse(start[TrailRecord.Start.Length..], out long first, out _)
            ? (first, Encoding.ASCII.GetString(previous))
            : throw new InvalidDataException($"{segment.Name} does not begin with a record.");
    }
}
