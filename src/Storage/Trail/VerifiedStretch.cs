using System.Text;
using CityHub.Kernel;

namespace CityHub.Storage.Trail;

/// <summary>A stretch of a segment whose records were checked one against the other. Stretches are checked in parallel, then linked.</summary>
internal sealed class VerifiedStretch
{
    public long Records { get; private set; }

    public long First { get; private set; }

    public string FirstPrevious { get; private set; } = "";

    public long Last { get; private set; }

    public string LastDigest { get; private set; } = "";

    /// <summary>Sequence and reason of the first wrong record; what follows it in the stretch is not looked at.</summary>
    public (long Sequence, Words Why)? Break { get; private set; }

    /// <summary>Checks the records that begin in [from, to).</summary>
    /// <param name="isOpen">The segment is being written: an unfinished last line is not yet a record.</param>
    public static VerifiedStretch Check(Segment segment, long from, long to, bool isOpen, Action<long> progress, CancellationToken ct)
    {
        using var handle = File.OpenHandle(segment.LogFile, share: FileShare.ReadWrite | FileShare.Delete);
        var stretch = new VerifiedStretch();
        var sm3 = new Sm3();
        var bytes = new byte[1 << 20];
        var at = from == 0 ? 0 : LineStart(handle, from);
        var length = 0;
        while (at < to && stretch.Break is null)
        {
            ct.ThrowIfCancellationRequested();
            var read = LogBytes.Fill(handle, bytes.AsSpan(length), at + length);
            length += read;
            var used = stretch.CheckLines(bytes.AsSpan(0, length), to - at, sm3);
            if (used == 0 && read == 0)
            {
                stretch.CheckRest(bytes.AsSpan(0, length), isOpen);
                break;
            }

            if (used == 0 && length == bytes.Length)
            {
                Array.Resize(ref bytes, bytes.Length * 2);
            }

            bytes.AsSpan(used, length - used).CopyTo(bytes);
            length -= used;
            at += used;
            progress(used);
        }

        return stretch;
    }

    private int CheckLines(ReadOnlySpan<byte> bytes, long within, Sm3 sm3)
    {
        var used = 0;
        while (used < within && Break is null)
        {
            var end = bytes[used..].IndexOf((byte)'\n');
            if (end < 0)
            {
                break;
            }

            CheckRecord(bytes.Slice(used, end), sm3);
            used += end + 1;
        }

        return used;
    }

    private void CheckRecord(ReadOnlySpan<byte> line, Sm3 sm3)
    {
        if (!TrailLine.TryRead(line, out var record))
        {
            Break = (Last + 1, Breaks.NoRecord);
            return;
        }

        if (!record.DigestAgrees(sm3))
        {
            Break = (record.Sequence, Breaks.Changed);
            return;
        }

        if (Records == 0)
        {
            (First, FirstPrevious) = (record.Sequence, Encoding.ASCII.GetString(record.Previous));
        }
        else if (Breaks.OfLink(Last, LastDigest, record.Sequence, Encoding.ASCII.GetString(record.Previous)) is { } why)
        {
            Break = (record.Sequence, why);
            return;
        }

        (Records, Last, LastDigest) = (Records + 1, record.Sequence, Encoding.ASCII.GetString(record.Digest));
    }

    /// <summary>What stands behind the last line feed.</summary>
    private void CheckRest(ReadOnlySpan<byte> rest, bool isOpen)
    {
        var torn = rest.TrimEnd((byte)0);
        if (torn.Length > 0 && !(isOpen && torn.StartsWith(TrailRecord.Start[..Math.Min(torn.Length, TrailRecord.Start.Length)])))
        {
            Break = (Last + 1, Breaks.NoRecord);
        }
        else if (!isOpen && rest.Length > torn.Length)
        {
            Break = (Last + 1, Breaks.NoRecord);
        }
    }

    private static long LineStart(Microsoft.Win32.SafeHandles.SafeFileHandle handle, long from)
    {
        var bytes = new byte[64 << 10];
        // The line that begins exactly here belongs to this stretch, so look from the byte before.
        for (var at = from - 1; ; at += bytes.Length)
        {
            var read = LogBytes.Fill(handle, bytes, at);
            var feed = bytes.AsSpan(0, read).IndexOf((byte)'\n');
            if (feed >= 0 || read == 0)
            {
                return read == 0 ? at : at + feed + 1;
            }
        }
    }
}
