using System.Globalization;

namespace CityHub.DataCentre.Quality.Profiling;

/// <summary>The unit in which dates are counted: chosen so that some ten intervals cover them.</summary>
/// <param name="Name">As SQL's date_trunc names it.</param>
/// <param name="Steps">Numbers of units that make an interval people know.</param>
/// <param name="Format">How its beginning is written.</param>
internal sealed record CalendarUnit(string Name, IReadOnlyList<int> Steps, string Format)
{
    private static readonly CalendarUnit Hour = new("hour", [1, 2, 3, 6, 12], "yyyy-MM-dd HH:mm");
    private static readonly CalendarUnit Day = new("day", [1, 2, 7, 14, 28], "yyyy-MM-dd");
    private static readonly CalendarUnit Month = new("month", [1, 2, 3, 6, 12], "yyyy-MM");
    private static readonly CalendarUnit Year = new("year", [1, 2, 5, 10, 20, 50, 100], "yyyy");

    public static CalendarUnit For(DateTime least, DateTime greatest) => (greatest - least).TotalDays switch
    {
        <= 3 when least.TimeOfDay != TimeSpan.Zero || greatest.TimeOfDay != TimeSpan.Zero => Hour,
        <= 120 => Day,
        <= 1200 => Month,
        _ => Year,
    };

    /// <summary>Number of the unit since year 0 or day 0.</summary>
    public long Number(DateTime at) => Name switch
    {
        "year" => at.Year,
        "month" => (at.Year * 12L) + at.Month - 1,
        "day" => at.Ticks / TimeSpan.TicksPerDay,
        _ => at.Ticks / TimeSpan.TicksPerHour,
    };

    /// <summary>The unit's beginning as text; beyond the calendar its number.</summary>
    public string Text(double number) => (Name, number) switch
    {
        ("year", _) => number.ToString("0000", CultureInfo.InvariantCulture),
        ("month", >= 12 and < 120000) => new DateTime((int)number / 12, ((int)number % 12) + 1, 1).ToString(Format, CultureInfo.InvariantCulture),
        ("day", >= 0 and < 3652059) => new DateTime((long)number * TimeSpan.TicksPerDay).ToString(Format, CultureInfo.InvariantCulture),
        ("hour", >= 0 and < 3652059d * 24) => new DateTime((long)number * TimeSpan.TicksPerHour).ToString(Format, CultureInfo.InvariantCulture),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };
}
