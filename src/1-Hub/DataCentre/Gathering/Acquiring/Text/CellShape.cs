using System.Buffers.Text;
using System.Text;
using CityHub.DataCentre.Gathering.Loading;

namespace CityHub.DataCentre.Gathering.Acquiring.Text;

/// <summary>What a cell looks like. One cell may look like several; a column is what all of its cells are.</summary>
[Flags]
internal enum CellShapes
{
    None = 0,
    Integer = 1,
    Decimal = 2,
    Date = 4,
    Timestamp = 8,
    Boolean = 16,

    /// <summary>A number with an exponent, too.</summary>
    Double = 32,

    /// <summary>yyyyMMdd of the years 1900 to 2100.</summary>
    CompactDate = 64,

    /// <summary>Digits that begin with a zero: a code, never a number.</summary>
    LeadingZero = 128,

    /// <summary>A decimal, or one with commas between groups of three digits.</summary>
    Grouped = 256,
    All = Integer | Decimal | Date | Timestamp | Boolean | Double | CompactDate | Grouped,
}

/// <summary>Looks at single cells, without allocating.</summary>
internal static class CellShape
{
    /// <summary>Those of the asked shapes that the cell has; <see cref="CellShapes.LeadingZero"/> on top where it applies.</summary>
    public static CellShapes Of(ReadOnlySpan<byte> cell, CellShapes asked)
    {
        var found = CellShapes.None;
        if ((asked & (CellShapes.Integer | CellShapes.Decimal | CellShapes.Grouped)) != 0)
        {
            found |= Number(cell) & (asked | CellShapes.LeadingZero);
        }

        if ((asked & CellShapes.Grouped) != 0 && (found & CellShapes.Grouped) == 0 && GroupedNumbers.Is(cell) && GroupedNumbers.DigitsOf(cell) <= 18)
        {
            found |= CellShapes.Grouped;
        }

        if ((asked & CellShapes.Double) != 0
            && ((found & CellShapes.Decimal) != 0 || (Utf8Parser.TryParse(cell, out double value, out var used) && used == cell.Length && double.IsFinite(value))))
        {
            found |= CellShapes.Double;
        }

        if ((asked & CellShapes.CompactDate) != 0 && IsCompactDate(cell))
        {
            found |= CellShapes.CompactDate;
        }

        if ((asked & CellShapes.Date) != 0 && (IsDate(cell) || WrittenDates.IsDate(cell)))
        {
            found |= CellShapes.Date;
        }

        if ((asked & CellShapes.Timestamp) != 0 && (IsTimestamp(cell) || WrittenDates.IsTimestamp(cell)))
        {
            found |= CellShapes.Timestamp;
        }

        if ((asked & CellShapes.Boolean) != 0 && IsBoolean(cell))
        {
            found |= CellShapes.Boolean;
        }

        return found;
    }

    public static bool IsCompactDate(ReadOnlySpan<byte> cell) =>
        cell.Length == 8 && Digits(cell[..4], out var year) && Digits(cell[4..6], out var month) && Digits(cell[6..], out var day)
        && year is >= 1900 and <= 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>yyyy-MM-dd or yyyy/MM/dd, a real day.</summary>
    public static bool IsDate(ReadOnlySpan<byte> cell) =>
        cell is [_, _, _, _, (byte)'-' or (byte)'/', _, _, (byte)'-' or (byte)'/', _, _] && cell[4] == cell[7]
        && Digits(cell[..4], out var year) && Digits(cell[5..7], out var month) && Digits(cell[8..], out var day)
        && year is >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>yyyy-MM-dd HH:mm[:ss[.ffffff]] with a space or T between.</summary>
    public static bool IsTimestamp(ReadOnlySpan<byte> cell)
    {
        if (cell.Length is < 16 or > 26 || cell[10] is not ((byte)' ' or (byte)'T') || !IsDate(cell[..10]) || cell[13] != ':'
            || !Digits(cell[11..13], out var hour) || hour > 23 || !Digits(cell[14..16], out var minute) || minute > 59)
        {
            return false;
        }

        var rest = cell[16..];
        return rest.IsEmpty
            || (rest.Length >= 3 && rest[0] == ':' && Digits(rest[1..3], out var second) && second <= 59
                && (rest.Length == 3 || (rest.Length is >= 5 and <= 10 && rest[3] == '.' && Digits(rest[4..], out _))));
    }

    private static CellShapes Number(ReadOnlySpan<byte> cell)
    {
        var digits = cell is [(byte)'-' or (byte)'+', ..] ? cell[1..] : cell;
        var whole = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (whole < 0)
        {
            return digits.IsEmpty ? CellShapes.None
                : digits is [(byte)'0', _, ..] ? CellShapes.LeadingZero
                : digits.Length <= 18 ? CellShapes.Integer | CellShapes.Decimal | CellShapes.Grouped
                : CellShapes.None;
        }

        if (whole == 0 || digits[whole] != '.' || digits.Length > 19 || digits is [(byte)'0', not (byte)'.', ..])
        {
            return CellShapes.None;
        }

        var fraction = digits[(whole + 1)..];
        return fraction.Length > 0 && fraction.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 ? CellShapes.Decimal | CellShapes.Grouped : CellShapes.None;
    }

    // Only words: 0 and 1 are numbers first.
    private static bool IsBoolean(ReadOnlySpan<byte> cell) =>
        cell.Length is >= 3 and <= 5
        && (Ascii.EqualsIgnoreCase(cell, "true"u8) || Ascii.EqualsIgnoreCase(cell, "false"u8) || cell.SequenceEqual("是"u8) || cell.SequenceEqual("否"u8));

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var b in text)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (b - '0');
        }

        return true;
    }
}
