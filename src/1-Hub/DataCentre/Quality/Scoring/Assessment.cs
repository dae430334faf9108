using CityHub.DataCentre.Catalogue;

namespace CityHub.DataCentre.Quality.Scoring;

/// <summary>What was found of a resource after a run: all that its score is worked out from.</summary>
/// <param name="ResourceId">Resource.</param>
/// <param name="Run">Number of the run; a run that mends counts like any other.</param>
/// <param name="RunId">Its id.</param>
/// <param name="At">When it was assessed.</param>
/// <param name="UpdatedAt">When its source was last gathered: a run that only mends, or keeps no row, does not make data newer.</param>
/// <param name="Cycle">Update cycle then.</param>
/// <param name="Rows">Rows that are visible.</param>
/// <param name="Refused">Refused rows that wait to be mended.</param>
/// <param name="BrokenByRule">Waiting rows by rule.</param>
internal sealed record Assessment(
    string ResourceId, int Run, string RunId, DateTimeOffset At, DateTimeOffset UpdatedAt, UpdateCycle Cycle, long Rows, long Refused,
    IReadOnlyDictionary<string, long> BrokenByRule)
{
    public double? Conformity { get; init; }

    public double? Completeness { get; init; }

    public double? Accuracy { get; init; }

    public double? Consistency { get; init; }

    public double? Accessibility { get; init; }
}

/// <summary>Works an assessment's shares out. Pure.</summary>
internal static class Assess
{
    /// <summary>The dimensions that a resource's rules can speak for.</summary>
    /// <param name="items">Its items.</param>
    /// <param name="rules">Its compiled rules.</param>
    public static IReadOnlySet<Dimension> Measured(IReadOnlyList<InformationItem> items, RuleSet rules)
    {
        // The loader itself checks field count and type of every row.
        var codes = rules.Cells.SelectMany(c => c).Select(r => r.Code).Concat(rules.Rows.Select(r => r.Code)).Append("type");
        return codes.Concat(items.Any(i => i.Key) ? ["unique"] : []).Select(Dimensions.Of).ToHashSet();
    }

    /// <summary>Share of the rows there should be that keep a dimension's rules; null when it has none or there are no rows.</summary>
    /// <param name="rows">Visible rows.</param>
    /// <param name="refused">Refused rows that wait.</param>
    /// <param name="broken">Those of them that break a rule of the dimension.</param>
    public static double? Kept(long rows, long refused, long broken, bool measured) =>
        measured && rows + refused > 0 ? 1 - ((double)broken / (rows + refused)) : null;

    /// <summary>Mean of 数据元素完整性 (cells with a value) and 数据记录完整性 (rows that were not refused for a missing value); null without figures of the cells.</summary>
    public static double? Completeness(double? filledCells, long rows, long refused, long lacking) =>
        filledCells is { } filled && Kept(rows, refused, lacking, measured: true) is { } kept ? (filled + kept) / 2 : null;
}
