using CityHub.DataCentre.Gathering.Loading;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>Runs that replaced all rows of a resource (整体替换): what an earlier run refused cannot be mended any more, since it would mix into newer data.</summary>
internal static class Replacements
{
    /// <summary>Number of the last one of a resource; 0 when there was none.</summary>
    public static async Task<int> LastReplacement(this RecordsDb db, string resourceId, CancellationToken ct) =>
        await Committed(db).Where(r => r.ResourceId == resourceId).MaxAsync(r => (int?)r.Number, ct) ?? 0;

    /// <summary>Number of the last one by resource, of those that had one.</summary>
    public static Task<Dictionary<string, int>> LastReplacements(this RecordsDb db, CancellationToken ct) =>
        Committed(db).GroupBy(r => r.ResourceId).Select(g => new { g.Key, Last = g.Max(r => r.Number) }).ToDictionaryAsync(g => g.Key, g => g.Last, ct);

    private static IQueryable<RunRow> Committed(RecordsDb db) => db.Set<RunRow>().AsNoTracking().Where(r => r.Mode == LoadMode.Replace && r.State == RunState.Succeeded);
}
