using System.Text.Json;
using CityHub.Kernel;
using CityHub.Storage.RowIndex;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>
/// The way of a run: first pass; rows into a table that no reader sees, committed; keys sorted into files, fsynced; then one transaction that
/// settles duplicates, names the files, records the run and makes the rows visible; then the files are ingested. Killed anywhere, start-up
/// drops what no run names and completes what one does.
/// </summary>
internal sealed class Loader(TableStore tables, RowIndex index, Packer packer, LoadLimits limits) : ILoader
{
    private const int MaximumColumns = 2000;

    public LoadResult? Committed(string runId)
    {
        using var work = tables.Begin();
        return work.Query("select read, kept, changed, unchanged, refused, refused_by_rule, rows_now from runs where run_id = $1", runId) is [var r]
            ? new((long)r[0]!, (long)r[1]!, (long)r[2]!, (long)r[3]!, (long)r[4]!, JsonSerializer.Deserialize<Dictionary<string, long>>((string)r[5]!)!, (long)r[6]!)
            : null;
    }

    public async Task<Outcome<LoadResult>> Load(
        LoadPlan plan, IProgress<LoadProgress> progress, Func<Task<Fault?>> mayCommit, CancellationToken ct)
    {
        using var writing = await tables.Writing(plan.ResourceId, ct);
        if (Committed(plan.RunId) is { } done)
        {
            return done;
        }

        var entry = tables.Entry(plan.ResourceId);
        if (Fits(plan, entry) is { } unfit)
        {
            return unfit;
        }

        try
        {
            await Task.Run(() => packer.Complete(plan.ResourceId), ct);
            using var load = new Load(tables, index, limits, plan, tables.Entry(plan.ResourceId), progress, mayCommit, ct);
            return await load.Run();
        }
        catch (Exception e) when (Cause(e) is LoadRefused or TableException or RowIndexException or IOException)
        {
            ct.ThrowIfCancellationRequested();
            return Cause(e) is LoadRefused refused ? refused.Fault : StoreFault(Cause(e));
        }
    }

    private static Fault? Fits(LoadPlan plan, TableEntry? entry)
    {
        if (plan.Columns.Count > MaximumColumns)
        {
            return LoadingFaults.TooManyColumns(plan.Columns.Count, MaximumColumns);
        }

        if (plan.Mode == LoadMode.Upsert && plan.Key.Count == 0)
        {
            return LoadingFaults.UpsertNeedsKey;
        }

        var same = entry is null || plan.Mode == LoadMode.Replace
            || (entry.Visible.Columns.SequenceEqual(plan.Columns.Select(c => c.Column)) && entry.Visible.Key.SequenceEqual(plan.Key));
        return same ? null : LoadingFaults.ColumnsChanged;
    }

    /// <summary>What several threads threw: the first.</summary>
    private static Exception Cause(Exception e) => e is AggregateException several ? several.Flatten().InnerExceptions[0] : e;

    private static Fault StoreFault(Exception e) => FullDisk.Is(e) ? LoadingFaults.DiskFull : LoadingFaults.StoreFailed(e.Message);
}
