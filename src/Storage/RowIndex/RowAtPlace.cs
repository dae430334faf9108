using System.Buffers.Binary;
using CityHub.Storage.Tables;
using CityHub.Storage.Tables.Native;

namespace CityHub.Storage.RowIndex;

/// <summary>Rows as the index serves them, packed from what SQL prints.</summary>
internal static class RowAtPlace
{
    /// <summary>The row of a run and line; null when the table has none (it gave way to another meanwhile).</summary>
    public static byte[]? Read(TableStore tables, VisibleTable table, int run, long line)
    {
        using var lease = tables.Rent();
        try
        {
            using var reader = new ChunkReader(
                lease.Connection,
                $"select {string.Join(", ", table.Columns.Select(TableText.Of))} from {table.TableName} where _run = {run} and _line = {line}",
                table.Columns.Count);
            if (!reader.Next())
            {
                return null;
            }

            var packed = new byte[Packing.Size(reader, 0, 0, table.Columns.Count)];
            Packing.Write(packed, reader, 0, 0, table.Columns.Count);
            return packed;
        }
        catch (TableException) when (tables.Entry(table.ResourceId)?.Visible.TableName != table.TableName)
        {
            return null;
        }
    }
}

/// <summary>Writes the layout of <see cref="PackedRow"/> from text columns.</summary>
internal static class Packing
{
    public static int Size(ChunkReader rows, int row, int firstColumn, int columns)
    {
        var size = 2 + (columns * 4);
        for (var i = 0; i < columns; i++)
        {
            size += rows.IsNull(firstColumn + i, row) ? 0 : rows.Text(firstColumn + i, row).Length;
        }

        return size;
    }

    public static void Write(Span<byte> packed, ChunkReader rows, int row, int firstColumn, int columns)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(packed, (ushort)columns);
        var text = packed[(2 + (columns * 4))..];
        var end = 0;
        for (var i = 0; i < columns; i++)
        {
            var missing = rows.IsNull(firstColumn + i, row);
            if (!missing)
            {
                var cell = rows.Text(firstColumn + i, row);
                cell.CopyTo(text[end..]);
                end += cell.Length;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(packed[(2 + (i * 4))..], (uint)end | (missing ? PackedRow.NullBit : 0));
        }
    }
}
