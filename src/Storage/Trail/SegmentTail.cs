namespace CityHub.Storage.Trail;

/// <summary>What the end of a segment's file looks like.</summary>
/// <param name="End">End of the last whole record; what follows is zeros, or the torn record.</param>
/// <param name="Sequence">Sequence of the last whole record; 0 when there is none.</param>
/// <param name="Digest">Its digest, hex.</param>
/// <param name="TornBytes">Bytes of a last record that was not completed, which nobody was told of.</param>
/// <param name="Damage">What cannot come from a crash in the middle of an append.</param>
internal sealed record SegmentTail(long End, long Sequence, string Digest, int TornBytes, string? Damage)
{
    private const int Window = 4 << 20;

    /// <summary>No file, no records.</summary>
    public static SegmentTail None { get; } = new(0, 0, LogBytes.NoDigest, 0, null);

    /// <summary>Reads the end of the file and checks the chain of the last records.</summary>
    public static SegmentTail Read(Segment segment)
    {
        using var handle = File.OpenHandle(segment.LogFile, share: FileShare.ReadWrite | FileShare.Delete);
        var filled = LogBytes.FilledLength(handle);
        var from = Math.Max(0, filled - Window);
        var bytes = new byte[filled - from];
        LogBytes.Fill(handle, bytes, from);

        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        var torn = bytes.AsSpan(whole);
        var records = bytes.AsSpan(0, whole);
        if (from > 0)
        {
            // The window begins in the middle of a record.
            records = records[(records.IndexOf((byte)'\n') + 1)..];
        }

        var (sequence, digest, damage) = Walk(records);
        if (torn.Length > 0 && (torn.Contains((byte)0) || !TrailRecord.Start[..Math.Min(torn.Length, TrailRecord.Start.Length)].SequenceEqual(torn[..Math.Min(torn.Length, TrailRecord.Start.Length)])))
        {
            damage ??= "what follows the last record is not the beginning of one";
        }

        return new SegmentTail(from + whole, sequence, digest, torn.Length, damage);
    }

    private static (long Sequence, string Digest, string? Damage) Walk(ReadOnlySpan<byte> records)
    {
        var sm3 = new Sm3();
        var (sequence, digest, damage) = (0L, LogBytes.NoDigest, (string?)null);
        while (records.Length > 0)
        {
            var end = records.IndexOf((byte)'\n');
            if (!TrailLine.TryRead(records[..end], out var record) || !record.DigestAgrees(sm3))
            {
                damage ??= $"the record after sequence {sequence} was changed";
            }
            else
            {
                if (sequence > 0 && (record.Sequence != sequence + 1 || !record.Previous.SequenceEqual(System.Text.Encoding.ASCII.GetBytes(digest))))
                {
                    damage ??= $"record {record.Sequence} does not follow record {sequence}";
                }

                (sequence, digest) = (record.Sequence, System.Text.Encoding.ASCII.GetString(record.Digest));
            }

            records = records[(end + 1)..];
        }

        return (sequence, digest, damage);
    }
}
