using System.Globalization;
using System.Text;
using CityHub.DataCentre.Serving.Query;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.LookUp;

/// <summary>
/// Key values as the row index writes them (<see cref="TableText"/>), so that equal values are one key however they are written:
/// <c>01</c> and <c>1</c>, <c>1.5</c> and <c>1.50</c>, <c>T</c> or a blank before the time.
/// </summary>
internal static class KeyText
{
    /// <summary>Stands between the values of a key of several items.</summary>
    public const byte Between = 0x1f;

    /// <summary>Rewrites a value in place; its length may change. Not for text, which is its own form.</summary>
    /// <param name="buffer">Holds the value; at least <see cref="LookUpRequest.LongestKey"/> bytes.</param>
    public static Fault? Rewrite(TableColumn column, Span<byte> buffer, ref int length)
    {
        var text = Encoding.UTF8.GetString(buffer[..length]);
        if (!Parse(column, text).Try(out var value, out var fault))
        {
            return fault;
        }

        length = Encoding.UTF8.GetBytes(Write(value.Value, column.Type) ?? text, buffer);
        return null;
    }

    /// <summary>The value as the index has it; null for a number with more places than the column, which no row has.</summary>
    internal static string? Write(object value, ColumnType type) => value switch
    {
        decimal number => WriteDecimal(number, type.Precision, type.Scale),
        double number => WriteDouble(number),
        DateTime at => at.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        _ => ColumnValue.Write(value),
    };

    // To JSON 1.0 is as whole as 1, so a whole number is read as a decimal without places.
    private static Outcome<TypedValue> Parse(TableColumn column, string text)
    {
        if (column.Type.Kind != ColumnKind.Integer)
        {
            return ColumnValue.Parse(column.Name, column.Type.Kind, text);
        }

        return ColumnValue.Parse(column.Name, ColumnKind.Decimal, text).Try(out var number, out _) && decimal.IsInteger((decimal)number.Value)
            ? number
            : ServingFaults.WrongValue(column.Name, text, ColumnValue.Expected(ColumnKind.Integer));
    }

    private static string? WriteDecimal(decimal number, int precision, int scale)
    {
        if (decimal.Round(number, scale) != number)
        {
            return null;
        }

        // A decimal knows -0, the table does not. Where a column has places only, DuckDB prints no zero before the point.
        var text = (number == 0 ? 0m : number).ToString("F" + scale.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return scale < precision || scale == 0 ? text : text.Replace("0.", ".", StringComparison.Ordinal);
    }

    // Both write the fewest digits that read back. They differ in the letter, in .0 after a whole number, and from 1e16 to 1e17, which only .NET writes out.
    private static string WriteDouble(double number)
    {
        if (!double.IsFinite(number))
        {
            return double.IsNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }

        var text = number.ToString("R", CultureInfo.InvariantCulture);
        if (text.Contains('E', StringComparison.Ordinal))
        {
            return text.Replace('E', 'e');
        }

        if (Math.Abs(number) < 1e16)
        {
            return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
        }

        var first = number < 0 ? 2 : 1;
        var rest = text[first..].TrimEnd('0');
        return $"{text[..first]}{(rest.Length > 0 ? "." : "")}{rest}e+16";
    }
}
