using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.Uses;
using CityHub.DataCentre.Opening.ShowDataset;
using CityHub.DataCentre.Quality.Overview;
using CityHub.DataCentre.Serving.Charts;
using CityHub.DataCentre.Serving.Profile;
using CityHub.Kernel;

namespace CityHub.DataCentre.Serving.ShowResource;

/// <summary>What the page of a resource has read; its tabs show it. What a tab does not need is not read.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Rows">How many rows it has; null before the first run.</param>
/// <param name="Runs">Its committed runs, newest first.</param>
internal sealed record ResourceShown(Resource Resource, long? Rows, IReadOnlyList<CommittedRun> Runs)
{
    /// <summary>Figures of its columns.</summary>
    public ProfileAnswer? Profile { get; init; }

    /// <summary>Its score.</summary>
    public ResourceQualityAnswer? Quality { get; init; }

    /// <summary>What can be drawn of it.</summary>
    public DatasetChart? Chart { get; init; }

    /// <summary>The tab of charts; null when it is not open.</summary>
    public ChartDesk? Charts { get; init; }

    /// <summary>Kept charts that the overview shows.</summary>
    public IReadOnlyList<(KeptChart Chart, DrawnChart? Drawn, Fault? Fault)> Kept { get; init; } = [];

    /// <summary>Who uses it; null when its tab is not open.</summary>
    public ResourceUsesAnswer? Uses { get; init; }

    /// <summary>What the address asks of its rows.</summary>
    public required RowsAddress Query { get; init; }

    /// <summary>The rows; null when they were not read.</summary>
    public RowsView? View { get; init; }

    /// <summary>Why rows were refused.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Columns shown.</summary>
    public IReadOnlyList<GridColumn> Grid { get; init; } = [];

    /// <summary>Columns there are.</summary>
    public IReadOnlyList<GridColumn> AllColumns { get; init; } = [];

    /// <summary>Code as in addresses.</summary>
    public string InAddress => ResourceCode.InAddress(Resource.Code);
}
