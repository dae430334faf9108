using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Serving.Query;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Storage.RowIndex;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.LookUp;

/// <summary>Answers of a look-up.</summary>
internal static class LookUpAnswer
{
    public static void WriteRow(AnswerBuffer to, in IndexedRow row, LookUpField[] fields)
    {
        foreach (var field in fields)
        {
            to.Put(field.Prefix);
            WriteField(to, row, field);
        }

        to.Put(fields.Length == 0 ? "{}"u8 : "}"u8);
    }

    /// <summary>Whether all values are equal: numbers and dates by value, text by its bytes.</summary>
    public static void WriteMatch(AnswerBuffer to, in IndexedRow row, List<(ReadableColumn Column, byte[] Value)> match)
    {
        var all = true;
        foreach (var (column, value) in match)
        {
            var text = Field(row, column.Ordinal, out var isNull);
            all &= !isNull && Same(column, text, value);
        }

        to.Put(all ? "{\"matches\":true}"u8 : "{\"matches\":false}"u8);
    }

    private static bool Same(ReadableColumn column, ReadOnlySpan<byte> text, byte[] value)
    {
        if (text.SequenceEqual(value))
        {
            return true;
        }

        var kind = column.Type.Kind;
        return kind != ColumnKind.Text
            && ColumnValue.Parse(column.Name, kind, Encoding.UTF8.GetString(text)).Try(out var a, out _)
            && ColumnValue.Parse(column.Name, kind, Encoding.UTF8.GetString(value)).Try(out var b, out _)
            && a.Equals(b);
    }

    private static void WriteField(AnswerBuffer to, in IndexedRow row, LookUpField field)
    {
        var text = Field(row, field.Ordinal, out var isNull);
        if (isNull)
        {
            to.Put("null"u8);
        }
        else if (field.Mask == MaskKind.None)
        {
            FieldJson.Value(to, text, field.Kind);
        }
        else
        {
            WriteMasked(to, text, field);
        }
    }

    private static void WriteMasked(AnswerBuffer to, ReadOnlySpan<byte> text, LookUpField field)
    {
        var masked = text.Length <= 512 ? stackalloc byte[Math.Max(10, text.Length)] : new byte[text.Length];
        var length = MaskText.Write(field.Mask, field.Kind, text, masked);
        if (length < 0)
        {
            to.Put("null"u8);
        }
        else
        {
            FieldJson.Text(to, masked[..length]);
        }
    }

    // A row written before the table got the column ends earlier.
    private static ReadOnlySpan<byte> Field(in IndexedRow row, int ordinal, out bool isNull)
    {
        if ((uint)ordinal < (uint)row.Count)
        {
            return row.Field(ordinal, out isNull);
        }

        isNull = true;
        return default;
    }
}
