using System.Runtime.CompilerServices;
using CityHub.Storage.Tables.Native;

namespace CityHub.Storage.Tables;

/// <summary>Rows for the table store, made by several threads at once, a batch at a time.</summary>
public interface IBatchSource
{
    /// <summary>Columns of each batch.</summary>
    IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>How many workers may run at once; one worker has one thread at a time.</summary>
    int Threads { get; }

    /// <summary>A new worker. The store disposes it.</summary>
    IBatchWorker Open();
}

/// <summary>Fills batches.</summary>
public interface IBatchWorker : IDisposable
{
    /// <summary>Fills the batch and returns its number of rows; 0 ends this worker. Text that was handed over as a pointer must stay until the next call.</summary>
    int Fill(in Batch batch);
}

/// <summary>
/// A native chunk to fill: <see cref="Capacity"/> slots for each column. The fast way writes through <see cref="Data"/>, the easy way
/// through <see cref="SetText(int, int, ReadOnlySpan{byte})"/> and <see cref="Set{T}(int, int, T)"/>.
/// </summary>
public readonly unsafe ref struct Batch
{
    private readonly nint _chunk;

    internal Batch(nint chunk) => _chunk = chunk;

    /// <summary>Rows a batch can hold.</summary>
    public static int Capacity { get; } = (int)DuckDb.duckdb_vector_size();

    /// <summary>
    /// First slot of a column. Slot sizes: text 16 bytes (see <see cref="TextSlot"/>), integer, double, timestamp (µs since 1970) 8,
    /// date (days since 1970) 4, boolean 1, decimal 2, 4 or 8 for a precision up to 4, 9, 18.
    /// </summary>
    public byte* Data(int column) => DuckDb.duckdb_vector_get_data(DuckDb.duckdb_data_chunk_get_vector(_chunk, (ulong)column));

    /// <summary>The column's bits, 1 for a value, 0 for NULL. Made on the first call; all 1 at first.</summary>
    public ulong* Validity(int column)
    {
        var vector = DuckDb.duckdb_data_chunk_get_vector(_chunk, (ulong)column);
        DuckDb.duckdb_vector_ensure_validity_writable(vector);
        return DuckDb.duckdb_vector_get_validity(vector);
    }

    /// <summary>Copies a text into the store's memory.</summary>
    public void SetText(int column, int row, ReadOnlySpan<byte> utf8)
    {
        fixed (byte* text = utf8)
        {
            byte nothing = 0;
            DuckDb.duckdb_vector_assign_string_element_len(
                DuckDb.duckdb_data_chunk_get_vector(_chunk, (ulong)column), (ulong)row, text == null ? &nothing : text, (ulong)utf8.Length);
        }
    }

    /// <summary>Sets a value of the slot's size.</summary>
    public void Set<T>(int column, int row, T value)
        where T : unmanaged => ((T*)Data(column))[row] = value;

    /// <summary>Makes a slot NULL.</summary>
    public void SetNull(int column, int row) => Validity(column)[row >> 6] &= ~(1UL << (row & 63));
}

/// <summary>DuckDB's 16-byte text slot (duckdb_string_t): length; then up to 12 bytes inline, or a 4-byte prefix and a pointer.</summary>
public static unsafe class TextSlot
{
    private static readonly ulong[] Low = [.. Enumerable.Range(0, 13).Select(n => n >= 8 ? ulong.MaxValue : (1UL << (n * 8)) - 1)];
    private static readonly uint[] High = [.. Enumerable.Range(0, 13).Select(n => n <= 8 ? 0u : (uint)((1UL << ((n - 8) * 8)) - 1))];

    /// <summary>Writes a text without copying it when it is long. At least 12 bytes must be readable at <paramref name="text"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write(byte* slot, byte* text, int length)
    {
        *(int*)slot = length;
        if (length <= 12)
        {
            *(ulong*)(slot + 4) = *(ulong*)text & Low[length];
            *(uint*)(slot + 12) = *(uint*)(text + 8) & High[length];
        }
        else
        {
            *(uint*)(slot + 4) = *(uint*)text;
            *(byte**)(slot + 8) = text;
        }
    }

    /// <summary>Reads a text. Valid as long as its chunk.</summary>
    internal static ReadOnlySpan<byte> Read(byte* slot)
    {
        var length = *(int*)slot;
        return length <= 12 ? new(slot + 4, length) : new(*(byte**)(slot + 8), length);
    }
}
