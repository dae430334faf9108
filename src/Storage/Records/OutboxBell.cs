using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CityHub.Storage.Records;

/// <summary>Rings when something was committed, so that the appender need not poll the outbox.</summary>
internal sealed class OutboxBell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    /// <summary>Told of each ring, on the thread that committed; takes no time.</summary>
    public event Action? Rung;

    public void Ring()
    {
        Rung?.Invoke();
        if (_rung.CurrentCount > 0)
        {
            return;
        }

        try
        {
            _rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two commits rang at once: one ring is enough.
        }
        catch (ObjectDisposedException)
        {
            // A last commit while the program ends: the next start copies its entries.
        }
    }

    /// <summary>Waits for a ring, or for the time to pass.</summary>
    public Task Wait(TimeSpan atMost, CancellationToken ct) => _rung.WaitAsync(atMost, ct);

    public void Dispose() => _rung.Dispose();
}

internal sealed class RingsAfterCommit(OutboxBell bell) : IDbTransactionInterceptor, ISaveChangesInterceptor
{
    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => bell.Ring();

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        bell.Ring();
        return Task.CompletedTask;
    }

    // A single statement commits without an explicit transaction.
    public int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        bell.Ring();
        return result;
    }

    public ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        bell.Ring();
        return ValueTask.FromResult(result);
    }
}
