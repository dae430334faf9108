using CityHub.Kernel;

namespace CityHub.Web;

/// <summary>One figure a district, for the maps.</summary>
/// <param name="Title">What: 常住人口.</param>
/// <param name="Unit">Unit: 人; empty when there is none.</param>
/// <param name="Span">As of when: 2020 年 11 月 1 日.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Values">By GB/T 2260 code; null or absent is missing.</param>
public sealed record MapFigures(Words Title, Words Unit, Words Span, Words Source, IReadOnlyDictionary<string, double?> Values)
{
    /// <summary>Decimals.</summary>
    public int Decimals { get; init; }

    /// <summary>Where a district leads; null for nowhere.</summary>
    public Func<string, string?> Href { get; init; } = _ => null;

    /// <summary>A value as written in a table.</summary>
    public string Write(double? value) => Show.Number(value, Decimals);

    /// <summary>A limit as written in a legend: 40万 in Chinese, 400k in English.</summary>
    public static string Brief(double value, Language language)
    {
        var size = Math.Abs(value);
        var (divide, suffix) = language == Language.English
            ? size switch { >= 1e6 => (1e6, "M"), >= 1e4 => (1e3, "k"), _ => (1.0, "") }
            : size switch { >= 1e8 => (1e8, "亿"), >= 1e4 => (1e4, "万"), _ => (1.0, "") };
        return (value / divide).ToString("#,0.##", System.Globalization.CultureInfo.InvariantCulture) + suffix;
    }
}

/// <summary>Gives the page 城市地图 a figure to show. Modules register as many as they have.</summary>
public interface IMapLayer
{
    /// <summary>Key in the address: <c>population</c>.</summary>
    string Key { get; }

    /// <summary>The figures; null when there are none yet.</summary>
    ValueTask<MapFigures?> Figures(CancellationToken ct);
}
