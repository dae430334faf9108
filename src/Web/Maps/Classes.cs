namespace CityHub.Web;

/// <summary>The classes of a map: round limits with about as many districts in each.</summary>
public static class Classes
{
    // Limits a reader can keep in mind: these times a power of ten.
    private static readonly double[] Round = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10];

    /// <summary>Limits between the classes, rising; empty when all values are alike.</summary>
    /// <param name="values">Values; missing ones do not count.</param>
    /// <param name="classes">At most this many classes, 2 to 7.</param>
    public static IReadOnlyList<double> Limits(IEnumerable<double?> values, int classes = 6)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 7);
        var sorted = values.OfType<double>().Where(double.IsFinite).Order().ToList();
        if (sorted.Count == 0 || sorted[0] == sorted[^1])
        {
            return [];
        }

        return [.. Enumerable.Range(1, classes - 1)
            .Select(i => RoundOff(sorted[(int)((long)i * sorted.Count / classes)]))
            .Where(limit => limit > sorted[0] && limit <= sorted[^1])
            .Distinct().Order()];
    }

    /// <summary>Which class a value is in, from 0; a value on a limit belongs above it.</summary>
    public static int Of(double value, IReadOnlyList<double> limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return limits.Count(limit => value >= limit);
    }

    /// <summary>Number of the <c>seq</c> token, 1 to 7, spread over the whole scale; 0 (seq-none) for a missing value.</summary>
    public static int Token(double? value, IReadOnlyList<double> limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        return value is not { } v || !double.IsFinite(v) ? 0 : TokenOf(Of(v, limits), limits.Count + 1);
    }

    /// <summary>Token of a class among so many.</summary>
    public static int TokenOf(int number, int classes) => classes == 1 ? 4 : 1 + (int)Math.Round(number * 6.0 / (classes - 1));

    private static double RoundOff(double value)
    {
        if (value == 0)
        {
            return 0;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))));
        // Decimal arithmetic, so that 1.2 times 0.1 is 0.12.
        var nearest = Round.MinBy(r => Math.Abs((r * power) - Math.Abs(value)));
        return Math.Sign(value) * (double)((decimal)nearest * (decimal)power);
    }
}
