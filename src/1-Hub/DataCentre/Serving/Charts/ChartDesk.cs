using CityHub.Kernel;

namespace CityHub.DataCentre.Serving.Charts;

/// <summary>What the tab of charts shows.</summary>
/// <param name="Asked">What the address asks for; without an axis nothing is drawn.</param>
/// <param name="Drawn">Its picture.</param>
/// <param name="Fault">Why there is none.</param>
/// <param name="Kept">The kept charts with their pictures, or why they cannot be drawn any more.</param>
/// <param name="MayKeep">Whether the reader keeps charts of this resource.</param>
internal sealed record ChartDesk(ChartRequest Asked, DrawnChart? Drawn, Fault? Fault, IReadOnlyList<(KeptChart Chart, DrawnChart? Drawn, Fault? Fault)> Kept, bool MayKeep)
{
    public required IReadOnlyList<ChartChoice> Along { get; init; }

    /// <summary>The axis that stands chosen before one is asked for.</summary>
    public string? Suggested { get; init; }

    public required IReadOnlyList<ChartChoice> Measures { get; init; }

    public required IReadOnlyList<ChartChoice> Splits { get; init; }
}
