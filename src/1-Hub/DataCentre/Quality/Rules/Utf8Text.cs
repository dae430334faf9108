using System.Buffers.Binary;
using System.Numerics;

namespace CityHub.DataCentre.Quality.Rules;

/// <summary>Reads values out of UTF-8 cells without making strings.</summary>
internal static class Utf8Text
{
    /// <summary>Characters (Unicode code points): every byte that does not continue one.</summary>
    public static int Characters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        var at = 0;
        for (; at + 8 <= text.Length; at += 8)
        {
            // A continuing byte is 10xxxxxx: top bit set, next bit clear.
            var word = BinaryPrimitives.ReadUInt64LittleEndian(text[at..]);
            count += 8 - BitOperations.PopCount(word & ~(word << 1) & 0x8080808080808080UL);
        }

        for (; at < text.Length; at++)
        {
            count += (text[at] & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    /// <summary>
    /// A day or an instant as the number yyyyMMddHHmmss (local time): <c>2026-11-23</c>, <c>2026/11/23</c>, <c>20261123</c>, each with an optional
    /// time after a space or T. False when the text is no real date: then the type rule speaks.
    /// </summary>
    public static bool TryInstant(ReadOnlySpan<byte> text, out long instant)
    {
        instant = 0;
        int year, month, day, rest;
        if (text.Length >= 8 && Digits(text[..8], out var compact))
        {
            (year, month, day, rest) = (compact / 10000, compact / 100 % 100, compact % 100, 8);
        }
        else if (text.Length >= 8 && Digits(text[..4], out year) && text[4] is (byte)'-' or (byte)'/')
        {
            rest = 5;
            if (!OneOrTwoDigits(text, ref rest, out month) || rest >= text.Length || text[rest++] != text[4] || !OneOrTwoDigits(text, ref rest, out day))
            {
                return false;
            }
        }
        else
        {
            return false;
        }

        if (!IsDay(year, month, day))
        {
            return false;
        }

        var seconds = 0;
        if (rest < text.Length && !Time(text[rest..], out seconds))
        {
            return false;
        }

        instant = ((((year * 100L) + month) * 100) + day) * 1_000_000 + seconds;
        return true;
    }

    /// <summary>Whether the day exists in the calendar.</summary>
    public static bool IsDay(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && (day <= 28 || day <= DateTime.DaysInMonth(year, month));

    /// <summary>A run of digits, at most nine, as a number.</summary>
    public static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit > 9)
            {
                return false;
            }

            value = (value * 10) + (int)digit;
        }

        return text.Length > 0;
    }

    private static bool OneOrTwoDigits(ReadOnlySpan<byte> text, ref int at, out int value)
    {
        var length = at + 1 < text.Length && text[at + 1] is >= (byte)'0' and <= (byte)'9' ? 2 : 1;
        value = 0;
        if (at + length > text.Length || !Digits(text.Slice(at, length), out value))
        {
            return false;
        }

        at += length;
        return true;
    }

    // " HH:mm", "THH:mm:ss", a fraction behind it is of no use for an order of days.
    private static bool Time(ReadOnlySpan<byte> text, out int hoursMinutesSeconds)
    {
        hoursMinutesSeconds = 0;
        if (text.Length < 6 || text[0] is not ((byte)' ' or (byte)'T') || text[3] != ':'
            || !Digits(text[1..3], out var hours) || !Digits(text[4..6], out var minutes))
        {
            return false;
        }

        var seconds = 0;
        if (text.Length >= 9 && (text[6] != ':' || !Digits(text[7..9], out seconds)))
        {
            return false;
        }

        hoursMinutesSeconds = (((hours * 100) + minutes) * 100) + seconds;
        return hours < 24 && minutes < 60 && seconds < 60;
    }
}
