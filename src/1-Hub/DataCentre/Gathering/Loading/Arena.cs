using System.Runtime.InteropServices;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>Native memory for cells that had to be rewritten. What was taken stays in place until <see cref="Clear"/>.</summary>
internal sealed unsafe class Arena : IDisposable
{
    private const int PageBytes = 1 << 20;
    private readonly List<(nint Page, int Bytes)> _pages = [];
    private int _page = -1;
    private int _used = PageBytes;

    /// <summary>Takes memory with at least 16 readable bytes behind it.</summary>
    public byte* Take(int bytes)
    {
        bytes += 16;
        while (_page < 0 || _used + bytes > _pages[_page].Bytes)
        {
            if (++_page == _pages.Count)
            {
                var size = Math.Max(PageBytes, bytes);
                _pages.Add(((nint)NativeMemory.Alloc((nuint)size), size));
            }

            _used = 0;
        }

        var at = (byte*)_pages[_page].Page + _used;
        _used += bytes;
        return at;
    }

    /// <summary>Forgets everything; keeps a few pages.</summary>
    public void Clear()
    {
        if (_page < 0)
        {
            return;
        }

        while (_pages.Count > 4 || (_pages.Count > 0 && _pages[^1].Bytes > PageBytes))
        {
            NativeMemory.Free((void*)_pages[^1].Page);
            _pages.RemoveAt(_pages.Count - 1);
        }

        (_page, _used) = (-1, PageBytes);
    }

    public void Dispose()
    {
        foreach (var (page, _) in _pages)
        {
            NativeMemory.Free((void*)page);
        }

        _pages.Clear();
        _page = -1;
    }
}

/// <summary>A window of the source in native memory, with 64 zero bytes behind it so that whole vectors may be read.</summary>
internal sealed unsafe class SourceWindow : IDisposable
{
    private const int Behind = 64;
    private byte* _memory;
    private int _capacity;

    /// <summary>First byte.</summary>
    public byte* Start => _memory;

    /// <summary>Bytes held.</summary>
    public int Length { get; private set; }

    /// <summary>Offset of the first byte in the source.</summary>
    public long Offset { get; private set; }

    /// <summary>Reads from a place of the source.</summary>
    /// <exception cref="LoadRefused">The file became shorter.</exception>
    public void Read(SourceMap source, long offset, int bytes)
    {
        Offset = offset;
        Length = 0;
        Append(source, bytes);
    }

    /// <summary>Reads further bytes behind those held. Pointers into the window die.</summary>
    public void Append(SourceMap source, int bytes)
    {
        bytes = (int)Math.Min(bytes, source.Length - Offset - Length);
        if (Length + bytes + Behind > _capacity)
        {
            _capacity = Length + bytes + Behind;
            _memory = (byte*)NativeMemory.Realloc(_memory, (nuint)_capacity);
        }

        var stop = Length + bytes;
        while (Length < stop)
        {
            var read = RandomAccess.Read(source.File, new Span<byte>(_memory + Length, stop - Length), Offset + Length);
            if (read == 0)
            {
                throw new LoadRefused(LoadingFaults.SourceChanged);
            }

            Length += read;
        }

        new Span<byte>(_memory + Length, Behind).Clear();
    }

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
        _capacity = 0;
    }
}
