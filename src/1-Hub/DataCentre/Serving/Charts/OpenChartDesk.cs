using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;

namespace CityHub.DataCentre.Serving.Charts;

/// <summary>Reads what the tab of charts shows.</summary>
internal sealed class OpenChartDesk(DrawChart draw, KeptCharts kept)
{
    public async Task<ChartDesk> Do(Readable read, ChartRequest asked, Caller caller, Language language, CancellationToken ct)
    {
        DrawnChart? drawn = null;
        Fault? fault = null;
        if (asked.Along is { Length: > 0 })
        {
            (await draw.Do(read, asked, caller, language, ct)).Try(out drawn, out fault);
        }

        return new(asked, drawn, fault, await Kept(read, caller, language, int.MaxValue, ct), caller.May(KeptCharts.Permission, read.Resource.ProviderPath))
        {
            Along = ChartChoices.Along(read.Columns), Suggested = ChartChoices.Suggested(read.Columns), Measures = ChartChoices.Measures(read.Columns), Splits = ChartChoices.Splits(read.Columns),
        };
    }

    /// <summary>The first kept charts with their pictures.</summary>
    public async Task<IReadOnlyList<(KeptChart Chart, DrawnChart? Drawn, Fault? Fault)>> Kept(Readable read, Caller caller, Language language, int most, CancellationToken ct)
    {
        var charts = new List<(KeptChart, DrawnChart?, Fault?)>();
        foreach (var chart in (await kept.Of(read.Resource, ct)).Take(most))
        {
            (await draw.Do(read, chart.Request, caller, language, ct)).Try(out var picture, out var why);
            charts.Add((chart, picture, why));
        }

        return charts;
    }
}
