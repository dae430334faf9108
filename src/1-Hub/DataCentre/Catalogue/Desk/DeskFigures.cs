using System.Globalization;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.FindResources;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Storage.Records;
using CityHub.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.Desk;

/// <summary>What the desk says first, within the caller's posts.</summary>
/// <param name="Published">Published resources, all.</param>
/// <param name="Waiting">First and next versions that wait for publication.</param>
/// <param name="RunsToday">Runs asked for since the city's midnight; null when the caller may not see runs.</param>
/// <param name="FailedToday">Those of them that failed.</param>
/// <param name="RefusedOpen">Refused rows that nobody has mended or dropped; null when the caller may not see runs.</param>
internal sealed record DeskSums(int Published, int Waiting, int? RunsToday, int? FailedToday, long? RefusedOpen);

/// <summary>Counts what stands on the desk.</summary>
internal sealed class DeskFigures(CatalogueBook book, CatalogueSearch search, IDbContextFactory<RecordsDb> records, ITableStore tables, TimeProvider clock)
{
    private const string SeesRuns = "gathering.read";

    public async Task<DeskSums> Of(Caller caller, CancellationToken ct)
    {
        var waiting = search.All(ResourceState.Draft, caller).Count();
        if (!caller.May(SeesRuns))
        {
            return new(book.Shelf.Published, waiting, null, null, null);
        }

        var midnight = new DateTimeOffset(clock.GetUtcNow().ToOffset(CityTime.Offset).Date, CityTime.Offset).ToUniversalTime();
        await using var db = await records.CreateDbContextAsync(ct);
        var today = await db.Set<RunRow>().AsNoTracking().Where(r => r.QueuedAt >= midnight)
            .Select(r => new { r.ProviderPath, r.State }).ToListAsync(ct);
        var mine = today.Where(r => caller.May(SeesRuns, r.ProviderPath)).ToList();
        return new(book.Shelf.Published, waiting, mine.Count, mine.Count(r => r.State == RunState.Failed), await RefusedOpen(caller, ct));
    }

    private async Task<long> RefusedOpen(Caller caller, CancellationToken ct)
    {
        // Rows refused before the last replacement cannot be mended any more.
        await using var db = await records.CreateDbContextAsync(ct);
        var replaced = await db.LastReplacements(ct);
        var open = 0L;
        await using var reader = await tables.Read("select resource, run, count(*) from refused_rows where state = 'open' group by resource, run", [], ct);
        while (await reader.Data.ReadAsync(ct))
        {
            var (id, run) = (reader.Data.GetString(0), Convert.ToInt32(reader.Data.GetValue(1), CultureInfo.InvariantCulture));
            if (run >= replaced.GetValueOrDefault(id) && await book.FindById(id, ct) is { } resource && caller.May(SeesRuns, resource.ProviderPath))
            {
                open += Convert.ToInt64(reader.Data.GetValue(2), CultureInfo.InvariantCulture);
            }
        }

        return open;
    }
}
