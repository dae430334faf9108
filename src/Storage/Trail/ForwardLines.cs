namespace CityHub.Storage.Trail;

/// <summary>The lines of a segment from its beginning to its end, in blocks, so that memory stays bounded however long the trail is.</summary>
internal sealed class ForwardLines : SegmentLines
{
    private const int Block = 256 << 10;

    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _handle;
    private readonly long _end;
    private byte[] _bytes = new byte[Block];
    private long _loaded;
    private int _from, _to;

    /// <summary>Reads the whole lines from the position on; null begins at the beginning.</summary>
    public ForwardLines(Segment segment, long? from)
    {
        _handle = File.OpenHandle(segment.LogFile, share: FileShare.ReadWrite | FileShare.Delete);
        _end = LogBytes.FilledLength(_handle);
        Position = _loaded = Math.Min(from ?? 0, _end);
    }

    public override bool TryNext(out ReadOnlySpan<byte> line)
    {
        int length;
        while ((length = _bytes.AsSpan(_from.._to).IndexOf((byte)'\n')) < 0)
        {
            // A record that is just being written has no line feed yet: it is left for later.
            if (!Load())
            {
                line = default;
                return false;
            }
        }

        line = _bytes.AsSpan(_from, length);
        _from += length + 1;
        Position += length + 1;
        return true;
    }

    public override void Dispose() => _handle.Dispose();

    /// <summary>Puts the next block behind what is left; false when there is none.</summary>
    private bool Load()
    {
        var size = (int)Math.Min(Block, _end - _loaded);
        if (size == 0)
        {
            return false;
        }

        var left = _to - _from;
        var bytes = left + size > _bytes.Length ? new byte[left + size] : _bytes;
        _bytes.AsSpan(_from, left).CopyTo(bytes);
        var read = LogBytes.Fill(_handle, bytes.AsSpan(left, size), _loaded);
        (_bytes, _from, _to) = (bytes, 0, left + read);
        _loaded += read;
        return read > 0;
    }
}
