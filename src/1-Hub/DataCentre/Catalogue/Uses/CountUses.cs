using System.Runtime.InteropServices;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Storage.Records;
using CityHub.Storage.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityHub.DataCentre.Catalogue.Uses;

/// <summary>
/// Counts who uses which resource (使用情况) out of the audit trail, behind the readers: what the trail proves is what is counted, once, whatever
/// happens in between, since counts and mark commit together.
/// </summary>
internal sealed class CountUses(AuditReader trail, IDbContextFactory<RecordsDb> records, TimeProvider clock, ILogger<CountUses> log) : BackgroundService
{
    /// <summary>The acts that hand out rows or what is in them, in words.</summary>
    public static IReadOnlyDictionary<string, Words> Ways { get; } = new Dictionary<string, Words>(StringComparer.Ordinal)
    {
        ["serving.read-rows"] = new("看行", "Rows read"),
        ["serving.look-up"] = new("按主键查", "Look-up by key"),
        ["serving.match"] = new("批量比对", "Match by keys"),
        ["serving.aggregate"] = new("统计与图表", "Aggregates and charts"),
        ["serving.download"] = new("下载", "Downloads"),
    };

    /// <summary>Uses lift a resource in searches for half a year; the trail is kept at least as long.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(180);

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1);

    private DateOnly Today => CityTime.Day(clock.GetUtcNow());

    /// <summary>Counts what came into the trail since the last time.</summary>
    public async Task Count(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await using var db = await records.CreateDbContextAsync(ct);
            var mark = await db.Set<UseMarkRow>().FirstOrDefaultAsync(ct);
            var found = new Dictionary<(string Resource, DateOnly Day, string Act, string Organisation), (long Times, long Rows, DateTimeOffset Last)>();
            var reached = await Task.Run(() => trail.Since(
                mark is null ? null : new(mark.Segment, mark.Position), new(Act: "serving.", FromUtc: clock.GetUtcNow() - Remembered), record => Add(found, record), ct), ct);
            if (reached is null || (mark is not null && reached == new AuditMark(mark.Segment, mark.Position) && mark.RankedOn == Today))
            {
                return;
            }

            await using var together = await db.Database.BeginTransactionAsync(ct);
            await Keep(db, found, ct);
            await db.SaveChangesAsync(ct);
            var again = mark?.RankedOn != Today ? await db.Set<UsedResourceRow>().Select(u => u.Code).ToListAsync(ct) : [];
            await Rank(db, found.Keys.Select(k => k.Resource).Union(again).ToList(), ct);
            if (mark is null)
            {
                db.Add(mark = new() { Segment = "" });
            }

            (mark.Segment, mark.Position, mark.RankedOn) = (reached.Segment, reached.Position, Today);
            await db.SaveChangesAsync(ct);
            await together.CommitAsync(ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Count(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A full disk must not end the counting for good; the next time starts from the same mark.
            catch (Exception error)
#pragma warning restore CA1031
            {
                log.LogWarning(error, "The uses of resources could not be counted; tried again in {Seconds} s", Every.TotalSeconds);
            }

            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Add(Dictionary<(string, DateOnly, string, string), (long, long, DateTimeOffset)> found, AuditRecord record)
    {
        if (record.Resource is not { } resource || !Ways.ContainsKey(record.Act))
        {
            return;
        }

        ref var use = ref CollectionsMarshal.GetValueRefOrAddDefault(found, (resource, CityTime.Day(record.Time), record.Act, record.Organisation ?? ""), out _);
        var (times, rows, last) = use;
        use = (times + 1, rows + (record.Rows ?? 0), record.Time > last ? record.Time : last);
    }

    private static async Task Keep(RecordsDb db, Dictionary<(string Resource, DateOnly Day, string Act, string Organisation), (long Times, long Rows, DateTimeOffset Last)> found, CancellationToken ct)
    {
        foreach (var ((resource, day, act, organisation), (times, rows, last)) in found)
        {
            if (await db.Set<UseRow>().FindAsync([resource, day, act, organisation], ct) is not { } row)
            {
                db.Add(row = new() { Resource = resource, Day = day, Act = act, Organisation = organisation });
            }

            (row.Times, row.Rows) = (row.Times + times, row.Rows + rows);
            row.LastUtc = last > row.LastUtc ? last : row.LastUtc;
        }
    }

    // A rank is a power of two: whoever is used twice as often is lifted one step.
    private async Task Rank(RecordsDb db, List<string> codes, CancellationToken ct)
    {
        var since = Today.AddDays(-Remembered.Days);
        foreach (var code in codes)
        {
            var uses = await db.Set<UseRow>().Where(u => u.Resource == code && u.Day >= since).SumAsync(u => u.Times, ct);
            var row = await db.Set<UsedResourceRow>().FirstOrDefaultAsync(u => u.Code == code, ct);
            if (row is not null && long.Log2(1 + row.Uses) != long.Log2(1 + uses))
            {
                row.Uses = uses;
            }
            else if (row is null && await db.Set<ResourceRow>().Where(r => r.Code == code).Select(r => r.Id).FirstOrDefaultAsync(ct) is { } id)
            {
                db.Add(new UsedResourceRow { ResourceId = id, Code = code, Uses = uses });
            }
        }
    }
}
