using System.Buffers.Binary;
using System.Text;

namespace CityHub.Storage.RowIndex;

/// <summary>
/// A sorted file of keys on its way into the row index (RocksDB's SST). Keys come in rising order. <see cref="Finish"/> leaves it on
/// disk, fsynced; it is found again by its name until it has been ingested.
/// </summary>
public sealed unsafe class IndexFile : IDisposable
{
    private readonly byte[] _key = new byte[8 + MaximumKeyBytes];
    private readonly byte[] _place = new byte[IndexValue.PlaceBytes];
    private readonly nint _environment;
    private readonly nint _writer;
    private bool _empty = true;

    internal IndexFile(string path, nint options, long generation)
    {
        Path = path;
        BinaryPrimitives.WriteInt64BigEndian(_key, generation);
        _environment = Rocks.rocksdb_envoptions_create();
        _writer = Rocks.rocksdb_sstfilewriter_create(_environment, options);
        byte* error = null;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            Rocks.rocksdb_sstfilewriter_open(_writer, name, &error);
        }

        Rocks.Check(error);
    }

    /// <summary>Longest key, bytes.</summary>
    public const int MaximumKeyBytes = 4096;

    /// <summary>Where it stands.</summary>
    public string Path { get; }

    /// <summary>Adds a key that points at a row of the table.</summary>
    public void PutPlace(ReadOnlySpan<byte> key, int run, long line)
    {
        IndexValue.WritePlace(_place, run, line);
        Put(key, _place);
    }

    internal void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        key.CopyTo(_key.AsSpan(8));
        PutRaw(_key.AsSpan(0, 8 + key.Length), value);
    }

    internal void PutRaw(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        byte* error = null;
        fixed (byte* k = key, v = value)
        {
            Rocks.rocksdb_sstfilewriter_put(_writer, k, (nuint)key.Length, v, (nuint)value.Length, &error);
        }

        Rocks.Check(error);
        _empty = false;
    }

    /// <summary>Completes and fsyncs the file; false (and no file) when it has no key.</summary>
    public bool Finish()
    {
        if (_empty)
        {
            return false;
        }

        byte* error = null;
        Rocks.rocksdb_sstfilewriter_finish(_writer, &error);
        Rocks.Check(error);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rocks.rocksdb_sstfilewriter_destroy(_writer);
        Rocks.rocksdb_envoptions_destroy(_environment);
        if (_empty)
        {
            File.Delete(Path);
        }
    }
}

/// <summary>A value of the index: a place in the table (0, run, line), or 1 and the packed row.</summary>
internal static class IndexValue
{
    public const int PlaceBytes = 13;
    public const byte Place = 0;
    public const byte Row = 1;

    public static void WritePlace(Span<byte> value, int run, long line)
    {
        value[0] = Place;
        BinaryPrimitives.WriteInt32LittleEndian(value[1..], run);
        BinaryPrimitives.WriteInt64LittleEndian(value[5..], line);
    }

    public static (int Run, long Line) ReadPlace(ReadOnlySpan<byte> value) =>
        (BinaryPrimitives.ReadInt32LittleEndian(value[1..]), BinaryPrimitives.ReadInt64LittleEndian(value[5..]));
}
