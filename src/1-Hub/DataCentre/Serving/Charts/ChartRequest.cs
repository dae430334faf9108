using CityHub.DataCentre.Opening.ShowDataset;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Web;
using Microsoft.Extensions.Primitives;

namespace CityHub.DataCentre.Serving.Charts;

/// <summary>A picture of a resource as somebody asks for it (图表), without code.</summary>
/// <param name="Along">What stands along the axis: a column, or <c>year|quarter|month|week|day(column)</c>.</param>
/// <param name="Measure"><c>count</c>, or <c>sum|avg|min|max|distinct(column)</c>; <c>count</c> when left out.</param>
/// <param name="Split">A column: a series for each of its values. One series when left out.</param>
/// <param name="Shape"><c>line</c>, <c>bar</c> or <c>rows</c>; chosen by the axis when left out.</param>
/// <param name="Conditions">As on the page of rows: <c>column:op.value</c>.</param>
internal sealed record ChartRequest(string? Along, string? Measure = null, string? Split = null, [property: OneOf(typeof(ChartKind))] string? Shape = null, IReadOnlyList<string>? Conditions = null)
{
    public string MeasureOrCount => Measure is { Length: > 0 } measure ? measure : "count";

    /// <summary>The conditions as filters of the API.</summary>
    public IEnumerable<KeyValuePair<string, StringValues>> Filters => RowsView.Filters(Conditions ?? []);

    /// <summary>The shape that was asked for; null when the axis chooses.</summary>
    public Outcome<ChartKind?> AskedShape() => Shape switch
    {
        null or "" => (Outcome<ChartKind?>)(ChartKind?)null,
        "line" => (ChartKind?)ChartKind.Line,
        "bar" => (ChartKind?)ChartKind.Bar,
        "rows" => (ChartKind?)ChartKind.Rows,
        _ => ServingFaults.WrongParameter("shape", Shape, new("line、bar 或 rows", "line, bar or rows")),
    };
}
