using System.Buffers.Text;

namespace CityHub.Storage.Trail;

/// <summary>The frame of a record as it stands in a file, without its line feed.</summary>
internal readonly ref struct TrailLine
{
    public long Sequence { get; private init; }

    /// <summary>Digest of the record before, hex.</summary>
    public ReadOnlySpan<byte> Previous { get; private init; }

    /// <summary>Own digest, hex.</summary>
    public ReadOnlySpan<byte> Digest { get; private init; }

    /// <summary>The bytes that the digest covers.</summary>
    public ReadOnlySpan<byte> Content { get; private init; }

    /// <summary>The members from id to detail.</summary>
    public ReadOnlySpan<byte> Body { get; private init; }

    /// <summary>Reads the frame; false when the line is no record.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out TrailLine record)
    {
        record = default;
        var start = TrailRecord.Start.Length;
        if (line.Length < start + TrailRecord.TailLength || !line.StartsWith(TrailRecord.Start)
            || !Utf8Parser.TryParse(line[start..], out long sequence, out var digits))
        {
            return false;
        }

        var afterSequence = line[(start + digits)..];
        var frame = TrailRecord.Previous.Length + Sm3.HexLength + 2;
        var tail = line[^TrailRecord.TailLength..];
        if (afterSequence.Length < frame + TrailRecord.TailLength || !afterSequence.StartsWith(TrailRecord.Previous)
            || !tail.StartsWith(TrailRecord.Digest) || !tail.EndsWith("\"}"u8))
        {
            return false;
        }

        record = new TrailLine
        {
            Sequence = sequence,
            Previous = afterSequence.Slice(TrailRecord.Previous.Length, Sm3.HexLength),
            Digest = tail.Slice(TrailRecord.Digest.Length, Sm3.HexLength),
            Content = line[..^TrailRecord.TailLength],
            Body = afterSequence[frame..^TrailRecord.TailLength],
        };
        return true;
    }

    /// <summary>Whether the digest is that of the content.</summary>
    public bool DigestAgrees(Sm3 sm3)
    {
        Span<byte> digest = stackalloc byte[Sm3.HexLength];
        sm3.Hex(Content, digest);
        return digest.SequenceEqual(Digest);
    }
}
