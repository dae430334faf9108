namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>Dates as offices write them, with one digit where one will do: brought to the usual form and read as that. Asked only after it was not the usual form.</summary>
internal static unsafe class WrittenDates
{
    /// <summary>A date as offices write it, <c>2024/1/3</c> or <c>2024年1月3日</c>.</summary>
    public static bool IsDate(ReadOnlySpan<byte> cell)
    {
        fixed (byte* text = cell)
        {
            return TryDate(text, cell.Length, out _);
        }
    }

    /// <summary>The same with a time, <c>2024/1/3 8:05</c>.</summary>
    public static bool IsTimestamp(ReadOnlySpan<byte> cell)
    {
        fixed (byte* text = cell)
        {
            return cell.IndexOf((byte)':') > 0 && TryTimestamp(text, cell.Length, out _);
        }
    }

    public static bool TryDate(byte* text, int length, out int days)
    {
        var padded = stackalloc byte[10];
        days = 0;
        return Pad(text, length, padded) && Cells.TryDate(padded, 10, out days);
    }

    public static bool TryTimestamp(byte* text, int length, out long microseconds)
    {
        const int Longest = 64;
        microseconds = 0;
        var date = new ReadOnlySpan<byte>(text, length).IndexOfAny((byte)' ', (byte)'T');
        date = date < 0 ? length : date;
        var padded = stackalloc byte[Longest];
        if (length > Longest - 4 || !Pad(text, date, padded))
        {
            return false;
        }

        // The hour may have one digit, too: 2024/1/3 8:05.
        byte* to = padded + 10, rest = text + date;
        var left = length - date;
        if (left > 2 && rest[2] == ':')
        {
            (to[0], to[1]) = (rest[0], (byte)'0');
            to += 2;
            rest++;
            left--;
        }

        new ReadOnlySpan<byte>(rest, left).CopyTo(new Span<byte>(to, Longest - (int)(to - padded)));
        return Cells.TryTimestamp(padded, (int)(to - padded) + left, out microseconds);
    }

    /// <summary>2024/1/3, 2024-1-3 and 2024年1月3日 as yyyy-MM-dd; false for anything else.</summary>
    private static bool Pad(byte* text, int length, byte* padded)
    {
        var end = text + length;
        if (length < 8 || Cells.Digits(text, 4) < 0)
        {
            return false;
        }

        new ReadOnlySpan<byte>(text, 4).CopyTo(new Span<byte>(padded, 4));
        var p = text + 4;
        var chinese = Skip(ref p, end, "年"u8);
        var mark = *p;
        if (!chinese && (mark is not ((byte)'-' or (byte)'/') || ++p == end))
        {
            return false;
        }

        padded[4] = padded[7] = (byte)'-';
        if (!OneOrTwo(ref p, end, padded + 5) || (chinese ? !Skip(ref p, end, "月"u8) : p == end || *p++ != mark) || !OneOrTwo(ref p, end, padded + 8))
        {
            return false;
        }

        return (!chinese || Skip(ref p, end, "日"u8)) && p == end;
    }

    private static bool Skip(ref byte* p, byte* end, ReadOnlySpan<byte> word)
    {
        if (!new ReadOnlySpan<byte>(p, (int)(end - p)).StartsWith(word))
        {
            return false;
        }

        p += word.Length;
        return true;
    }

    private static bool OneOrTwo(ref byte* p, byte* end, byte* padded)
    {
        var digits = 0;
        while (digits < 2 && p + digits < end && (uint)(p[digits] - '0') <= 9)
        {
            digits++;
        }

        padded[0] = digits == 2 ? p[0] : (byte)'0';
        padded[1] = digits > 0 ? p[digits - 1] : (byte)'0';
        p += digits;
        return digits > 0;
    }
}
