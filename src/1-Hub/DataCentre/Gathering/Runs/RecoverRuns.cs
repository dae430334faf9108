using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Pushing;
using CityHub.DataCentre.Gathering.Refused;
using CityHub.DataCentre.Gathering.Watching;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>
/// Start-up: one process owns the data folder, so every run that is still "running" lost its lease. The table store says whether it committed.
/// </summary>
internal sealed class RecoverRuns(
    RunQueue queue, SweepSpool sweep, ILoader loader, SettleMended mended, SettleBatches batches, SettleWatched watched, IDbContextFactory<RecordsDb> records, TimeProvider clock) : IStartUp
{
    public async Task Start(CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        foreach (var row in await db.Set<RunRow>().Where(r => r.State == RunState.Running).ToListAsync(ct))
        {
            if (loader.Committed(row.Id) is { } result)
            {
                await mended.Settle(row, ct);
                RunEnd.Succeeded(row, result);
            }
            else
            {
                await mended.Release(row, ct);
                row.State = RunState.Interrupted;
                row.Fault = RunJson.Write(KeptFault.Of(GatheringFaults.Stopped));
            }

            await batches.Settle(db, row, ct);
            await watched.Settle(db, row, ct);
            (row.EndedAt, row.Phase, row.Owner) = (row.HeartbeatAt ?? clock.GetUtcNow(), null, null);
            db.Note(new AuditEntry("gathering.end", row.WhoId, row.WhoOrganisation, row.Application, row.ResourceCode, Rows: row.Kept, Detail: $"{row.Id} {row.State}"), clock);
            await db.SaveChangesAsync(ct);
        }

        await SettleWatched.QueueAgain(db, ct);
        if (await db.Set<RunRow>().AnyAsync(ct))
        {
            await mended.ReleaseOrphans(ct);
        }

        await sweep.Once(starting: true, ct);
        await queue.Pump();
    }
}
