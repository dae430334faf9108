using System.Collections.Concurrent;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Pushing;
using CityHub.DataCentre.Gathering.Refused;
using CityHub.DataCentre.Gathering.Watching;
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
    RunWork work, LiveRuns liveRuns, Spool spool, ILoader loader, SettleMended mended, SettleBatches batches, SettleWatched watched, IDbContextFactory<RecordsDb> records,
    GatheringOptions options, TimeProvider clock, ILogger<RunQueue> log) : IHostedService, IDisposable
{
    /// <summary>Shown in the log of a run that has ended while its end cannot be written down.</summary>
    public static readonly Words Waiting = new("记录库现在写不进（磁盘可能已满），每隔几秒重试", "The record store cannot be written now (the disk may be full); tried again every few seconds");

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>Told of a run that has succeeded, once its rows are visible and its end is written down; takes no time.</summary>
    public event Action<RunRow>? Succeeded;

    private readonly string _owner = $"{Environment.ProcessId}-{Id.New()}";
    private readonly SemaphoreSlim _pumping = new(1);
    private readonly ConcurrentDictionary<string, Task> _working = new();
    private readonly ConcurrentDictionary<string, DatabaseQuery> _secrets = new();
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Keeps a connection string in memory until its run has ended.</summary>
    public void Remember(string run, DatabaseQuery database) => _secrets[run] = database;

    /// <summary>Begins what may begin. Never throws: what waits in the queue is durable, and is tried again when the record store takes it.</summary>
    public async Task Pump()
    {
        await _pumping.WaitAsync();
        try
        {
            await BeginQueued();
        }
        catch (Exception error)
        {
            log.LogError(error, "Queued runs cannot be begun now; tried again in {Seconds} s{Advice}", Retry.Seconds, Advice(error));
            _ = Task.Delay(Retry, _stop.Token).ContinueWith(_ => Pump(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        }
        finally
        {
            _pumping.Release();
        }
    }

    private async Task BeginQueued()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await using var db = await records.CreateDbContextAsync();
        var queued = await db.Set<RunRow>().AsNoTracking().Where(r => r.State == RunState.Queued).OrderBy(r => r.QueuedAt).ThenBy(r => r.Id).ToListAsync();
        var busy = liveRuns.All.Select(l => l.Row.ResourceId).ToHashSet();
        foreach (var row in queued.TakeWhile(_ => liveRuns.All.Count() < options.RunsAtOnce))
        {
            if (busy.Contains(row.ResourceId))
            {
                continue;
            }

            var now = clock.GetUtcNow();
            (row.State, row.Owner, row.Phase, row.Attempt, row.StartedAt, row.HeartbeatAt) = (RunState.Running, _owner, "acquire", row.Attempt + 1, now, now);
            // Only a run that still waits: somebody may have cancelled it since it was read.
            var taken = await db.Set<RunRow>().Where(r => r.Id == row.Id && r.State == RunState.Queued).ExecuteUpdateAsync(
                r => r.SetProperty(x => x.State, row.State).SetProperty(x => x.Owner, row.Owner).SetProperty(x => x.Phase, row.Phase).SetProperty(x => x.Attempt, row.Attempt)
                    .SetProperty(x => x.StartedAt, row.StartedAt).SetProperty(x => x.HeartbeatAt, row.HeartbeatAt));
            if (taken == 1)
            {
                busy.Add(row.ResourceId);
                Begin(row);
            }
        }
    }

    /// <summary>Cancels a run that has begun and waits for its end.</summary>
    public async Task Cancel(string run)
    {
        // Between its row and its work a run is in the pump's hands: what has begun is found once they are empty.
        await _pumping.WaitAsync();
        _pumping.Release();
        liveRuns.Find(run)?.Cancel(byPerson: true);
        await Ended(run);
    }

    /// <summary>Completes when the run is no longer worked on. For tests and followers.</summary>
    public Task Ended(string run) => _working.GetValueOrDefault(run) ?? Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        foreach (var live in liveRuns.All)
        {
            live.Cancel(byPerson: false);
        }

        await Task.WhenAll(_working.Values).WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _pumping.Dispose();
        _stop.Dispose();
    }

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
        if (outcome.Fault is not null)
        {
            await AtLast(live, () => Task.FromResult(outcome = loader.Committed(live.Row.Id) is { } committed ? committed : outcome));
        }

        await beating.CancelAsync();
        await heartbeat;
        End(live, outcome);
        await AtLast(live, () => Record(live));
        if (live.Row.State == RunState.Succeeded)
        {
            spool.Drop(live.Row.Id);
            await batches.Drop(live.Row.Id, CancellationToken.None);
            Succeeded?.Invoke(live.Row);
        }
    }

    /// <summary>A store that cannot be written now (a full disk) must not leave the run "running" until the next start: the step is repeated.</summary>
    private async Task AtLast(LiveRun live, Func<Task> step)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await step();
                return;
            }
            catch (Exception error) when (!_stop.IsCancellationRequested)
            {
                if (attempt == 0)
                {
                    log.LogError(error, "Run {Run} has ended but its end cannot be recorded; tried again every {Seconds} s{Advice}", live.Row.Id, Retry.Seconds, Advice(error));
                    live.Say(Waiting);
                }

                await Task.Delay(Retry, _stop.Token);
            }
        }
    }

    private static string Advice(Exception error) => FullDisk.Is(error) ? ": the data disk is full, make room" : "";

    private void End(LiveRun live, Outcome<LoadResult> outcome)
    {
        var row = live.Row;
        if (outcome.Try(out var result, out var fault))
        {
            row.BytesTotal = live.At.BytesTotal;
            RunEnd.Succeeded(row, result);
            live.Say(new($"完成：写入 {GatheringFaults.Number(result.Kept)} 行，拒收 {GatheringFaults.Number(result.Refused)} 行",
                $"Done: {English.Of(result.Kept, "row")} kept, {GatheringFaults.Number(result.Refused)} refused"));
        }
        else
        {
            row.State = !live.Stopping.IsCancellationRequested || fault.Code != GatheringFaults.Stopped.Code ? RunState.Failed
                : live.CancelledByPerson ? RunState.Cancelled : RunState.Interrupted;
            row.Fault = row.State == RunState.Cancelled ? null : RunJson.Write(KeptFault.Of(fault));
            (row.Read, row.BytesRead, row.BytesTotal) = (live.At.RowsRead, live.At.BytesRead, live.At.BytesTotal);
            // Where a refusal to commit names rules, every row that was read broke one.
            var rules = LoadingFaults.RefusedIn(fault);
            (row.Refused, row.RefusedByRule) = rules.Count > 0 ? (row.Read, RunJson.Write(rules)) : (0, null);
            row.BytesRead = rules.Count > 0 ? row.BytesTotal : row.BytesRead;
            live.Say(row.State == RunState.Cancelled ? new("已取消，原有数据未动", "Cancelled; earlier rows are untouched") : fault.Detail ?? fault.Title);
        }

        (row.EndedAt, row.HeartbeatAt, row.Phase, row.Owner) = (clock.GetUtcNow(), clock.GetUtcNow(), null, null);
    }

    /// <summary>Writes the end down. May be repeated.</summary>
    private async Task Record(LiveRun live)
    {
        var row = live.Row;
        await (row.State == RunState.Succeeded ? mended.Settle(row, CancellationToken.None) : mended.Release(row, CancellationToken.None));
        (row.Log, row.Speed) = (RunJson.Write(live.Log), RunJson.Write(live.Speed.Points));
        await using var db = await records.CreateDbContextAsync();
        // Every column: the row was changed by other contexts while it was worked on.
        db.Update(row);
        await batches.Settle(db, row, CancellationToken.None);
        await watched.Settle(db, row, CancellationToken.None);
        db.Note(
            new AuditEntry("gathering.end", row.WhoId, row.WhoOrganisation, row.Application, row.ResourceCode, Rows: row.Kept, Detail: $"{row.Id} {row.State}"), clock);
        await db.SaveChangesAsync();
    }

    private async Task Beat(LiveRun live, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                await Beat(live);
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }

    private async Task Beat(LiveRun live)
    {
        try
        {
            var (at, phase, now) = (live.At, live.Phase, clock.GetUtcNow());
            await using var db = await records.CreateDbContextAsync();
            await db.Set<RunRow>().Where(r => r.Id == live.Row.Id).ExecuteUpdateAsync(
                r => r.SetProperty(x => x.HeartbeatAt, now).SetProperty(x => x.Phase, phase).SetProperty(x => x.Read, at.RowsRead)
                    .SetProperty(x => x.Refused, at.RowsRefused).SetProperty(x => x.BytesRead, at.BytesRead).SetProperty(x => x.BytesTotal, at.BytesTotal));
        }
        catch (Exception error)
        {
            log.LogWarning(error, "A heartbeat of run {Run} was lost", live.Row.Id);
        }
    }
}
