using System.Text.Json;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Serving.Charts;

/// <summary>A kept chart: what it asks for, by whom and when.</summary>
internal sealed record KeptChart(string Id, string Title, ChartRequest Request, string KeptBy, DateTimeOffset KeptAt);

/// <summary>Asks that a chart stays on the page.</summary>
/// <param name="Title">1 to 60 characters.</param>
internal sealed record KeepChart(string? Title, ChartRequest? Chart);

/// <summary>图表留在页面上: kept by those who keep the resource's entry, seen by all who read its rows.</summary>
internal sealed class KeptCharts(IDbContextFactory<RecordsDb> records, DrawChart draw, TimeProvider clock)
{
    /// <summary>Who keeps the entry keeps its charts.</summary>
    public const string Permission = "catalogue.register";
    private const int Most = 12;
    private const int LongestTitle = 60;

    public async Task<IReadOnlyList<KeptChart>> Of(Resource resource, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var rows = await db.Set<KeptChartRow>().AsNoTracking().Where(c => c.ResourceId == resource.Id).OrderBy(c => c.KeptAtUtc).ToListAsync(ct);
        return [.. rows.Select(Shown)];
    }

    public async Task<Outcome<KeptChart>> Keep(Readable read, KeepChart asked, Caller caller, CancellationToken ct)
    {
        if (!caller.May(Permission, read.Resource.ProviderPath))
        {
            return ServingFaults.ChartsNotYours(read.Resource.Code);
        }

        if (asked.Title?.Trim() is not { Length: > 0 and <= LongestTitle } title)
        {
            return ServingFaults.ChartTitle(LongestTitle);
        }

        // What cannot be drawn is not kept.
        if ((await draw.Do(read, asked.Chart ?? new(null), caller, Language.Chinese, ct)).Fault is { } fault)
        {
            return fault;
        }

        await using var db = await records.CreateDbContextAsync(ct);
        if (await db.Set<KeptChartRow>().CountAsync(c => c.ResourceId == read.Resource.Id, ct) >= Most)
        {
            return ServingFaults.TooMuch("charts", Most);
        }

        var row = new KeptChartRow
        {
            Id = Id.New(), ResourceId = read.Resource.Id, Title = title, Request = JsonSerializer.Serialize(asked.Chart), KeptBy = caller.Name, KeptAtUtc = clock.GetUtcNow(),
        };
        db.Add(row);
        db.Note(AuditEntry.By(caller, "serving.chart-kept", read.Resource.Code) with { Detail = row.Id }, clock);
        await db.SaveChangesAsync(ct);
        return Shown(row);
    }

    public async Task<Outcome<KeptChart>> Remove(Resource resource, string id, Caller caller, CancellationToken ct)
    {
        if (!caller.May(Permission, resource.ProviderPath))
        {
            return ServingFaults.ChartsNotYours(resource.Code);
        }

        await using var db = await records.CreateDbContextAsync(ct);
        if (await db.Set<KeptChartRow>().SingleOrDefaultAsync(c => c.Id == id && c.ResourceId == resource.Id, ct) is not { } row)
        {
            return ServingFaults.ChartMissing(id);
        }

        db.Remove(row);
        db.Note(AuditEntry.By(caller, "serving.chart-removed", resource.Code) with { Detail = id }, clock);
        await db.SaveChangesAsync(ct);
        return Shown(row);
    }

    private static KeptChart Shown(KeptChartRow row) => new(row.Id, row.Title, JsonSerializer.Deserialize<ChartRequest>(row.Request)!, row.KeptBy, row.KeptAtUtc);
}
