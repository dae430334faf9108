using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Refused;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Pushing;

/// <summary>What a sender is told of a batch (批次回执).</summary>
/// <param name="Batch">Id.</param>
/// <param name="State"><c>received</c>, then the state of its run: <c>queued running succeeded failed cancelled interrupted</c>.</param>
/// <param name="Lines">Lines with something on them.</param>
/// <param name="Bytes">Bytes of these, unpacked.</param>
internal sealed record BatchReceipt(string Batch, string Resource, [property: OneOf("append", "upsert")] string Mode, string Key,
    [property: OneOf("received", "queued", "running", "succeeded", "failed", "cancelled", "interrupted")] string State, long Lines, long Bytes, DateTimeOffset ReceivedAt)
{
    /// <summary>The run that gathers it, with others.</summary>
    public string? Run { get; init; }

    /// <summary>Its rows that were kept; null until the run has committed.</summary>
    public long? Kept { get; init; }

    /// <summary>Its rows that were refused; null until the run has committed.</summary>
    public long? Refused { get; init; }

    /// <summary>The first hundred violations, with the lines of the batch as it was sent.</summary>
    public IReadOnlyList<RefusedLine>? RefusedLines { get; init; }

    /// <summary>Why it was not gathered.</summary>
    public RunFault? Fault { get; init; }

    /// <summary>When it is tried again by itself.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}

/// <summary>What is wrong with a line of a batch.</summary>
/// <param name="Line">Line as it was sent, from 1.</param>
/// <param name="Item">Column of the item; empty when the whole line is at fault.</param>
internal sealed record RefusedLine(long Line, string Item, string ItemName, string Value, string Rule, string Reason, string State, string Raw);

/// <summary>批次回执: made from the batch, its run, and the run's refused rows.</summary>
internal sealed class BatchReceipts(RefusedList refused, IAuditTrail audit, LiveRuns live, IDbContextFactory<RecordsDb> records)
{
    private const int LinesMost = 100;
    public const int LimitUsual = 50, LimitMost = 200;

    public async Task<BatchReceipt?> Find(string address, string batch, Caller caller, Language language, CancellationToken ct)
    {
        var code = ResourceAddress.Code(address);
        await using var db = await records.CreateDbContextAsync(ct);
        if (await db.Set<BatchRow>().AsNoTracking().FirstOrDefaultAsync(b => b.Id == batch && b.ResourceCode == code, ct) is not { } row)
        {
            return null;
        }

        if (row.WhoId != caller.AccountId && !caller.May(RunList.Permission, row.ProviderPath))
        {
            return null;
        }

        var run = row.RunId is null ? null : await db.Set<RunRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == row.RunId, ct);
        var receipt = Of(row, run, live.Find(row.RunId ?? "") is not null, language);
        return row.State == BatchState.Gathered && run is not null ? await WithRows(receipt, row, run, caller, language, ct) : receipt;
    }

    public async Task<Outcome<Listed<BatchReceipt>>> Page(
        string resourceId, int? limit, string? cursor, Language language, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var batches = db.Set<BatchRow>().AsNoTracking().Where(b => b.ResourceId == resourceId);
        var total = await batches.LongCountAsync(ct);
        if (!string.IsNullOrEmpty(cursor))
        {
            if (await batches.FirstOrDefaultAsync(b => b.Id == cursor, ct) is not { } after)
            {
                return GatheringFaults.CursorBroken;
            }

            batches = batches.Where(b => b.Sequence < after.Sequence);
        }

        var take = Math.Clamp(limit ?? LimitUsual, 1, LimitMost);
        var rows = await batches.OrderByDescending(b => b.Sequence).Take(take + 1).ToListAsync(ct);
        var ids = rows.Select(r => r.RunId).Distinct().ToList();
        var runs = await db.Set<RunRow>().AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, ct);
        return new Listed<BatchReceipt>(
            total, [.. rows.Take(take).Select(b => Of(b, runs.GetValueOrDefault(b.RunId ?? ""), live.Find(b.RunId ?? "") is not null, language))],
            rows.Count > take ? rows[take - 1].Id : null);
    }

    internal static BatchReceipt Of(BatchRow batch, RunRow? run, bool works, Language language)
    {
        var fault = RunJson.Read<KeptFault>(batch.Fault ?? (batch.State == BatchState.Failed ? run?.Fault : null));
        return new BatchReceipt(batch.Id, batch.ResourceCode, batch.Mode.ToString().ToLowerInvariant(), batch.Key, State(batch, run, works), batch.Lines, batch.Bytes, batch.ReceivedAt)
        {
            Run = batch.RunId, NextAttemptAt = batch.State == BatchState.Waiting ? batch.NotBefore : null,
            Fault = fault is null ? null : new RunFault(fault.Code, fault.Title.In(language), fault.Detail?.In(language)),
        };
    }

    private static string State(BatchRow batch, RunRow? run, bool works) => batch.State switch
    {
        BatchState.Waiting => "received",
        BatchState.Gathered => RunStatusOf.State(RunState.Succeeded),
        // A run that has ended settles its batches with its end: one that still counts as joined was read a moment before, and has no figures yet.
        BatchState.Joined when run is not null => RunStatusOf.State(works || run.State != RunState.Queued ? RunState.Running : RunState.Queued),
        BatchState.Failed when run is not null => RunStatusOf.State(run.State),
        _ => RunStatusOf.State(RunState.Failed),
    };

    private async Task<BatchReceipt> WithRows(BatchReceipt receipt, BatchRow batch, RunRow run, Caller caller, Language language, CancellationToken ct)
    {
        var range = new RefusedQuery(Limit: LinesMost) { From = batch.Before + 1, To = batch.Before + batch.Lines };
        var bad = run.Refused == 0 ? 0 : await refused.CountRows(run, range, ct);
        receipt = receipt with { Refused = bad, Kept = batch.Lines - bad };
        if (bad == 0)
        {
            return receipt;
        }

        var page = await refused.Page(run, range, caller, language, ct);
        await audit.Durable(AuditEntry.By(caller, "gathering.refused-read", batch.ResourceCode) with { Rows = page.Items.Count, Detail = $"{run.Id} {batch.Id}" });
        return receipt with
        {
            RefusedLines = [.. page.Items.Select(c => new RefusedLine(BatchLines.Of(batch, c.Line), c.Item, c.ItemName, c.Value, c.Rule, c.Reason, c.State, c.Raw))],
        };
    }
}
