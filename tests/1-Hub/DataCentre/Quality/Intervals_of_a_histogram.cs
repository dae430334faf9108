using CityHub.DataCentre.Quality.Profiling;
using Xunit;

namespace CityHub.DataCentre.Tests.Quality;

public sealed class Intervals_of_a_histogram
{
    [Theory]
    [InlineData(0, 100, false, "0", "10", 11)]
    [InlineData(3, 7, true, "3", "4", 5)]
    [InlineData(-5, 1200, true, "-100", "0", 14)]
    [InlineData(0.013, 0.027, false, "0.013", "0.014", 15)]
    [InlineData(42, 42, true, "42", "43", 1)]
    public void begin_where_people_would(double least, double greatest, bool whole, string first, string second, int count)
    {
        var intervals = Intervals.Of(least, greatest, whole);

        Assert.Equal((first, second, count), (intervals.Text(0), intervals.Text(1), intervals.Count));
        Assert.True(intervals.Begin(0) <= least && intervals.Begin(intervals.Count) > greatest);
    }

    [Theory]
    [InlineData("1931-05-01", "2020-03-01", "year", "1930", 10)]
    [InlineData("2025-01-15", "2026-04-01", "month", "2025-01", 8)]
    [InlineData("2026-04-01", "2026-04-08", "day", "2026-04-01", 8)]
    public void of_dates_are_days_months_or_years(string least, string greatest, string unit, string first, int count)
    {
        var (from, to) = (DateTime.Parse(least, null), DateTime.Parse(greatest, null));
        var chosen = CalendarUnit.For(from, to);
        var intervals = Intervals.OfUnits(chosen.Number(from), chosen.Number(to), chosen.Steps);

        Assert.Equal((unit, first, count), (chosen.Name, chosen.Text(intervals.Begin(0)), intervals.Count));
    }
}
