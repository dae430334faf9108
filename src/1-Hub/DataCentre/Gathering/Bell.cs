namespace CityHub.DataCentre.Gathering;

/// <summary>Wakes somebody who would look by himself a little later.</summary>
internal abstract class Bell : IDisposable
{
    private readonly SemaphoreSlim _rung = new(0, 1);

    public void Ring()
    {
        try
        {
            _rung.Release();
        }
        catch (Exception gone) when (gone is SemaphoreFullException or ObjectDisposedException)
        {
            // It rings already, or nobody listens any more: the next start looks by itself.
        }
    }

    public Task Wait(TimeSpan atMost, CancellationToken ct) => _rung.WaitAsync(atMost, ct);

    public void Dispose()
    {
        _rung.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Rings when there may be batches to gather.</summary>
internal sealed class BatchBell : Bell;

/// <summary>Rings when the watched folders are to be looked at before their time.</summary>
internal sealed class WatchBell : Bell;
