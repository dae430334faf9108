using System.Runtime.InteropServices;

namespace CityHub.Storage.RowIndex;

/// <summary>
/// The few calls of RocksDB's C interface that the row index makes, over pointers: the managed wrapper copies each key and value.
/// Names and signatures are those of rocksdb/c.h.
/// </summary>
internal static unsafe class Rocks
{
    private const string Library = "rocksdb";

    internal const int NoCompression = 0;
    internal const int Lz4 = 4;

    [DllImport(Library)] internal static extern nint rocksdb_options_create();
    [DllImport(Library)] internal static extern void rocksdb_options_destroy(nint options);
    [DllImport(Library)] internal static extern void rocksdb_options_set_create_if_missing(nint options, byte yes);
    [DllImport(Library)] internal static extern void rocksdb_options_set_compression(nint options, int kind);
    [DllImport(Library)] internal static extern void rocksdb_options_set_write_buffer_size(nint options, nuint bytes);
    [DllImport(Library)] internal static extern void rocksdb_options_set_keep_log_file_num(nint options, nuint files);
    [DllImport(Library)] internal static extern void rocksdb_options_set_block_based_table_factory(nint options, nint table);
    [DllImport(Library)] internal static extern nint rocksdb_block_based_options_create();
    [DllImport(Library)] internal static extern void rocksdb_block_based_options_set_filter_policy(nint table, nint filter);
    [DllImport(Library)] internal static extern void rocksdb_block_based_options_set_block_cache(nint table, nint cache);
    [DllImport(Library)] internal static extern nint rocksdb_filterpolicy_create_bloom_full(double bitsPerKey);
    [DllImport(Library)] internal static extern nint rocksdb_cache_create_lru(nuint bytes);
    [DllImport(Library)] internal static extern nint rocksdb_open(nint options, byte* path, byte** error);
    [DllImport(Library)] internal static extern void rocksdb_close(nint db);
    [DllImport(Library)] internal static extern void rocksdb_free(void* memory);

    [DllImport(Library)] internal static extern nint rocksdb_readoptions_create();
    [DllImport(Library)] internal static extern nint rocksdb_writeoptions_create();
    [DllImport(Library)] internal static extern void rocksdb_writeoptions_set_sync(nint options, byte yes);
    [DllImport(Library)] internal static extern nint rocksdb_get_pinned(nint db, nint options, byte* key, nuint keyLength, byte** error);
    [DllImport(Library)] internal static extern byte* rocksdb_pinnableslice_value(nint slice, nuint* length);
    [DllImport(Library)] internal static extern void rocksdb_pinnableslice_destroy(nint slice);
    [DllImport(Library)] internal static extern nint rocksdb_create_iterator(nint db, nint options);
    [DllImport(Library)] internal static extern void rocksdb_iter_destroy(nint iterator);
    [DllImport(Library)] internal static extern void rocksdb_iter_seek(nint iterator, byte* key, nuint keyLength);
    [DllImport(Library)] internal static extern void rocksdb_iter_next(nint iterator);
    [DllImport(Library)] internal static extern byte rocksdb_iter_valid(nint iterator);
    [DllImport(Library)] internal static extern byte* rocksdb_iter_key(nint iterator, nuint* keyLength);
    [DllImport(Library)] internal static extern void rocksdb_iter_get_error(nint iterator, byte** error);

    [DllImport(Library)] internal static extern nint rocksdb_writebatch_create();
    [DllImport(Library)] internal static extern void rocksdb_writebatch_destroy(nint batch);
    [DllImport(Library)] internal static extern void rocksdb_writebatch_delete_range(nint batch, byte* from, nuint fromLength, byte* to, nuint toLength);
    [DllImport(Library)] internal static extern void rocksdb_write(nint db, nint options, nint batch, byte** error);

    [DllImport(Library)] internal static extern nint rocksdb_checkpoint_object_create(nint db, byte** error);
    [DllImport(Library)] internal static extern void rocksdb_checkpoint_create(nint checkpoint, byte* folder, ulong logSizeForFlush, byte** error);
    [DllImport(Library)] internal static extern void rocksdb_checkpoint_object_destroy(nint checkpoint);

    [DllImport(Library)] internal static extern nint rocksdb_envoptions_create();
    [DllImport(Library)] internal static extern void rocksdb_envoptions_destroy(nint options);
    [DllImport(Library)] internal static extern nint rocksdb_sstfilewriter_create(nint environment, nint options);
    [DllImport(Library)] internal static extern void rocksdb_sstfilewriter_open(nint writer, byte* path, byte** error);
    [DllImport(Library)] internal static extern void rocksdb_sstfilewriter_put(nint writer, byte* key, nuint keyLength, byte* value, nuint valueLength, byte** error);
    [DllImport(Library)] internal static extern void rocksdb_sstfilewriter_finish(nint writer, byte** error);
    [DllImport(Library)] internal static extern void rocksdb_sstfilewriter_destroy(nint writer);
    [DllImport(Library)] internal static extern nint rocksdb_ingestexternalfileoptions_create();
    [DllImport(Library)] internal static extern void rocksdb_ingestexternalfileoptions_destroy(nint options);
    [DllImport(Library)] internal static extern void rocksdb_ingestexternalfileoptions_set_move_files(nint options, byte yes);
    [DllImport(Library)] internal static extern void rocksdb_ingest_external_file(nint db, byte** files, nuint count, nint options, byte** error);

    /// <summary>Throws what RocksDB said.</summary>
    internal static void Check(byte* error)
    {
        if (error != null)
        {
            var text = Marshal.PtrToStringUTF8((nint)error);
            rocksdb_free(error);
            throw new RowIndexException(text ?? "RocksDB failed");
        }
    }
}

/// <summary>The row index's engine failed.</summary>
public sealed class RowIndexException : Exception
{
    /// <summary>Empty.</summary>
    public RowIndexException()
    {
    }

    /// <summary>With what the engine said.</summary>
    public RowIndexException(string message)
        : base(message)
    {
    }

    /// <summary>With what the engine said and threw.</summary>
    public RowIndexException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
