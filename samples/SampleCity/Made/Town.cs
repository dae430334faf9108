using System.Globalization;
using CityHub.SampleCity.Places;

namespace CityHub.SampleCity;

/// <summary>The city at a scale and a seed: what every maker of rows is handed.</summary>
internal sealed class Town(CityMap map, double scale, ulong seed)
{
    public CityMap Map { get; } = map;

    public ulong Seed { get; } = seed;

    /// <summary>How many at this scale; at least one.</summary>
    public int Count(int whole) => Math.Max(1, (int)(whole * scale));

    /// <summary>Dice for one maker.</summary>
    public Dice Dice(string part) => SampleCity.Dice.For(Seed, part);
}

/// <summary>Values as text, the same in every country.</summary>
internal static class Cell
{
    public static string Of(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);

    public static string Of(double value, int places) => value.ToString("F" + places, CultureInfo.InvariantCulture);

    public static string Of(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Of(DateTime at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Number(string prefix, long number, int digits) => prefix + number.ToString("D" + digits, CultureInfo.InvariantCulture);

    /// <summary>A day in the years up to the city's last day.</summary>
    public static DateOnly Day(ref Dice dice, int years) => CityMap.AsOf.AddDays(-dice.Below(years * 365));

    public static string Phone(ref Dice dice) => Number("023-6", dice.Below(10_000_000), 7);
}
