using System.Buffers.Binary;

namespace CityHub.Storage.Trail;

/// <summary>Records that go to the disk together: bodies with their lengths, and one task for all who wait.</summary>
internal sealed class TrailBatch
{
    private byte[] _bytes = new byte[256 << 10];
    private int _length;

    public int Count { get; private set; }

    /// <summary>Completes when the batch is durable; the continuations must not run on the writer's thread.</summary>
    public TaskCompletionSource Done { get; private set; } = New();

    public void Add(ReadOnlySpan<byte> body)
    {
        if (_length + body.Length + 4 > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + body.Length + 4));
        }

        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), body.Length);
        body.CopyTo(_bytes.AsSpan(_length + 4));
        _length += body.Length + 4;
        Count++;
    }

    /// <summary>A size that the batch's lines cannot exceed, bytes.</summary>
    public int Bound => _length + (Count * TrailRecord.Frame);

    /// <summary>Writes all lines; the digest goes in as the previous one and comes out as the last one.</summary>
    public int WriteLines(Span<byte> to, ref long sequence, Span<byte> digest, Sm3 sm3)
    {
        var (at, written) = (0, 0);
        while (at < _length)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(at));
            written += TrailRecord.WriteLine(to[written..], _bytes.AsSpan(at + 4, length), ++sequence, digest, sm3);
            at += length + 4;
        }

        return written;
    }

    /// <summary>Empty again, with a new task. A batch that a burst blew up gives its memory back.</summary>
    public void Clear()
    {
        (_length, Count, Done) = (0, 0, New());
        if (_bytes.Length > 8 << 20)
        {
            _bytes = new byte[256 << 10];
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
