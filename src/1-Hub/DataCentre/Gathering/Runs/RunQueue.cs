using System.Collections.Concurrent;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Refused;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>
/// Works the queued runs off in order of arrival, one at a time on a resource and a few over all. The row in the record store is the truth: what
/// this class holds in memory can be lost at any moment.
/// </summary>
internal sealed class RunQueue(
    RunWork work, LiveRuns liveRuns, Spool spool, ILoader loader, SettleMended mended, IDbContextFactory<RecordsDb> records, GatheringOptions options,
    TimeProvider clock, ILogger<RunQueue> log) : IHostedService, IDisposable
{
    private readonly string _owner = $"{Environment.ProcessId}-{Id.New()}";
    private readonly SemaphoreSlim _pumping = new(1);
    private readonly ConcurrentDictionary<string, Task> _working = new();
    private readonly ConcurrentDictionary<string, DatabaseQuery> _secrets = new();
    private volatile bool _stopped;

    /// <summary>Keeps a connection string in memory until its run has ended.</summary>
    public void Remember(string run, DatabaseQuery database) => _secrets[run] = database;

    /// <summary>Begins what may begin.</summary>
    public async Task Pump()
    {
        await _pumping.WaitAsync();
        try
        {
            await using var db = await records.CreateDbContextAsync();
            var queued = _stopped ? [] : await db.Set<RunRow>().Where(r => r.State == RunState.Queued).OrderBy(r => r.QueuedAt).ThenBy(r => r.Id).ToListAsync();
            var busy = liveRuns.All.Select(l => l.Row.ResourceId).ToHashSet();
            foreach (var row in queued)
            {
                if (liveRuns.All.Count() >= options.RunsAtOnce)
                {
                    break;
                }

                if (busy.Add(row.ResourceId))
                {
                    (row.State, row.Owner, row.Phase, row.Attempt) = (RunState.Running, _owner, "acquire", row.Attempt + 1);
                    row.StartedAt = row.HeartbeatAt = clock.GetUtcNow();
                    await db.SaveChangesAsync();
                    Begin(row);
                }
            }
        }
        finally
        {
            _pumping.Release();
        }
    }

    /// <summary>Cancels a running run; false when this process does not work on it.</summary>
    public bool Cancel(string run)
    {
        if (liveRuns.Find(run) is not { } live)
        {
            return false;
        }

        live.Cancel(byPerson: true);
        return true;
    }

    /// <summary>Completes when the run is no longer worked on. For tests and followers.</summary>
    public Task Ended(string run) => _working.GetValueOrDefault(run) ?? Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopped = true;
        foreach (var live in liveRuns.All)
        {
            live.Cancel(byPerson: false);
        }

        await Task.WhenAll(_working.Values).WaitAsync(cancellationToken);
    }

    public void Dispose() => _pumping.Dispose();

    private void Begin(RunRow row)
    {
        var live = new LiveRun(row, clock);
        liveRuns.Add(live);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _working[row.Id] = done.Task;
        _ = Task.Run(async () =>
        {
            try
            {
                await Run(live);
            }
            catch (Exception error)
            {
                // The record store failed; the lease runs out and the next start settles the run.
                log.LogError(error, "Run {Run} could not be closed", row.Id);
            }
            finally
            {
                liveRuns.Remove(live);
                _secrets.TryRemove(row.Id, out _);
                _working.TryRemove(row.Id, out _);
                done.SetResult();
            }

            await Pump();
            live.Dispose();
        });
    }

    private async Task Run(LiveRun live)
    {
        live.Say(new("取得运行租约", "Lease taken"));
        using var beating = new CancellationTokenSource();
        var heartbeat = Beat(live, beating.Token);
        Outcome<LoadResult> outcome;
        try
        {
            outcome = await work.Do(live, _secrets.GetValueOrDefault(live.Row.Id), live.Stopping);
        }
        catch (OperationCanceledException) when (live.Stopping.IsCancellationRequested)
        {
            outcome = GatheringFaults.Stopped;
        }
        catch (Exception error)
        {
            log.LogError(error, "Run {Run} failed", live.Row.Id);
            outcome = GatheringFaults.Broken(live.Row.Id);
        }

        // The table store is the truth: a run that committed has succeeded, whatever happened afterwards.
        if (outcome.Fault is not null && loader.Committed(live.Row.Id) is { } committed)
        {
            outcome = committed;
        }

        await beating.CancelAsync();
        await heartbeat;
        await Close(live, outcome);
    }

    private async Task Close(LiveRun live, Outcome<LoadResult> outcome)
    {
        var row = live.Row;
        await using var db = await records.CreateDbContextAsync();
        db.Attach(row);
        if (outcome.Try(out var result, out var fault))
        {
            await mended.Settle(row, CancellationToken.None);
            RunEnd.Succeeded(row, result);
            live.Say(new($"完成：写入 {GatheringFaults.Number(result.Kept)} 行，拒收 {GatheringFaults.Number(result.Refused)} 行",
                $"Done: {GatheringFaults.Number(result.Kept)} rows kept, {GatheringFaults.Number(result.Refused)} refused"));
        }
        else
        {
            await mended.Release(row, CancellationToken.None);
            row.State = !live.Stopping.IsCancellationRequested || fault.Code != GatheringFaults.Stopped.Code ? RunState.Failed
                : live.CancelledByPerson ? RunState.Cancelled : RunState.Interrupted;
            row.Fault = row.State == RunState.Cancelled ? null : RunJson.Write(KeptFault.Of(fault));
            (row.Read, row.BytesRead, row.BytesTotal) = (live.At.RowsRead, live.At.BytesRead, live.At.BytesTotal);
            live.Say(row.State == RunState.Cancelled ? new("已取消，原有数据未动", "Cancelled; earlier rows are untouched") : fault.Detail ?? fault.Title);
        }

        (row.EndedAt, row.HeartbeatAt, row.Phase, row.Owner) = (clock.GetUtcNow(), clock.GetUtcNow(), null, null);
        (row.Log, row.Speed) = (RunJson.Write(live.Log), RunJson.Write(live.Speed.Points));
        db.Note(
            new AuditEntry("gathering.end", row.WhoId, row.WhoOrganisation, row.Application, row.ResourceCode, Rows: row.Kept, Detail: $"{row.Id} {row.State}"), clock);
        // Every column: the row was changed by other contexts while it was worked on.
        db.Entry(row).State = EntityState.Modified;
        await db.SaveChangesAsync();
        if (row.State == RunState.Succeeded)
        {
            spool.Drop(row.Id);
        }
    }

    private async Task Beat(LiveRun live, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                var (at, phase, now) = (live.At, live.Phase, clock.GetUtcNow());
                await using var db = await records.CreateDbContextAsync(ct);
                await db.Set<RunRow>().Where(r => r.Id == live.Row.Id).ExecuteUpdateAsync(
                    r => r.SetProperty(x => x.HeartbeatAt, now).SetProperty(x => x.Phase, phase).SetProperty(x => x.Read, at.RowsRead)
                        .SetProperty(x => x.Refused, at.RowsRefused).SetProperty(x => x.BytesRead, at.BytesRead).SetProperty(x => x.BytesTotal, at.BytesTotal), ct);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception error)
        {
            log.LogWarning(error, "Heartbeat of run {Run} was lost", live.Row.Id);
        }
    }
}
