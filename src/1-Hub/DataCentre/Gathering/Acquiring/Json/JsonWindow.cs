using Microsoft.Win32.SafeHandles;

namespace CityHub.DataCentre.Gathering.Acquiring.Json;

/// <summary>A file seen through a window that moves forward and grows up to the greatest record.</summary>
internal sealed class JsonWindow : IDisposable
{
    private const int First = 1 << 20;
    private const int Greatest = 16 << 20;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly IProgress<long>? _progress;
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(First);
    private int _start;
    private int _end;
    private long _next;

    public JsonWindow(string path, IProgress<long>? progress = null)
    {
        (_path, _progress) = (path, progress);
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        More();
        if (Rest.StartsWith("\uFEFF"u8))
        {
            Pass(3);
        }
    }

    /// <summary>What is in the window and not yet passed.</summary>
    public ReadOnlySpan<byte> Rest => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Whether the window reaches the end of the file.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Byte offset of <see cref="Rest"/>.</summary>
    public long Offset => _next - (_end - _start);

    public void Pass(int bytes) => _start += bytes;

    /// <summary>Reads on. An element that does not fit into the greatest window is refused.</summary>
    public void More()
    {
        var held = _end - _start;
        if (held == _buffer.Length)
        {
            if (held >= Greatest)
            {
                throw new RefusedException(SourceFaults.RecordTooLong(Line(Offset), Greatest));
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        _buffer.AsSpan(_start, held).CopyTo(_buffer);
        (_start, _end) = (0, held);
        var read = RandomAccess.Read(_file, _buffer.AsSpan(_end), _next);
        _end += read;
        _next += read;
        AtEnd = read == 0;
        _progress?.Report(_next);
    }

    /// <summary>The physical line of an offset, from 1; counted only when somebody must be told.</summary>
    public long Line(long offset) => Place(offset).Line;

    /// <summary>Line and byte in it of an offset, both from 1.</summary>
    public (long Line, long Column) Place(long offset)
    {
        using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var block = new byte[1 << 20];
        long line = 1, begins = 0;
        for (long at = 0; at < offset;)
        {
            var read = RandomAccess.Read(file, block.AsSpan(0, (int)Math.Min(block.Length, offset - at)), at);
            if (read == 0)
            {
                break;
            }

            line += block.AsSpan(0, read).Count((byte)'\n');
            begins = block.AsSpan(0, read).LastIndexOf((byte)'\n') is >= 0 and var end ? at + end + 1 : begins;
            at += read;
        }

        return (line, offset - begins + 1);
    }

    public void Dispose() => _file.Dispose();
}
