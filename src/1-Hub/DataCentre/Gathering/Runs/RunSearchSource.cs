using CityHub.Kernel;
using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>Runs in the search box, for those who may see them: by resource, file name and number.</summary>
internal sealed class RunSearchSource(IDbContextFactory<RecordsDb> records) : ISearchSource
{
    private static readonly string[] Readers = [RunList.Permission];

    public string Kind => "run";

    public Words Title { get; } = new("汇聚运行", "Runs");

    public int Version => 1;

    public IReadOnlyList<SearchFacet> Facets => [];

    // Progress is written every second; a run is found by what does not change.
    public IReadOnlyList<SearchedTable> Tables { get; } = [new("datacentre_runs", nameof(RunRow.Id), [nameof(RunRow.Number), nameof(RunRow.QueuedAt)])];

    public async Task<IReadOnlyList<SearchDocument>> Read(IReadOnlyList<string> keys, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var rows = await db.Set<RunRow>().AsNoTracking().Where(r => keys.Contains(r.Id))
            .Select(r => new { r.Id, r.ResourceTitle, r.ResourceCode, r.Number, r.SourceName, r.ProviderPath, r.QueuedAt }).ToListAsync(ct);
        return [.. rows.Select(r => new SearchDocument(r.Id, new($"{r.ResourceTitle} 第 {r.Number} 次汇聚", $"{r.ResourceTitle}, run {r.Number}"), $"/console/gathering/runs/{r.Id}")
        {
            Summary = r.SourceName,
            Also = [r.ResourceCode],
            Rights = SearchRights.Holding(Readers, r.ProviderPath),
            PublishedAtUtc = r.QueuedAt,
            ChangedAtUtc = r.QueuedAt,
        })];
    }
}
