using CityHub.DataCentre.Gathering.Pushing;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityHub.DataCentre.Gathering.Acquiring;

/// <summary>Clears the spool at the start and once an hour: what it keeps how long stands in docs/retention.md.</summary>
internal sealed class SweepSpool(Spool spool, IDbContextFactory<RecordsDb> records, GatheringOptions options, TimeProvider clock, ILogger<SweepSpool> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <param name="starting">Nobody can be sending anything yet.</param>
    public async Task Once(bool starting, CancellationToken ct)
    {
        var since = clock.GetUtcNow().AddDays(-options.KeepDays);
        await using var db = await records.CreateDbContextAsync(ct);
        // A run that mends is never resumed: its rows are open again in the list of the run that refused them.
        var needed = (await db.Set<RunRow>()
            .Where(r => r.State == RunState.Queued || r.State == RunState.Running || (r.State != RunState.Succeeded && r.Mends == null && (r.EndedAt ?? r.QueuedAt) > since))
            .Select(r => r.Id).ToListAsync(ct)).ToHashSet();
        spool.Sweep(needed.Contains, clock.GetUtcNow().UtcDateTime);
        await Batches(db, since, starting ? DateTime.MaxValue : clock.GetUtcNow().UtcDateTime.AddHours(-1), ct);
    }

    private async Task Batches(RecordsDb db, DateTimeOffset since, DateTime beforeUtc, CancellationToken ct)
    {
        var receipts = clock.GetUtcNow().AddDays(-options.ReceiptDays);
        await db.Set<BatchRow>().Where(b => (b.State == BatchState.Gathered || b.State == BatchState.Failed) && b.EndedAt < receipts).ExecuteDeleteAsync(ct);
        var needed = (await db.Set<BatchRow>()
            .Where(b => b.State == BatchState.Waiting || b.State == BatchState.Joined || (b.State == BatchState.Failed && b.EndedAt > since))
            .Select(b => b.Id).ToListAsync(ct)).ToHashSet();
        spool.SweepBatches(needed.Contains, beforeUtc);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Once(starting: false, stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                log.LogWarning(error, "The spool could not be swept; tried again in an hour");
            }
        }
    }
}
