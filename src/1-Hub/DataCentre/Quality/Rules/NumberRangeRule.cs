using System.Buffers.Text;
using System.Globalization;
using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Rules;

/// <summary>A number within limits, both included. What is no number is left to the type rule.</summary>
internal sealed class NumberRangeRule(decimal? least, decimal? most) : CellRule("range", RuleTitles.Of("range").Title, null)
{
    // Powers of ten up to 10^22 are exact doubles, so a mantissa below 2^53 divided by one is rounded once, as the parser of the limits rounds.
    private static readonly double[] PowersOfTen = [.. Enumerable.Range(0, 16).Select(n => Math.Pow(10, n))];

    private readonly double _least = least is { } l ? (double)l : double.NegativeInfinity;
    private readonly double _most = most is { } m ? (double)m : double.PositiveInfinity;

    public override bool Holds(ReadOnlySpan<byte> cell)
    {
        if (TryShort(cell, out var value))
        {
            return value >= _least && value <= _most;
        }

        if (Utf8Parser.TryParse(cell, out decimal exact, out var used) && used == cell.Length)
        {
            return exact >= (least ?? decimal.MinValue) && exact <= (most ?? decimal.MaxValue);
        }

        return !Utf8Parser.TryParse(cell, out value, out used) || used != cell.Length || (value >= _least && value <= _most);
    }

    public override Words Explain(string value) => (least, most) switch
    {
        ({ } low, { } high) => new($"应在 {low} 到 {high} 之间", $"should lie between {low} and {high}"),
        ({ } low, null) => new($"不应小于 {low}", $"should not be less than {low}"),
        (null, { } high) => new($"不应大于 {high}", $"should not be more than {high}"),
        _ => new("", ""),
    };

    /// <summary>The limits as a rule; null when neither is a number.</summary>
    public static NumberRangeRule? Of(string? least, string? most)
    {
        var (low, high) = (Limit(least), Limit(most));
        return low is null && high is null ? null : new(low, high);
    }

    private static decimal? Limit(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit) ? limit : null;

    private static bool TryShort(ReadOnlySpan<byte> cell, out double value)
    {
        value = 0;
        var negative = cell[0] == '-';
        var at = negative || cell[0] == '+' ? 1 : 0;
        if (cell.Length - at is < 1 or > 16)
        {
            return false;
        }

        var (mantissa, places, digits) = (0L, -1, 0);
        for (; at < cell.Length; at++)
        {
            var digit = (uint)(cell[at] - '0');
            if (digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
                digits++;
                places += places >= 0 ? 1 : 0;
            }
            else if (cell[at] == '.' && places < 0)
            {
                places = 0;
            }
            else
            {
                return false;
            }
        }

        if (digits is 0 or > 15)
        {
            return false;
        }

        value = places > 0 ? mantissa / PowersOfTen[places] : mantissa;
        value = negative ? -value : value;
        return true;
    }
}
