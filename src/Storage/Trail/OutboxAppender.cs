using System.Data.Common;
using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CityHub.Storage.Trail;

/// <summary>
/// Copies the audit entries of changes from the record store's outbox into the trail, in order of their commits, and takes them out when
/// they are durable. A crash between the two is found out at start-up by id, so an entry stands in the trail exactly once.
/// </summary>
internal sealed class OutboxAppender(
    IDbContextFactory<RecordsDb> factory, TrailWriter writer, AuditTrail trail, AuditReader reader, EndWitness witness, OutboxBell bell, ILogger<OutboxAppender> log)
    : IStartUp, IAsyncDisposable
{
    private const int AtOnce = 500;

    // The clock of a machine may be set back a little between a change and its copy.
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public async Task Start(CancellationToken ct)
    {
        var notes = writer.Open(await witness.Read(ct));
        await TakeOutWhatWasCopied(ct);
        await Task.WhenAll(notes.Select(trail.Durable));
        await CopyAll(ct);
        _loop = Task.Run(() => Follow(_stop.Token), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
        // Nobody appends any more, so the witness learns of the very last record.
        writer.Dispose();
        await Remember();
    }

    private async Task Follow(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await bell.Wait(LongestSleep, ct);
                await CopyAll(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
#pragma warning disable CA1031 // The outbox keeps what could not be copied; the next round tries again, and the trail's own fault is logged.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                log.LogError(failure, "Audit entries of changes wait in the outbox");
                await Task.Delay(LongestSleep, CancellationToken.None);
            }
        }

        try
        {
            await CopyAll(CancellationToken.None);
        }
        catch (IOException failure)
        {
            log.LogError(failure, "Audit entries of changes stay in the outbox until the next start");
        }
    }

    private async Task CopyAll(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        while (await Waiting(db, ct) is { Count: > 0 } rows)
        {
            await Task.WhenAll(rows.Select(row => trail.Append(AuditJson.Read(row.Entry), row.Id, row.AtUtc)));
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
            await TakeOut(db, rows.Select(r => r.Id), CancellationToken.None);
            await witness.Keep(db, writer.End!, CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        // Reads go past the outbox: what they appended since the last round is remembered, too.
        await witness.Keep(db, writer.End!, CancellationToken.None);
    }

    private async Task Remember()
    {
        if (writer.End is not { } end)
        {
            return;
        }

        try
        {
            await using var db = await factory.CreateDbContextAsync();
            await witness.Keep(db, end, CancellationToken.None);
        }
        catch (DbException failure)
        {
            log.LogError(failure, "The record store could not be told of the last {Sequence} records of the audit trail; its signed end mark knows of them", end.Sequence);
        }
    }

    /// <summary>What the last process copied but could not take out any more. It worked in order, so this is a beginning of the outbox.</summary>
    private async Task TakeOutWhatWasCopied(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        if (await Waiting(db, ct) is { Count: > 0 } rows)
        {
            var copied = reader.Find(rows.Select(r => r.Id).ToHashSet(StringComparer.Ordinal), rows.Min(r => r.AtUtc) - Margin);
            await TakeOut(db, copied, ct);
        }
    }

    // Rows are numbered in order of their commits, because SQLite has one writer at a time.
    private static Task<List<AuditOutboxRow>> Waiting(RecordsDb db, CancellationToken ct) =>
        db.AuditOutbox.FromSqlRaw("select * from storage_audit_outbox order by rowid limit {0}", AtOnce).AsNoTracking().ToListAsync(ct);

    private static async Task TakeOut(RecordsDb db, IEnumerable<string> ids, CancellationToken ct)
    {
        var list = ids.ToList();
        await db.AuditOutbox.Where(r => list.Contains(r.Id)).ExecuteDeleteAsync(ct);
    }
}
