namespace CityHub.Storage.Trail;

/// <summary>The lines of a segment from its end to its beginning, in blocks, so that memory stays bounded however long the trail is.</summary>
internal sealed class BackwardLines : SegmentLines
{
    private const int Block = 256 << 10;

    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _handle;
    private byte[] _bytes = new byte[Block];
    private long _from;
    private int _length;

    /// <summary>Reads the whole lines that begin before the position; null begins at the end.</summary>
    public BackwardLines(Segment segment, long? before)
    {
        _handle = File.OpenHandle(segment.LogFile, share: FileShare.ReadWrite | FileShare.Delete);
        _from = Math.Min(before ?? long.MaxValue, LogBytes.FilledLength(_handle));
        // A record that is just being written has no line feed yet: leave it for later.
        while (Load() && _bytes.AsSpan(0, _length).LastIndexOf((byte)'\n') < 0)
        {
        }

        _length = _bytes.AsSpan(0, _length).LastIndexOf((byte)'\n') + 1;
        End = _from + _length;
    }

    /// <summary>Where the last whole line ends.</summary>
    public long End { get; }

    /// <summary>The line before, without its line feed; false at the beginning of the segment.</summary>
    public override bool TryNext(out ReadOnlySpan<byte> line)
    {
        line = default;
        if (_length == 0 && !Load())
        {
            return false;
        }

        int start;
        while ((start = _bytes.AsSpan(0, _length - 1).LastIndexOf((byte)'\n')) < 0 && Load())
        {
        }

        Position = _from + start + 1;
        line = _bytes.AsSpan(start + 1, _length - start - 2);
        _length = start + 1;
        return true;
    }

    public override void Dispose() => _handle.Dispose();

    /// <summary>Puts the block before in front of what is left; false when there is none.</summary>
    private bool Load()
    {
        if (_from == 0)
        {
            return false;
        }

        var size = (int)Math.Min(Block, _from);
        var bytes = size + _length > _bytes.Length ? new byte[size + _length] : _bytes;
        _bytes.AsSpan(0, _length).CopyTo(bytes.AsSpan(size));
        _from -= size;
        LogBytes.Fill(_handle, bytes.AsSpan(0, size), _from);
        (_bytes, _length) = (bytes, _length + size);
        return true;
    }
}
