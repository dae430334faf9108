using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>
/// The fast way for keys: a text key whose values all have one length of at most 18, all digits but for a last digit or X (id numbers, codes
/// of divisions, telephone numbers). Then a key is one 64-bit number, in the order of its text and without loss. The first other key ends it
/// for the load; the table store then sorts the keys.
/// </summary>
internal sealed class KeyShape(bool possible)
{
    private volatile bool _holds = possible;
    private int _length;

    public bool Holds => _holds;

    public int Length => _length;

    public void Broken() => _holds = false;

    /// <summary>The number of a key; false when it has another shape.</summary>
    public unsafe bool TryCode(byte* key, int length, out ulong code)
    {
        code = 0;
        if (length != _length && (length > 18 || Interlocked.CompareExchange(ref _length, length, 0) is not 0 and var other && other != length))
        {
            return false;
        }

        for (var i = 0; i < length - 1; i++)
        {
            var d = (uint)(key[i] - '0');
            if (d > 9)
            {
                return false;
            }

            code = (code * 10) + d;
        }

        var last = key[length - 1];
        var check = last == 'X' ? 10u : (uint)(last - '0');
        code = (code * 11) + check;
        return check <= 9 || last == 'X';
    }

    /// <summary>The key of a number.</summary>
    public static void Write(ulong code, Span<byte> key)
    {
        var check = (int)(code % 11);
        code /= 11;
        key[^1] = check == 10 ? (byte)'X' : (byte)('0' + check);
        for (var i = key.Length - 2; i >= 0; i--)
        {
            var rest = code / 10;
            key[i] = (byte)('0' + (code - (rest * 10)));
            code = rest;
        }
    }
}

/// <summary>One thread's keys with their positions: full segments are sorted at once, and go to disk when there are many.</summary>
internal sealed class KeyCodes(KeyShape shape, LoadLimits limits, string folder) : IDisposable
{
    private readonly List<KeySegment> _segments = [];
    private ulong[] _codes = [];
    private long[] _positions = [];
    private int _count;
    private int _inMemory;

    public unsafe void Add(byte* key, int length, long position)
    {
        if (!shape.TryCode(key, length, out var code))
        {
            shape.Broken();
            return;
        }

        if (_count == _codes.Length)
        {
            Grow();
        }

        _codes[_count] = code;
        _positions[_count++] = position;
    }

    /// <summary>All segments, sorted. Nothing is added afterwards.</summary>
    public IReadOnlyList<KeySegment> Finish()
    {
        if (_count > 0)
        {
            Array.Sort(_codes, _positions, 0, _count);
            _segments.Add(new KeySegment(_codes, _positions, _count));
            _count = 0;
        }

        return _segments;
    }

    public void Dispose()
    {
        foreach (var segment in _segments)
        {
            segment.Dispose();
        }
    }

    private void Grow()
    {
        if (_count < limits.KeysInSegment)
        {
            var size = Math.Min(limits.KeysInSegment, Math.Max(1024, _count * 4));
            Array.Resize(ref _codes, size);
            Array.Resize(ref _positions, size);
            return;
        }

        Array.Sort(_codes, _positions, 0, _count);
        if (_inMemory < limits.SegmentsInMemory)
        {
            _inMemory++;
            _segments.Add(new KeySegment(_codes, _positions, _count));
            (_codes, _positions) = (new ulong[limits.KeysInSegment], new long[limits.KeysInSegment]);
        }
        else
        {
            _segments.Add(KeySegment.OnDisk(_codes, _positions, _count, Path.Combine(folder, Guid.NewGuid().ToString("n"))));
        }

        _count = 0;
    }
}

/// <summary>Keys in rising order (equal ones by position), in memory or in a file: all codes, then all positions.</summary>
internal sealed class KeySegment : IDisposable
{
    private const int Buffered = 8192;
    private readonly ulong[] _codes;
    private readonly long[] _positions;
    private readonly SafeFileHandle? _file;

    public KeySegment(ulong[] codes, long[] positions, int count) => (_codes, _positions, Count) = (codes, positions, count);

    private KeySegment(SafeFileHandle file, int count)
        : this([], [], count) => _file = file;

    public int Count { get; }

    public static KeySegment OnDisk(ulong[] codes, long[] positions, int count, string path)
    {
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        RandomAccess.Write(file, MemoryMarshal.AsBytes(codes.AsSpan(0, count)), 0);
        RandomAccess.Write(file, MemoryMarshal.AsBytes(positions.AsSpan(0, count)), count * 8L);
        return new(file, count);
    }

    /// <summary>The first index whose code is not less.</summary>
    public int LowerBound(ulong code)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (CodeAt(middle) < code)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    public ulong CodeAt(int index)
    {
        if (_file is null)
        {
            return _codes[index];
        }

        ulong code = 0;
        RandomAccess.Read(_file, MemoryMarshal.AsBytes(new Span<ulong>(ref code)), index * 8L);
        return code;
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Walks a part of the segment.</summary>
    internal sealed class Cursor
    {
        private readonly KeySegment _segment;
        private readonly ulong[] _codes;
        private readonly long[] _positions;
        private int _at;
        private int _held;
        private int _next;
        private readonly int _stop;

        public Cursor(KeySegment segment, int from, int to)
        {
            _segment = segment;
            if (segment._file is null)
            {
                (_codes, _positions, _at, _held, _next, _stop) = (segment._codes, segment._positions, from - 1, to, to, to);
            }
            else
            {
                (_codes, _positions, _at, _held, _next, _stop) = (new ulong[Buffered], new long[Buffered], -1, 0, from, to);
            }
        }

        public ulong Code { get; private set; }

        public long Position { get; private set; }

        public bool Next()
        {
            if (++_at >= _held && !Fill())
            {
                return false;
            }

            Code = _codes[_at];
            Position = _positions[_at];
            return true;
        }

        private bool Fill()
        {
            if (_next >= _stop)
            {
                return false;
            }

            var count = Math.Min(Buffered, _stop - _next);
            RandomAccess.Read(_segment._file!, MemoryMarshal.AsBytes(_codes.AsSpan(0, count)), _next * 8L);
            RandomAccess.Read(_segment._file!, MemoryMarshal.AsBytes(_positions.AsSpan(0, count)), (_segment.Count + (long)_next) * 8);
            (_at, _held, _next) = (0, count, _next + count);
            return true;
        }
    }
}
