using CityHub.DataCentre.Quality.Scoring;
using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Overview;

/// <summary>Which resources, and when.</summary>
/// <param name="Department">Organisation whose resources are meant, with all below it.</param>
/// <param name="District">District whose resources are meant, with all below it.</param>
/// <param name="Month">As of the end of this month, <c>yyyy-MM</c>; null for now.</param>
internal sealed record QualityQuery(string? Department = null, string? District = null, string? Month = null);

/// <summary>A dimension of a score, for readers.</summary>
/// <param name="Share">In [0, 1]; null when it was not measured.</param>
/// <param name="Why">Why it was not measured.</param>
internal sealed record DimensionShare(Dimension Dimension, string Name, double? Share, string? Why);

/// <summary>A resource in the list, worst first.</summary>
/// <param name="Score">0 to 100; null when nothing was gathered or not assessed yet.</param>
/// <param name="Rows">Visible rows when it was assessed.</param>
/// <param name="Refused">Refused rows that waited then.</param>
/// <param name="Run">Number of the run after which it was assessed.</param>
/// <param name="UpdatedAt">When its source was last gathered.</param>
/// <param name="Why">Why there is no score.</param>
internal sealed record QualityLine(
    string Code, string Title, string Provider, string ProviderName, double? Score, IReadOnlyList<DimensionShare> Dimensions, long? Rows, long? Refused, int? Run,
    DateTimeOffset? AssessedAt, DateTimeOffset? UpdatedAt, string? Why);

/// <summary>A page of the list.</summary>
/// <param name="Scored">Those of the total that have a score.</param>
/// <param name="Score">Mean of their scores; every resource counts the same.</param>
/// <param name="Refused">Refused rows that wait.</param>
internal sealed record QualityList(int Total, int Scored, double? Score, long Refused, IReadOnlyList<QualityLine> Items, string? Next);

/// <summary>A department in the list, worst first.</summary>
internal sealed record DepartmentLine(
    string Department, string Name, int Resources, int Scored, double? Score, long Refused, IReadOnlyList<DimensionShare> Dimensions);

/// <summary>The mean score at the end of a month; null when nothing was assessed by then.</summary>
internal sealed record TrendPoint(string Month, int Scored, double? Score, IReadOnlyList<DimensionShare> Dimensions);

/// <summary>The score of a resource after one run.</summary>
internal sealed record ScoredRun(int Run, string RunId, DateTimeOffset At, double? Score, long Rows, long Refused);

/// <summary>A resource's quality: its score now, what waits by rule, and its score after each run, newest first.</summary>
internal sealed record ResourceQualityAnswer(QualityLine Now, IReadOnlyList<RuleCount> Waiting, IReadOnlyList<ScoredRun> Runs);

/// <summary>Rows that wait because of a rule.</summary>
internal sealed record RuleCount(string Rule, string Title, Dimension Dimension, long Rows);

/// <summary>A dimension as it is worked out.</summary>
internal sealed record DimensionLine(Dimension Dimension, string Name, string Formula, string Basis, double Weight, IReadOnlyList<string> Rules);

/// <summary>Shapes scores for readers.</summary>
internal static class QualityShapes
{
    /// <summary>One decimal: more would say more than is known.</summary>
    public static double? Rounded(double? score) => score is { } s ? Math.Round(s, 4) : null;

    public static IReadOnlyList<DimensionShare> Shares(this Score score, Language language) =>
        [.. score.Dimensions.Select(d => new DimensionShare(d.Dimension, Dimensions.Title(d.Dimension).Name.In(language), d.Share, d.Why?.In(language)))];

    /// <summary>Mean share by dimension of those that were measured.</summary>
    public static IReadOnlyList<DimensionShare> Means(IReadOnlyList<Score> scores, Language language) =>
    [
        .. Dimensions.All.Select(d => new DimensionShare(
            d.Dimension, d.Name.In(language), scores.Select(s => s.Dimensions[(int)d.Dimension].Share).Average(), null)),
    ];
}
