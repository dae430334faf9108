using System.Runtime.InteropServices;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>Bytes put aside by one thread: in memory while they are few, then in a temporary file.</summary>
internal sealed class Spill(string folder) : IDisposable
{
    private const int MemoryBytes = 4 << 20;
    private Stream _bytes = new MemoryStream();

    public void Write<T>(T value)
        where T : unmanaged => _bytes.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    public void Write(ReadOnlySpan<byte> text)
    {
        Write(text.Length);
        _bytes.Write(text);
        if (_bytes is MemoryStream memory && memory.Length > MemoryBytes)
        {
            var file = new FileStream(
                Path.Combine(folder, Guid.NewGuid().ToString("n")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            memory.WriteTo(file);
            memory.Dispose();
            _bytes = file;
        }
    }

    /// <summary>From the first byte on. Nothing may be written meanwhile.</summary>
    public SpillReader Read()
    {
        _bytes.Flush();
        _bytes.Position = 0;
        return new(_bytes);
    }

    public void Dispose() => _bytes.Dispose();
}

/// <summary>Reads what a <see cref="Spill"/> holds, in order.</summary>
internal sealed class SpillReader(Stream bytes)
{
    private byte[] _text = new byte[256];

    public bool AtEnd => bytes.Position >= bytes.Length;

    public T Next<T>()
        where T : unmanaged
    {
        T value = default;
        bytes.ReadExactly(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    /// <summary>Valid until the next text.</summary>
    public ReadOnlySpan<byte> NextText()
    {
        var length = Next<int>();
        if (length > _text.Length)
        {
            _text = new byte[length * 2];
        }

        bytes.ReadExactly(_text, 0, length);
        return _text.AsSpan(0, length);
    }
}
