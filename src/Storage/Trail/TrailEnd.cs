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
internal sealed class TrailEnd(string folder, TrailKeys keys, DateOnly today, long segmentBytes)
{
    public TrailContinuation TakeUp()
    {
        Directory.CreateDirectory(folder);
        var headFile = Path.Combine(folder, "head");
        var head = EndMark.Read(headFile, keys);
        if (Segment.All(folder) is not [.., var newest])
        {
            return head is null && !File.Exists(headFile)
                ? new(new Segment(folder, today, 1), 0, 1, LogBytes.NoDigest, 0, LogBytes.NoDigest, [])
                : AfterDamage(null, head, new(0, 0, LogBytes.NoDigest, 0, null), "all segments are missing");
        }

        if (newest.IsSigned || !File.Exists(newest.LogFile))
        {
            var signed = EndMark.Read(newest.SignatureFile, keys);
            return signed is null
                ? AfterDamage(newest, head, File.Exists(newest.LogFile) ? SegmentTail.Read(newest) : new(0, 0, LogBytes.NoDigest, 0, null), "the signed end mark does not hold")
                : Continue(Next(newest), signed.Last, signed.Digest, []);
        }

        var tail = SegmentTail.Read(newest);
        // A segment that was opened and not yet written to goes on from the mark of the one before.
        var (last, digest) = tail.Sequence == 0 && Before(newest) is { } before && EndMark.Read(before.SignatureFile, keys) is { } mark
            ? (mark.Last, mark.Digest)
            : (tail.Sequence, tail.Digest);
        var lost = head is not null && (head.Last > last || (head.Last == last && head.Digest != digest));
        if (tail.Damage is not null || lost || (File.Exists(headFile) && head is null))
        {
            return AfterDamage(newest, head, tail, tail.Damage ?? (lost ? $"records up to {head!.Last} were there, {last} is the last now" : "the signed head does not hold"));
        }

        return Resume(newest, tail);
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
                ? AfterDamage(newest, EndMark.Read(Path.Combine(folder, "head"), keys), tail, $"the signed end mark of {before.Name} does not hold")
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

    private TrailContinuation AfterDamage(Segment? newest, EndMark? head, SegmentTail tail, string what)
    {
        // The signed head is the better witness of how far the trail had come: the gap stays visible for ever.
        var (sequence, digest) = head is not null && head.Last >= tail.Sequence ? (head.Last, head.Digest) : (tail.Sequence, tail.Digest);
        var note = new AuditEntry("audit.damage-found", "system", Resource: newest?.Name, Detail: $"{what}; the trail goes on after sequence {sequence}");
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
