using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>
/// Reads typed cells. Dates: yyyy-MM-dd, yyyy/MM/dd, yyyyMMdd, and with one digit as offices write them: 2024/1/3, 2024-1-3, 2024年1月3日. Times: a date, then a blank or T, HH:mm[:ss[.f]] (up to 6 digits), then nothing,
/// Z or an offset, which is turned into Beijing time. Booleans: true false 1 0 是 否 Y N. Decimals must fit precision and scale exactly; numbers with commas between groups of three digits are the worker's to bring here without them.
/// </summary>
internal static unsafe class Cells
{
    private static readonly long[] PowersOfTen = [.. Enumerable.Range(0, 19).Select(n => (long)Math.Pow(10, n))];

    /// <summary>Writes a value into its slot; false when the text is not of the type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Write(ColumnType type, byte* data, int row, byte* text, int length)
    {
        if (type.Kind == ColumnKind.Text)
        {
            TextSlot.Write(data + (row * 16), text, length);
            return true;
        }

        return WriteTyped(type, data, row, text, length);
    }

    /// <summary>Blanks around a typed value do not count.</summary>
    public static void Trim(ref byte* text, ref int length)
    {
        while (length > 0 && text[0] == ' ')
        {
            text++;
            length--;
        }

        while (length > 0 && text[length - 1] == ' ')
        {
            length--;
        }
    }

    private static bool WriteTyped(ColumnType type, byte* data, int row, byte* text, int length)
    {
        switch (type.Kind)
        {
            case ColumnKind.Integer:
                return Utf8Parser.TryParse(new ReadOnlySpan<byte>(text, length), out ((long*)data)[row], out var used) && used == length;
            case ColumnKind.Double:
                return Utf8Parser.TryParse(new ReadOnlySpan<byte>(text, length), out ((double*)data)[row], out used) && used == length
                    && double.IsFinite(((double*)data)[row]);
            case ColumnKind.Date:
                return TryDate(text, length, out ((int*)data)[row]) || WrittenDates.TryDate(text, length, out ((int*)data)[row]);
            case ColumnKind.Timestamp:
                return TryTimestamp(text, length, out ((long*)data)[row]) || WrittenDates.TryTimestamp(text, length, out ((long*)data)[row]);
            case ColumnKind.Boolean:
                return TryBoolean(new ReadOnlySpan<byte>(text, length), out ((bool*)data)[row]);
            case ColumnKind.Decimal:
                if (!TryDecimal(text, length, type.Precision, type.Scale, out var value))
                {
                    return false;
                }

                if (type.Precision <= 4)
                {
                    ((short*)data)[row] = (short)value;
                }
                else if (type.Precision <= 9)
                {
                    ((int*)data)[row] = (int)value;
                }
                else
                {
                    ((long*)data)[row] = value;
                }

                return true;
            default:
                throw new ArgumentOutOfRangeException(nameof(type));
        }
    }

    internal static bool TryDecimal(byte* text, int length, int precision, int scale, out long value)
    {
        value = 0;
        var i = 0;
        var negative = length > 0 && text[0] == '-';
        if (length > 0 && (text[0] == '-' || text[0] == '+'))
        {
            i = 1;
        }

        int digits = 0, places = -1, significant = 0;
        for (; i < length; i++)
        {
            var c = text[i];
            if (c == '.')
            {
                if (places >= 0)
                {
                    return false;
                }

                places = 0;
                continue;
            }

            var d = (uint)(c - '0');
            if (d > 9)
            {
                return false;
            }

            digits++;
            if (places >= scale)
            {
                // More places than the type has: only zeros lose nothing.
                if (d != 0)
                {
                    return false;
                }

                places++;
                continue;
            }

            places += places >= 0 ? 1 : 0;
            significant += significant > 0 || d != 0 ? 1 : 0;
            if (significant > 18)
            {
                return false;
            }

            value = (value * 10) + d;
        }

        if (digits == 0)
        {
            return false;
        }

        var missing = scale - Math.Clamp(places, 0, scale);
        if (value != 0 && significant + missing > precision)
        {
            return false;
        }

        value = value == 0 ? 0 : value * PowersOfTen[missing];
        value = negative ? -value : value;
        return true;
    }

    internal static bool TryDate(byte* text, int length, out int days)
    {
        days = 0;
        int year, month, day;
        if (length == 10 && (text[4] is (byte)'-' or (byte)'/') && text[7] == text[4])
        {
            (year, month, day) = (Digits(text, 4), Digits(text + 5, 2), Digits(text + 8, 2));
        }
        else if (length == 8)
        {
            (year, month, day) = (Digits(text, 4), Digits(text + 4, 2), Digits(text + 6, 2));
        }
        else
        {
            return false;
        }

        if (year < 1 || month is < 1 or > 12 || day < 1 || (day > 28 && day > DateTime.DaysInMonth(year, month)))
        {
            return false;
        }

        // Days of the civil calendar with years that begin in March (Hinnant, chrono-compatible date algorithms).
        var y = year - (month <= 2 ? 1 : 0);
        var era = y / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        days = (era * 146097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719468;
        return true;
    }

    internal static bool TryTimestamp(byte* text, int length, out long microseconds)
    {
        microseconds = 0;
        var dateLength = length >= 10 && (text[4] is (byte)'-' or (byte)'/') ? 10 : 8;
        if (length < dateLength || !TryDate(text, dateLength, out var days))
        {
            return false;
        }

        microseconds = days * 86_400_000_000L;
        if (length == dateLength)
        {
            return true;
        }

        var p = text + dateLength;
        var end = text + length;
        if ((*p != ' ' && *p != 'T') || end - p < 6 || p[3] != ':')
        {
            return false;
        }

        int hour = Digits(p + 1, 2), minute = Digits(p + 4, 2), second = 0;
        p += 6;
        long fraction = 0;
        if (p < end && *p == ':')
        {
            if (end - p < 3)
            {
                return false;
            }

            second = Digits(p + 1, 2);
            p += 3;
            if (p < end && *p == '.')
            {
                var places = 0;
                for (p++; p < end && (uint)(*p - '0') <= 9; p++, places++)
                {
                    fraction = (fraction * 10) + (*p - '0');
                }

                if (places is 0 or > 6)
                {
                    return false;
                }

                fraction *= PowersOfTen[6 - places];
            }
        }

        if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 59 || !TryOffset(p, end, out var minutesToBeijing))
        {
            return false;
        }

        microseconds += ((((((hour * 60) + minute + minutesToBeijing) * 60L) + second) * 1_000_000L) + fraction);
        return true;
    }

    /// <summary>Minutes to add to turn a time with this offset into UTC+8; none for a time without offset.</summary>
    private static bool TryOffset(byte* p, byte* end, out int minutes)
    {
        minutes = 0;
        if (p == end)
        {
            return true;
        }

        if (*p == 'Z' && p + 1 == end)
        {
            minutes = 480;
            return true;
        }

        if (*p != '+' && *p != '-')
        {
            return false;
        }

        var colon = end - p == 6 && p[3] == ':';
        if (!colon && end - p != 5 && end - p != 3)
        {
            return false;
        }

        int hours = Digits(p + 1, 2), rest = end - p == 3 ? 0 : Digits(p + (colon ? 4 : 3), 2);
        if ((uint)hours > 14 || (uint)rest > 59)
        {
            return false;
        }

        var offset = (hours * 60) + rest;
        minutes = 480 - (*p == '-' ? -offset : offset);
        return true;
    }

    private static bool TryBoolean(ReadOnlySpan<byte> text, out bool value)
    {
        value = false;
        switch (text.Length)
        {
            case 1:
                value = text[0] is (byte)'1' or (byte)'Y' or (byte)'y';
                return value || text[0] is (byte)'0' or (byte)'N' or (byte)'n';
            case 3:
                value = text.SequenceEqual("是"u8);
                return value || text.SequenceEqual("否"u8);
            case 4:
                value = Ascii.EqualsIgnoreCase(text, "true"u8);
                return value;
            case 5:
                return Ascii.EqualsIgnoreCase(text, "false"u8);
            default:
                return false;
        }
    }

    internal static int Digits(byte* text, int count)
    {
        var n = 0;
        for (var i = 0; i < count; i++)
        {
            var d = (uint)(text[i] - '0');
            if (d > 9)
            {
                return -1;
            }

            n = (n * 10) + (int)d;
        }

        return n;
    }
}
