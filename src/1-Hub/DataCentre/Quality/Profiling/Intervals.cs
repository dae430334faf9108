using System.Globalization;

namespace CityHub.DataCentre.Quality.Profiling;

/// <summary>Intervals of a histogram with ends that people read easily: 1, 2 or 5 times a power of ten; whole days, months, years.</summary>
/// <param name="Start">Where the first begins: a number, or a count of units since year 0.</param>
/// <param name="Width">Width of each.</param>
/// <param name="Count">How many.</param>
internal sealed record Intervals(double Start, double Width, int Count)
{
    private const int Most = 16;
    private static readonly double[] Steps = [1, 2, 5, 10];

    /// <summary>Intervals for numbers from the least to the greatest.</summary>
    /// <param name="whole">Whether only whole numbers occur.</param>
    public static Intervals Of(double least, double greatest, bool whole)
    {
        var wide = (greatest - least) / (Most - 2);
        var power = wide > 0 ? Math.Pow(10, Math.Floor(Math.Log10(wide))) : 1;
        var width = wide <= 0 ? 1 : power * Steps.First(step => power * step >= wide * 0.999999);
        return From(least, greatest, whole ? Math.Max(1, width) : width);
    }

    /// <summary>Intervals for units (days, months, years) from the least to the greatest.</summary>
    public static Intervals OfUnits(long least, long greatest, IReadOnlyList<int> steps)
    {
        var wanted = (greatest - least + 1) / (double)(Most - 2);
        var step = steps.FirstOrDefault(s => s >= wanted);
        return step > 0 ? From(least, greatest, step) : Of(least, greatest, whole: true);
    }

    /// <summary>Where an interval begins.</summary>
    public double Begin(int interval) => Start + (interval * Width);

    /// <summary>Its beginning as text, with the decimals that its width asks for.</summary>
    public string Text(int interval)
    {
        var decimals = Math.Clamp((int)-Math.Floor(Math.Log10(Width)), 0, 12);
        return Math.Round(Begin(interval), decimals).ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
    }

    private static Intervals From(double least, double greatest, double width)
    {
        // 0.027 lies 14 widths of 0.001 from 0.013, not 13.999...
        const double Rounding = 1e-9;
        var start = Math.Floor((least / width) + Rounding) * width;
        return new(Math.Min(start, least), width, Math.Max(1, (int)Math.Floor(((greatest - start) / width) + Rounding) + 1));
    }
}
