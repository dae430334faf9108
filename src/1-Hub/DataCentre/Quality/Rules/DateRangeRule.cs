using System.Globalization;
using System.Text;
using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Rules;

/// <summary>A day or an instant within limits, both included; a limit without a time means its whole day.</summary>
/// <param name="least">First instant, yyyyMMddHHmmss; null for none.</param>
/// <param name="most">Last instant; null for none.</param>
/// <param name="notFuture">True when the upper limit is the day of the run, for the words.</param>
internal sealed class DateRangeRule(long? least, long? most, bool notFuture) : CellRule("range", RuleTitles.Of("range").Title, null)
{
    private readonly long _least = least ?? 0;
    private readonly long _most = most ?? long.MaxValue;

    public override bool Holds(ReadOnlySpan<byte> cell) =>
        !Utf8Text.TryInstant(cell, out var instant) || (instant >= _least && instant <= _most);

    public override Words Explain(string value)
    {
        var late = Utf8Text.TryInstant(Encoding.UTF8.GetBytes(value), out var instant) && instant > _most;
        return late switch
        {
            true when notFuture => new($"晚于今天（{Day(_most)}）", $"later than today ({Day(_most)})"),
            true => new($"不应晚于 {Day(_most)}", $"should not be later than {Day(_most)}"),
            _ => new($"不应早于 {Day(_least)}", $"should not be earlier than {Day(_least)}"),
        };
    }

    /// <summary>Not after the day of the run.</summary>
    public static DateRangeRule NotFuture(DateOnly today) => new(null, EndOf(today), true);

    /// <summary>The limits as a rule; null when neither is a date.</summary>
    public static DateRangeRule? Of(string? least, string? most)
    {
        long? low = Limit(least) is { } l ? l : null;
        long? high = Limit(most) is { } m ? (m % 1_000_000 == 0 ? m + 235959 : m) : null;
        return low is null && high is null ? null : new(low, high, false);
    }

    private static long EndOf(DateOnly day) => ((((day.Year * 100L) + day.Month) * 100) + day.Day) * 1_000_000 + 235959;

    private static long? Limit(string? text) =>
        text is not null && Utf8Text.TryInstant(Encoding.UTF8.GetBytes(text), out var instant) ? instant : null;

    private static string Day(long instant) =>
        string.Create(CultureInfo.InvariantCulture, $"{instant / 10000000000:0000}-{instant / 100000000 % 100:00}-{instant / 1000000 % 100:00}");
}
