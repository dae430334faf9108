using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Serving.Profile;
using CityHub.Kernel;

namespace CityHub.DataCentre.Quality.Scoring;

/// <summary>One dimension of a score.</summary>
/// <param name="Share">In [0, 1]; null when it was not measured, never 0 for that.</param>
/// <param name="Why">Why it was not measured.</param>
internal sealed record DimensionScore(Dimension Dimension, double? Share, Words? Why = null);

/// <summary>质量得分 of a resource at a moment.</summary>
/// <param name="Overall">0 to 100, weighted mean of the dimensions that were measured; null when none was.</param>
/// <param name="Dimensions">All six, in order.</param>
internal sealed record Score(double? Overall, IReadOnlyList<DimensionScore> Dimensions)
{
    /// <summary>What an assessment says at a moment: everything is as it was found then, only the time since the last update goes on.</summary>
    /// <param name="found">The assessment.</param>
    /// <param name="at">The moment, not before the assessment.</param>
    /// <param name="weights">How much each dimension weighs.</param>
    /// <param name="accessibility">Accessibility now, when it is known better than then.</param>
    public static Score Of(Assessment found, DateTimeOffset at, QualityWeights weights, double? accessibility = null)
    {
        IReadOnlyList<DimensionScore> dimensions =
        [
            new(Dimension.Conformity, found.Conformity, Unmeasured(found.Conformity, NoRule)),
            new(Dimension.Completeness, found.Completeness, Unmeasured(found.Completeness, NoCells)),
            new(Dimension.Accuracy, found.Accuracy, Unmeasured(found.Accuracy, NoRule)),
            new(Dimension.Consistency, found.Consistency, Unmeasured(found.Consistency, NoRule)),
            new(Dimension.Timeliness, Timeliness(found.Cycle, found.UpdatedAt, at)),
            new(Dimension.Accessibility, accessibility ?? found.Accessibility),
        ];
        return new(Mean(dimensions, weights), dimensions);
    }

    /// <summary>Weighted mean of what was measured, times 100; null when nothing was. [D]: the standard names no weights.</summary>
    public static double? Mean(IEnumerable<DimensionScore> dimensions, QualityWeights weights)
    {
        var measured = dimensions.Where(d => d.Share is not null).Select(d => (Share: d.Share!.Value, Weight: weights.Of(d.Dimension))).ToList();
        var weight = measured.Sum(m => m.Weight);
        return weight > 0 ? 100 * measured.Sum(m => m.Share * m.Weight) / weight : null;
    }

    /// <summary>1 within one cycle of the last update, then the cycle divided by the time passed. [D]</summary>
    public static double Timeliness(UpdateCycle cycle, DateTimeOffset updatedAt, DateTimeOffset at)
    {
        var (allowed, passed) = (Freshness.Due(cycle, updatedAt) - updatedAt, at - updatedAt);
        return passed <= allowed ? 1 : allowed / passed;
    }

    /// <summary>Half for being published, half for rows that can be asked for. [D]</summary>
    public static double Accessibility(ResourceState state, bool hasRows) => (state == ResourceState.Published ? 0.5 : 0) + (hasRows ? 0.5 : 0);

    private static readonly Words NoRule = new("没有这一维度的规则，或没有行", "no rule of this dimension, or no rows");
    private static readonly Words NoCells = new("没有列的统计", "no figures of the columns");

    private static Words? Unmeasured(double? share, Words why) => share is null ? why : null;
}

/// <summary>How much each dimension weighs; all alike unless configured (<c>Quality:Weights:Timeliness</c> ...). [D]</summary>
internal sealed record QualityWeights
{
    public double Conformity { get; init; } = 1;
    public double Completeness { get; init; } = 1;
    public double Accuracy { get; init; } = 1;
    public double Consistency { get; init; } = 1;
    public double Timeliness { get; init; } = 1;
    public double Accessibility { get; init; } = 1;

    public double Of(Dimension dimension) => Math.Max(0, dimension switch
    {
        Dimension.Conformity => Conformity,
        Dimension.Completeness => Completeness,
        Dimension.Accuracy => Accuracy,
        Dimension.Consistency => Consistency,
        Dimension.Timeliness => Timeliness,
        _ => Accessibility,
    });
}
