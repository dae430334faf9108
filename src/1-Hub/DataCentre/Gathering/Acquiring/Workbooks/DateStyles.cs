using System.Globalization;

namespace CityHub.DataCentre.Gathering.Acquiring.Workbooks;

/// <summary>What a number's format makes of it.</summary>
internal enum DateStyle
{
    Number,
    Date,
    Time,
}

/// <summary>Numbers of a workbook as canonical text.</summary>
internal static class DateStyles
{
    /// <summary>Built-in formats of ECMA-376 part 1, 18.8.30 (with those of Chinese locales), or the letters of an own format.</summary>
    public static DateStyle Of(int format, string? code) => code is null
        ? format switch
        {
            (>= 14 and <= 17) or 22 or (>= 27 and <= 31) or 36 or (>= 50 and <= 54) or 57 or 58 => DateStyle.Date,
            (>= 18 and <= 21) or (>= 32 and <= 35) or (>= 45 and <= 47) or 55 or 56 => DateStyle.Time,
            _ => DateStyle.Number,
        }
        : OfCode(code);

    /// <summary>A date serial as <c>yyyy-MM-dd</c> or <c>yyyy-MM-dd HH:mm:ss</c>; null when it is no day.</summary>
    public static string? Day(double serial, bool from1904)
    {
        if (serial is < 0 or >= 2958466 || double.IsNaN(serial))
        {
            return null;
        }

        // Excel's 1900 had a 29 February: serials before it are one day off from OLE dates.
        var days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
        var at = new DateTime(1899, 12, 30).AddSeconds(Math.Round(days * 86400));
        return at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    public static string Time(double serial) =>
        TimeSpan.FromSeconds(Math.Round((serial - Math.Floor(serial)) * 86400) % 86400).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);

    /// <summary>A number as people see it: 15 significant digits, no exponent.</summary>
    public static string Number(string stored)
    {
        if (stored.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0 && (stored.Length == 1 || (stored.Length is > 0 and <= 15 && stored[0] != '0')))
        {
            return stored;
        }

        if (!double.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
        {
            return stored;
        }

        var rounded = value.ToString("G15", CultureInfo.InvariantCulture);
        return rounded.Contains('E', StringComparison.Ordinal)
            && decimal.TryParse(rounded, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain)
            && (plain != 0 || value == 0)
            ? plain.ToString("0.############################", CultureInfo.InvariantCulture)
            : rounded;
    }

    private static DateStyle OfCode(string code)
    {
        bool date = false, time = false, quoted = false;
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
                case 'm' or 'M' when !quoted && !time:
                    date = true;
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

        return date ? DateStyle.Date : time ? DateStyle.Time : DateStyle.Number;
    }
}
