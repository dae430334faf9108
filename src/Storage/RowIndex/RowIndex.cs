using System.Buffers.Binary;
using System.Text;
using CityHub.Kernel.Modules;
using CityHub.Storage.Tables;

namespace CityHub.Storage.RowIndex;

/// <summary>
/// The row index in RocksDB. A key stands under the generation of its resource's rows; its value is first a place in the table (the run and
/// line of the row), and later, packed in the background, the row itself. Each ingested file also carries a mark with its own name, so
/// that start-up can tell whether it arrived.
/// </summary>
public sealed unsafe class RowIndex : IRowIndex, IDisposable
{
    private static readonly Action<IntPtr> Release = Rocks.rocksdb_pinnableslice_destroy;
    private readonly TableStore _tables;
    private readonly string _incoming;
    private readonly nint _options;
    private readonly nint _places;
    private readonly nint _read;
    private readonly nint _write;
    private readonly nint _db;
    private int _open = 1;

    /// <summary>Opens the index beside the tables.</summary>
    public RowIndex(HubSettings settings, TableStore tables)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(tables);
        _tables = tables;
        _incoming = settings.InData("row-index", "incoming");
        Directory.CreateDirectory(_incoming);
        _options = Options(Rocks.Lz4);
        _places = Options(Rocks.NoCompression);
        _read = Rocks.rocksdb_readoptions_create();
        _write = Rocks.rocksdb_writeoptions_create();
        Rocks.rocksdb_writeoptions_set_sync(_write, 1);
        byte* error = null;
        fixed (byte* path = Encoding.UTF8.GetBytes(settings.InData("row-index", "rocksdb") + '\0'))
        {
            _db = Rocks.rocksdb_open(_options, path, &error);
        }

        Rocks.Check(error);
        tables.GenerationRetired += DropGeneration;
    }

    /// <inheritdoc/>
    public bool TryFind(string resourceId, ReadOnlySpan<byte> key, out IndexedRow row)
    {
        row = default;
        if (_tables.Entry(resourceId) is not { IndexFile: not null } entry || key.Length > IndexFile.MaximumKeyBytes)
        {
            return false;
        }

        Span<byte> full = stackalloc byte[8 + key.Length];
        BinaryPrimitives.WriteInt64BigEndian(full, entry.Generation);
        key.CopyTo(full[8..]);
        var slice = Get(full);
        if (slice == 0)
        {
            return false;
        }

        nuint length;
        var value = new ReadOnlySpan<byte>(Rocks.rocksdb_pinnableslice_value(slice, &length), (int)length);
        if (value[0] == IndexValue.Row)
        {
            row = new IndexedRow(value[1..], Release, slice);
            return true;
        }

        var (run, line) = IndexValue.ReadPlace(value);
        Rocks.rocksdb_pinnableslice_destroy(slice);
        if (RowAtPlace.Read(_tables, entry.Visible, run, line) is not { } packed)
        {
            return false;
        }

        row = new IndexedRow(packed, null, 0);
        return true;
    }

    /// <summary>A new file of keys with their places, or with packed rows. Its name is unique; the caller writes, finishes and disposes it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="generation">Generation of the keys.</param>
    /// <param name="ofPlaces">Places are short, differ in every byte and soon give way to rows: compressing them only costs the load.</param>
    public IndexFile NewFile(string name, long generation, bool ofPlaces = true) => new(PathOf(name), ofPlaces ? _places : _options, generation);

    /// <summary>Path of an incoming file.</summary>
    public string PathOf(string name) => Path.Combine(_incoming, name + ".sst");

    /// <summary>Whether the mark of a file is in the index, that is, whether the file was ingested.</summary>
    public bool Arrived(string mark)
    {
        var slice = Get(MarkKey(mark));
        if (slice != 0)
        {
            Rocks.rocksdb_pinnableslice_destroy(slice);
        }

        return slice != 0;
    }

    /// <summary>Writes the mark's own file: it is ingested with the keys, atomically.</summary>
    public void WriteMark(string mark)
    {
        using var file = NewFile(mark, 0);
        file.PutRaw(MarkKey(mark), [1]);
        file.Finish();
    }

    /// <summary>Takes finished files into the index, all or none. They are moved.</summary>
    public void Ingest(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var names = paths.Select(p => Encoding.UTF8.GetBytes(p + '\0')).ToArray();
        var handles = names.Select(n => System.Runtime.InteropServices.GCHandle.Alloc(n, System.Runtime.InteropServices.GCHandleType.Pinned)).ToArray();
        var options = Rocks.rocksdb_ingestexternalfileoptions_create();
        try
        {
            Rocks.rocksdb_ingestexternalfileoptions_set_move_files(options, 1);
            var list = stackalloc byte*[names.Length];
            for (var i = 0; i < names.Length; i++)
            {
                list[i] = (byte*)handles[i].AddrOfPinnedObject();
            }

            byte* error = null;
            Rocks.rocksdb_ingest_external_file(_db, list, (nuint)names.Length, options, &error);
            Rocks.Check(error);
        }
        finally
        {
            Rocks.rocksdb_ingestexternalfileoptions_destroy(options);
            foreach (var handle in handles)
            {
                handle.Free();
            }
        }
    }

    /// <summary>Puts the index as it stands into a new folder on the same disk: its files are linked, not copied.</summary>
    internal void Checkpoint(string folder)
    {
        byte* error = null;
        var checkpoint = Rocks.rocksdb_checkpoint_object_create(_db, &error);
        Rocks.Check(error);
        fixed (byte* path = Encoding.UTF8.GetBytes(folder + '\0'))
        {
            Rocks.rocksdb_checkpoint_create(checkpoint, path, 0, &error);
        }

        Rocks.rocksdb_checkpoint_object_destroy(checkpoint);
        Rocks.Check(error);
    }

    /// <summary>Walks the keys of a generation beside rising keys, to tell which exist.</summary>
    public KeyWalk Walk(long generation) => new(Rocks.rocksdb_create_iterator(_db, _read), generation);

    /// <summary>Files that wait in the folder of incoming files.</summary>
    internal IEnumerable<string> Incoming() => Directory.EnumerateFiles(_incoming, "*.sst");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _open, 0) == 1)
        {
            _tables.GenerationRetired -= DropGeneration;
            Rocks.rocksdb_close(_db);
            Rocks.rocksdb_options_destroy(_options);
            Rocks.rocksdb_options_destroy(_places);
        }
    }

    internal void DropGeneration(long generation)
    {
        if (_open == 0)
        {
            return;
        }

        Span<byte> from = stackalloc byte[8], to = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(from, generation);
        BinaryPrimitives.WriteInt64BigEndian(to, generation + 1);
        var batch = Rocks.rocksdb_writebatch_create();
        byte* error = null;
        fixed (byte* f = from, t = to)
        {
            Rocks.rocksdb_writebatch_delete_range(batch, f, 8, t, 8);
        }

        Rocks.rocksdb_write(_db, _write, batch, &error);
        Rocks.rocksdb_writebatch_destroy(batch);
        Rocks.Check(error);
    }

    private nint Get(ReadOnlySpan<byte> key)
    {
        ObjectDisposedException.ThrowIf(_open == 0, this);
        byte* error = null;
        fixed (byte* k = key)
        {
            var slice = Rocks.rocksdb_get_pinned(_db, _read, k, (nuint)key.Length, &error);
            Rocks.Check(error);
            return slice;
        }
    }

    /// <summary>Marks sort behind all generations.</summary>
    private static byte[] MarkKey(string mark) => [0xFF, .. Encoding.UTF8.GetBytes(mark)];

    private static nint Options(int compression)
    {
        var table = Rocks.rocksdb_block_based_options_create();
        Rocks.rocksdb_block_based_options_set_filter_policy(table, Rocks.rocksdb_filterpolicy_create_bloom_full(10));
        Rocks.rocksdb_block_based_options_set_block_cache(table, Rocks.rocksdb_cache_create_lru(96 << 20));
        var options = Rocks.rocksdb_options_create();
        Rocks.rocksdb_options_set_create_if_missing(options, 1);
        Rocks.rocksdb_options_set_compression(options, compression);
        Rocks.rocksdb_options_set_write_buffer_size(options, 4 << 20);
        Rocks.rocksdb_options_set_keep_log_file_num(options, 4);
        Rocks.rocksdb_options_set_block_based_table_factory(options, table);
        return options;
    }
}

/// <summary>Tells for rising keys whether the generation has them.</summary>
public sealed unsafe class KeyWalk : IDisposable
{
    private readonly byte[] _sought = new byte[8 + IndexFile.MaximumKeyBytes];
    private readonly nint _iterator;

    internal KeyWalk(nint iterator, long generation)
    {
        _iterator = iterator;
        BinaryPrimitives.WriteInt64BigEndian(_sought, generation);
        Seek(8);
    }

    /// <summary>Whether the generation has this key. Keys must rise.</summary>
    public bool Has(ReadOnlySpan<byte> key)
    {
        key.CopyTo(_sought.AsSpan(8));
        var sought = _sought.AsSpan(0, 8 + key.Length);

        // A few steps are cheaper than a seek when the two sequences are equally dense.
        for (var step = 0; Rocks.rocksdb_iter_valid(_iterator) != 0; step++)
        {
            nuint length;
            var order = new ReadOnlySpan<byte>(Rocks.rocksdb_iter_key(_iterator, &length), (int)length).SequenceCompareTo(sought);
            if (order >= 0)
            {
                return order == 0;
            }

            if (step < 8)
            {
                Rocks.rocksdb_iter_next(_iterator);
            }
            else
            {
                Seek(sought.Length);
            }
        }

        byte* error = null;
        Rocks.rocksdb_iter_get_error(_iterator, &error);
        Rocks.Check(error);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => Rocks.rocksdb_iter_destroy(_iterator);

    private void Seek(int length)
    {
        fixed (byte* key = _sought)
        {
            Rocks.rocksdb_iter_seek(_iterator, key, (nuint)length);
        }
    }
}
