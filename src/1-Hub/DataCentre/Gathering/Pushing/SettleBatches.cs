using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Pushing;

/// <summary>
/// What becomes of batches when their run ends, written down with that end. A run that the program or the disk stopped gives them back to wait;
/// one that failed on what several of them hold is tried in halves, so that the batch at fault ends alone and the others are gathered.
/// </summary>
internal sealed class SettleBatches(Spool spool, BatchBell bell, IDbContextFactory<RecordsDb> records, TimeProvider clock)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    public async Task Settle(RecordsDb db, RunRow run, CancellationToken ct)
    {
        var batches = await db.Set<BatchRow>().Where(b => b.RunId == run.Id && b.State != BatchState.Gathered).ToListAsync(ct);
        var fault = RunJson.Read<KeptFault>(run.Fault);
        foreach (var batch in batches)
        {
            switch (run.State)
            {
                case RunState.Succeeded:
                    (batch.State, batch.EndedAt) = (BatchState.Gathered, clock.GetUtcNow());
                    break;
                case RunState.Interrupted:
                    Release(batch);
                    break;
                case RunState.Failed when ByItself(fault):
                    Release(batch);
                    batch.NotBefore = clock.GetUtcNow() + Pause(batch.Attempts++);
                    break;
                case RunState.Failed when fault is { Status: 422 } && batches.Count > 1:
                    Release(batch);
                    batch.Most = batches.Count / 2;
                    break;
                default:
                    (batch.State, batch.EndedAt) = (BatchState.Failed, clock.GetUtcNow());
                    break;
            }
        }

        if (batches.Count > 0)
        {
            bell.Ring();
        }
    }

    /// <summary>A run whose batches were given to others is not resumed: that would double them.</summary>
    public static async Task<Fault?> MayResume(RecordsDb db, RunRow run, CancellationToken ct)
    {
        if (RunJson.Read<Source>(run.Source)?.Expected is null)
        {
            return null;
        }

        var batches = await db.Set<BatchRow>().Where(b => b.RunId == run.Id && b.State == BatchState.Failed).ToListAsync(ct);
        foreach (var batch in batches)
        {
            (batch.State, batch.EndedAt) = (BatchState.Joined, null);
        }

        return batches.Count == 0 ? PushFaults.GatheredElsewhere(run.Id) : null;
    }

    /// <summary>Removes the lines of batches whose run has committed.</summary>
    public async Task Drop(string run, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        foreach (var batch in await db.Set<BatchRow>().Where(b => b.RunId == run && b.State == BatchState.Gathered).Select(b => b.Id).ToListAsync(ct))
        {
            File.Delete(spool.Batch(batch));
        }
    }

    // A full disk, a store that failed, items that were edited meanwhile: another attempt may succeed.
    private static bool ByItself(KeptFault? fault) => fault is null || fault.Status >= 500 || fault.Code == GatheringFaults.ResourceChanged("").Code;

    private static TimeSpan Pause(int attempts) =>
        TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, Math.Min(attempts, 10))));

    private static void Release(BatchRow batch) => (batch.State, batch.RunId, batch.Before) = (BatchState.Waiting, null, 0);
}
