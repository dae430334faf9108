using System.Globalization;

namespace CityHub.DataCentre.Gathering.Acquiring.Workbooks;

/// <summary>What a number's format makes of it.</summary>
internal enum DateStyle
{
    Number,
    Date,
    Time,
}

/// <summary>What a cell's style makes of a number.</summary>
/// <param name="Kind">A date, a time, or a number.</param>
/// <param name="Zeros">Least digits that are shown, for codes such as 000002; else 0.</param>
internal readonly record struct NumberStyle(DateStyle Kind, int Zeros);

/// <summary>Numbers of a workbook as canonical text.</summary>
internal static class DateStyles
{
    private const double DayMilliseconds = 86_400_000;
    private const double DaysMost = 2_958_466; // 10000-01-01

    private static readonly DateTime DayZero = new(1899, 12, 30);

    /// <summary>Built-in formats of ECMA-376 part 1, 18.8.30 (with those of Chinese locales), or the letters of an own format.</summary>
    public static DateStyle Of(int format, string? code) => code is null
        ? format switch
        {
            (>= 14 and <= 17) or 22 or (>= 27 and <= 31) or 36 or (>= 50 and <= 54) or 57 or 58 => DateStyle.Date,
            (>= 18 and <= 21) or (>= 32 and <= 35) or (>= 45 and <= 47) or 55 or 56 => DateStyle.Time,
            _ => DateStyle.Number,
        }
        : OfCode(code);

    /// <summary>Digits that a format of nothing but zeros fills up to; 0 for any other.</summary>
    public static int ZerosOf(string? code) => code is { Length: > 1 } && !code.AsSpan().ContainsAnyExcept('0') ? code.Length : 0;

    /// <summary>A whole number filled up to so many digits, as people see the code that it is; anything else as it stands.</summary>
    public static string Filled(string number, int zeros) => zeros > number.Length && !number.AsSpan().ContainsAnyExceptInRange('0', '9') ? number.PadLeft(zeros, '0') : number;

    /// <summary>A date serial as <c>yyyy-MM-dd</c> or <c>yyyy-MM-dd HH:mm:ss[.fff]</c>; null when it is no day.</summary>
    public static string? Day(double serial, bool from1904)
    {
        // Excel's 1900 had a 29 February: serials before it are one day off from OLE dates.
        var days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
        return serial >= 0 && Math.Round(days * DayMilliseconds) is >= 0 and < DaysMost * DayMilliseconds and var milliseconds
            ? Instant(DayZero.AddTicks((long)milliseconds * TimeSpan.TicksPerMillisecond))
            : null;
    }

    /// <summary>A day, or a day and its time to the millisecond.</summary>
    public static string Instant(DateTime at) => at.TimeOfDay == TimeSpan.Zero ? at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : at.ToString(at.Millisecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.FFF", CultureInfo.InvariantCulture);

    public static string Time(double serial) => Time(TimeSpan.FromTicks((long)(Math.Round((serial - Math.Floor(serial)) * DayMilliseconds) % DayMilliseconds) * TimeSpan.TicksPerMillisecond));

    public static string Time(TimeSpan time) => time.ToString(time.Milliseconds == 0 ? @"hh\:mm\:ss" : @"hh\:mm\:ss\.FFF", CultureInfo.InvariantCulture);

    /// <summary>
    /// A number as people see it. Whole numbers are as they are written: spreadsheets hold 15 digits, but other programs write id numbers of 18. Of others spreadsheets show
    /// 15 digits, and what stands behind them is what binary arithmetic left over; no exponent where it can be written out.
    /// </summary>
    /// <param name="exact">Every digit counts.</param>
    public static string Number(string stored, bool exact = false)
    {
        if (IsWhole(stored))
        {
            return stored;
        }

        if (!double.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return stored;
        }

        var shortest = value.ToString(exact ? "R" : "G15", CultureInfo.InvariantCulture);
        return shortest.Contains('E', StringComparison.Ordinal)
            && decimal.TryParse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number.ToString("0.############################", CultureInfo.InvariantCulture) is var plain
            && double.Parse(plain, CultureInfo.InvariantCulture) == double.Parse(shortest, CultureInfo.InvariantCulture)
            ? plain
            : shortest;
    }

    private static bool IsWhole(ReadOnlySpan<char> stored)
    {
        var digits = stored is ['-', not '0', ..] ? stored[1..] : stored;
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static DateStyle OfCode(string code)
    {
        bool date = false, time = false, quoted = false, monthOrMinute = false;
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '"':
                    quoted = !quoted;
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '[' when !quoted:
                    var close = code.IndexOf(']', i);
                    var inner = close < 0 ? "" : code[(i + 1)..close];
                    time |= inner is "h" or "hh" or "m" or "mm" or "s" or "ss" or "H" or "HH";
                    i = close < 0 ? i : close;
                    break;
                case 'y' or 'Y' or 'd' or 'D' or 'e' when !quoted:
                    date = true;
                    break;
                case 'h' or 'H' or 's' or 'S' when !quoted:
                    time = true;
                    break;
                case 'm' or 'M' when !quoted:
                    monthOrMinute = true;
                    break;
                case ';' when !quoted:
                    i = code.Length;
                    break;
                case 'G' when code[i..].StartsWith("General", StringComparison.Ordinal):
                    return DateStyle.Number;
                case '0' or '#' or '?' when !quoted && !time:
                    return DateStyle.Number;
            }
        }

        // What goes with hours or seconds alone, such as mm:ss, is minutes.
        date |= monthOrMinute && !time;
        return date ? DateStyle.Date : time ? DateStyle.Time : DateStyle.Number;
    }
}
