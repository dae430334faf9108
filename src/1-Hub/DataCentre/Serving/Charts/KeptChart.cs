using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Serving.Charts;

/// <summary>A chart that stays on its resource's page (保留的图表).</summary>
internal sealed class KeptChartRow
{
    public required string Id { get; init; }
    public required string ResourceId { get; init; }
    public required string Title { get; init; }

    /// <summary>JSON of the <see cref="ChartRequest"/>; drawn anew for each reader.</summary>
    public required string Request { get; init; }
    public required string KeptBy { get; init; }
    public required DateTimeOffset KeptAtUtc { get; init; }
}

internal sealed class KeptChartTables : IRecordsModel
{
    public void Shape(ModelBuilder model) => model.Entity<KeptChartRow>(chart =>
    {
        chart.ToTable("datacentre_kept_charts");
        chart.HasKey(c => c.Id);
        chart.HasIndex(c => c.ResourceId);
    });
}
