using CityHub.DataCentre.Gathering.Runs;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Watching;

/// <summary>What becomes of a watched file when its run ends, written down with that end; the next look moves the file away.</summary>
internal sealed class SettleWatched(WatchBell bell, TimeProvider clock)
{
    public async Task Settle(RecordsDb db, RunRow run, CancellationToken ct)
    {
        // A run that the program's end interrupted goes on at the next start.
        if (run.State == RunState.Interrupted || await db.Set<WatchedFileRow>().FirstOrDefaultAsync(f => f.RunId == run.Id && f.State != WatchedState.Same, ct) is not { } file)
        {
            return;
        }

        (file.State, file.EndedAt) = (run.State == RunState.Succeeded ? WatchedState.Gathered : WatchedState.Failed, clock.GetUtcNow());
        file.Fault = run.State == RunState.Succeeded ? null : run.Fault ?? RunJson.Write(KeptFault.Of(GatheringFaults.NotRunning(run.Id, "cancelled")));
        bell.Ring();
    }

    /// <summary>Start-up: nobody stands by to resume what a program asked for, so it is queued again.</summary>
    public static async Task QueueAgain(RecordsDb db, CancellationToken ct)
    {
        var taken = db.Set<WatchedFileRow>().Where(f => f.State == WatchedState.Taken).Select(f => f.RunId);
        foreach (var run in await db.Set<RunRow>().Where(r => r.State == RunState.Interrupted && taken.Contains(r.Id)).ToListAsync(ct))
        {
            var latest = await db.Set<RunRow>().Where(r => r.ResourceId == run.ResourceId).MaxAsync(r => r.Number, ct);
            (run.State, run.Number, run.Fault, run.EndedAt) = (RunState.Queued, run.Number == latest ? run.Number : latest + 1, null, null);
            (run.Read, run.Kept, run.Refused, run.BytesRead) = (0, 0, 0, 0);
            await db.SaveChangesAsync(ct);
        }
    }
}
