namespace CityHub.Storage.RowIndex;

/// <summary>
/// Look-ups by key (核验). The key of a row is the UTF-8 text of its key items, joined by U+001F when there are several, exactly as
/// gathered (leading zeros kept; dates as yyyy-MM-dd).
/// </summary>
public interface IRowIndex
{
    /// <summary>Finds a row. False when no row has the key. The row is only valid until <paramref name="row"/> is disposed.</summary>
    bool TryFind(string resourceId, ReadOnlySpan<byte> key, out IndexedRow row);
}

/// <summary>A row as the index answers it: fields in the order of <see cref="Tables.VisibleTable.Columns"/>, as UTF-8 text.</summary>
public readonly ref struct IndexedRow(ReadOnlySpan<byte> packed, Action<IntPtr>? release, IntPtr handle)
{
    private readonly ReadOnlySpan<byte> _packed = packed;

    /// <summary>Number of fields.</summary>
    public int Count => PackedRow.Count(_packed);

    /// <summary>Field as UTF-8 text; <paramref name="isNull"/> tells a missing value.</summary>
    public ReadOnlySpan<byte> Field(int ordinal, out bool isNull) => PackedRow.Field(_packed, ordinal, out isNull);

    /// <summary>Gives the native memory back.</summary>
    public void Dispose() => release?.Invoke(handle);
}
