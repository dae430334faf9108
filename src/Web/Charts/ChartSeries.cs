namespace CityHub.Web;

/// <summary>Shape of a chart.</summary>
public enum ChartKind
{
    /// <summary>Lines over time, labelled at their ends.</summary>
    Line,

    /// <summary>Upright bars from 0.</summary>
    Bar,

    /// <summary>Lying bars from 0: long labels, rankings.</summary>
    Rows,
}

/// <summary>One series of a chart.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Values">One for each category; null leaves a gap.</param>
/// <param name="Meaning"><c>accent</c>, <c>late</c>, <c>due</c>, <c>fine</c> where the colour means something; else the next category colour.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double?> Values, string? Meaning = null);

/// <summary>A target drawn as a dashed line with its name.</summary>
public sealed record ChartTarget(double Value, string Name);
