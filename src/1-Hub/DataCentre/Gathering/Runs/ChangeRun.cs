using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Databases;
using CityHub.DataCentre.Gathering.Pushing;
using CityHub.DataCentre.Gathering.Refused;
using CityHub.DataCentre.Gathering.Watching;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>取消与恢复: what may be done to a run after it was asked for.</summary>
internal sealed class ChangeRun(
    RunQueue queue, Spool spool, SettleMended mended, SettleBatches batches, SettleWatched watched, SourceConnections connections, StillMay still, IDbContextFactory<RecordsDb> records, TimeProvider clock)
{
    public async Task<Outcome<RunRow>> Cancel(string run, Caller caller, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var row = await db.Set<RunRow>().FirstOrDefaultAsync(r => r.Id == run, ct);
        if (row is null || !caller.May(StartRun.Permission, row.ProviderPath))
        {
            return GatheringFaults.RunMissing(run);
        }

        if (row.State is not (RunState.Queued or RunState.Running))
        {
            return GatheringFaults.NotRunning(run, row.State.ToString());
        }

        db.Note(AuditEntry.By(caller, "gathering.cancel", row.ResourceCode) with { Detail = run }, clock);
        var now = clock.GetUtcNow();
        int stopped;
        await using (var both = await db.Database.BeginTransactionAsync(ct))
        {
            stopped = await db.Set<RunRow>().Where(r => r.Id == run && r.State == RunState.Queued).ExecuteUpdateAsync(
                r => r.SetProperty(x => x.State, RunState.Cancelled).SetProperty(x => x.EndedAt, now), ct);
            if (stopped == 1)
            {
                (row.State, row.EndedAt) = (RunState.Cancelled, now);
                await batches.Settle(db, row, ct);
                await watched.Settle(db, row, ct);
            }

            await db.SaveChangesAsync(ct);
            await both.CommitAsync(ct);
        }

        if (stopped == 0)
        {
            await queue.Cancel(run);
        }
        else
        {
            await mended.Release(row, ct); // the refused rows it had claimed are open again
        }

        db.ChangeTracker.Clear();
        return await db.Set<RunRow>().FirstAsync(r => r.Id == run, ct);
    }

    public async Task<Outcome<RunRow>> Resume(string run, Caller caller, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var row = await db.Set<RunRow>().FirstOrDefaultAsync(r => r.Id == run, ct);
        if (row is null || !caller.May(StartRun.Permission, row.ProviderPath))
        {
            return GatheringFaults.RunMissing(run);
        }

        var latest = await db.Set<RunRow>().Where(r => r.ResourceId == row.ResourceId).MaxAsync(r => r.Number, ct);
        if ((Decide(row, SourceIsThere(row)) ?? connections.MayUse(RunJson.Read<Source>(row.Source)!.Database, caller) ?? await SettleBatches.MayResume(db, row, ct)) is { } fault)
        {
            return fault;
        }

        // Whoever asked may have left: then the run has the rights of whoever resumes it.
        var stays = await still.Ask(row, RunJson.Read<Source>(row.Source)!, row.ProviderPath) is null;
        var (who, name, organisation, application) = stays
            ? (row.WhoId, row.WhoName, row.WhoOrganisation, row.Application) : (caller.AccountId, caller.Name, caller.Organisation, caller.Application);

        // Numbers rise in the order of commits: a later run may have committed meanwhile.
        var (state, number, now) = (row.State, row.Number == latest ? row.Number : latest + 1, clock.GetUtcNow());
        db.Note(AuditEntry.By(caller, "gathering.resume", row.ResourceCode) with { Detail = run }, clock);
        await using (var both = await db.Database.BeginTransactionAsync(ct))
        {
            // Only once: two people may press at the same time.
            var resumed = await db.Set<RunRow>().Where(r => r.Id == run && r.State == state && r.Attempt == row.Attempt).ExecuteUpdateAsync(
                r => r.SetProperty(x => x.State, RunState.Queued).SetProperty(x => x.Number, number).SetProperty(x => x.QueuedAt, now)
                    .SetProperty(x => x.WhoId, who).SetProperty(x => x.WhoName, name).SetProperty(x => x.WhoOrganisation, organisation).SetProperty(x => x.Application, application)
                    .SetProperty(x => x.EndedAt, (DateTimeOffset?)null).SetProperty(x => x.Fault, (string?)null).SetProperty(x => x.Read, 0).SetProperty(x => x.Kept, 0)
                    .SetProperty(x => x.Refused, 0).SetProperty(x => x.BytesRead, 0), ct);
            if (resumed == 0)
            {
                return GatheringFaults.NotResumable(run, nameof(RunState.Queued));
            }

            await db.SaveChangesAsync(ct);
            await both.CommitAsync(ct);
        }

        await queue.Pump();
        db.ChangeTracker.Clear();
        return await db.Set<RunRow>().FirstAsync(r => r.Id == run, ct);
    }

    internal static Fault? Decide(RunRow row, bool sourceIsThere) => row switch
    {
        { State: not (RunState.Failed or RunState.Cancelled or RunState.Interrupted) } => GatheringFaults.NotResumable(row.Id, row.State.ToString()),
        { Mends: not null } => GatheringFaults.MendingIsNotResumed(row.Mends),
        _ when !sourceIsThere => GatheringFaults.SourceGone(row.SourceName),
        _ => null,
    };

    private bool SourceIsThere(RunRow row)
    {
        if (spool.Acquired(row) is { Spooled: true } kept && File.Exists(kept.Path))
        {
            return true;
        }

        var source = spool.Source(row);
        return source.Database is { Variable.Length: > 0 } || (source.Path is { } path && File.Exists(path));
    }
}
