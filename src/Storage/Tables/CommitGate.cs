namespace CityHub.Storage.Tables;

/// <summary>Commits pass it beside each other; a backup holds them all, so that what it copies belongs together. Reads never meet it.</summary>
internal sealed class CommitGate : IDisposable
{
    private readonly ReaderWriterLockSlim _gate = new();

    public void Pass(Action commit)
    {
        _gate.EnterReadLock();
        try
        {
            commit();
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    public void Hold(Action work)
    {
        _gate.EnterWriteLock();
        try
        {
            work();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    public void Dispose() => _gate.Dispose();
}
