using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityHub.DataCentre.Gathering.Pushing;

/// <summary>
/// Makes runs of the batches that wait: one at a time for a resource, with all that has come meanwhile. The busier a resource, the larger its runs.
/// </summary>
internal sealed class GatherBatches(
    ICatalogue catalogue, JoinBatches join, StartRun start, Spool spool, BatchBell bell, IDbContextFactory<RecordsDb> records, GatheringOptions options,
    TimeProvider clock, ILogger<GatherBatches> log) : BackgroundService
{
    // The bell may ring a moment before what it rings for is committed; this is when it is found then.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Once(stoppingToken);
                await bell.Wait(Look, stoppingToken);
                await Task.Delay(options.BatchWaitMilliseconds, stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogError(error, "Batches cannot be gathered now; tried again in {Seconds} s", Look.Seconds);
                await Task.Delay(Look, stoppingToken);
            }
        }
    }

    /// <summary>Begins a run for every resource whose batches wait and that works on none.</summary>
    public async Task Once(CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var busy = db.Set<BatchRow>().Where(b => b.State == BatchState.Joined).Select(b => b.ResourceId);
        var resources = await db.Set<BatchRow>().Where(b => b.State == BatchState.Waiting && !busy.Contains(b.ResourceId)).Select(b => b.ResourceId).Distinct().ToListAsync(ct);
        foreach (var resource in resources)
        {
            await Gather(resource, ct);
        }
    }

    private async Task Gather(string resourceId, CancellationToken ct)
    {
        var waiting = await Waiting(resourceId, ct);
        if (waiting is not [var first, ..] || first.NotBefore > clock.GetUtcNow())
        {
            return; // the first is tried again later; the order of arrival stays
        }

        if (waiting.FirstOrDefault(b => !File.Exists(spool.Batch(b.Id))) is { } lost)
        {
            await GiveUp(lost, PushFaults.Lost(lost.Id), ct);
            bell.Ring();
            return;
        }

        if (await catalogue.FindById(resourceId, ct) is not { } resource)
        {
            await GiveUp(first, GatheringFaults.ResourceWithdrawn(first.ResourceCode), ct);
            bell.Ring();
            return;
        }

        var (run, batches) = (Id.New(), await Task.Run(() => join.Choose(waiting, resource, ct), ct));
        var source = await Task.Run(() => join.Write(batches, resource, run), ct);
        var queued = await start.Queue(resource, Sender(first), run, source, first.Mode, null, null, null, null, ct, db => Hand(db, batches, run, ct));
        if (queued.Fault is { } fault)
        {
            throw new InvalidOperationException(fault.Code);
        }
    }

    private async Task<List<BatchRow>> Waiting(string resourceId, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        return await db.Set<BatchRow>().AsNoTracking().Where(b => b.ResourceId == resourceId && b.State == BatchState.Waiting)
            .OrderBy(b => b.Sequence).Take(options.BatchesAtOnce).ToListAsync(ct);
    }

    // In the transaction that makes the run.
    private static async Task Hand(RecordsDb db, IReadOnlyList<BatchRow> batches, string run, CancellationToken ct)
    {
        var chosen = batches.ToDictionary(b => b.Sequence, b => b.Before);
        foreach (var batch in await db.Set<BatchRow>().Where(b => chosen.Keys.Contains(b.Sequence)).ToListAsync(ct))
        {
            (batch.State, batch.RunId, batch.Before) = (BatchState.Joined, run, chosen[batch.Sequence]);
        }
    }

    private async Task GiveUp(BatchRow lost, Fault why, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var batch = await db.Set<BatchRow>().SingleAsync(b => b.Sequence == lost.Sequence, ct);
        (batch.State, batch.EndedAt, batch.Fault) = (BatchState.Failed, clock.GetUtcNow(), RunJson.Write(KeptFault.Of(why)));
        await db.SaveChangesAsync(ct);
    }

    // For the run's record only; what she may is asked when the run starts.
    private static Caller Sender(BatchRow batch) => new(
        batch.WhoId, batch.WhoName, batch.Application,
        batch.WhoOrganisation is { } organisation ? [new(organisation, organisation, new("", ""), organisation, new HashSet<string>())] : []);
}
