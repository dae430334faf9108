using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using CityHub.Storage.Search.Changes;
using CityHub.Storage.Search.Index;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityHub.Storage.Search;

/// <summary>
/// Keeps the index with the record store. At start it takes in what changed since the last commit and compares every record's number with the
/// store's, so nothing that a crash, a restored backup or a deleted folder did can stay wrong; then it follows each commit.
/// </summary>
internal sealed class Follower(SearchIndex index, ChangeLog log, IEnumerable<ISearchSource> sources, OutboxBell bell, ILogger<Follower> logger) : IHostedService, IDisposable
{
    private const int Batch = 500;
    private const int BuildBatch = 5000;
    private static readonly TimeSpan CommitEvery = TimeSpan.FromSeconds(3);

    /// <summary>How long a search waits for what was just saved; it finds what there is when that takes longer.</summary>
    internal static TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, ISearchSource> _sources = sources.ToDictionary(s => s.Kind);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private TaskCompletionSource _pass = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _rung;
    private long _done;
    private long _sequence;
    private bool _dirty;
    private int _taken;
    private Task _loop = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        bell.Rung += Wake;
        foreach (var source in _sources.Values.Where(s => s.Tables.Count == 0))
        {
            var documents = await source.Read([], cancellationToken);
            index.Put(documents.GroupBy(d => d.Key).Select(g => (new Change(0, source.Kind, g.Key, false), (IReadOnlyList<SearchDocument>)[.. g])));
        }

        _sequence = Math.Min(index.Sequence, await log.Last(cancellationToken));
        await CatchUp(cancellationToken);
        await Check(cancellationToken);
        if (_taken > BuildBatch)
        {
            index.Join();
        }

        index.Refresh();
        index.Commit(_sequence);
        _dirty = false;
        _loop = Task.Run(() => Follow(_stop.Token), CancellationToken.None);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        bell.Rung -= Wake;
        await _stop.CancelAsync();
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_dirty)
        {
            index.Commit(_sequence);
        }
    }

    /// <summary>Waits, but not long, until the changes committed before this call can be found.</summary>
    public async ValueTask Settled(CancellationToken ct)
    {
        var wanted = Volatile.Read(ref _rung);
        if (Volatile.Read(ref _done) >= wanted || _loop.IsCompleted)
        {
            return;
        }

        var enough = Task.Delay(LongestWait, ct);
        while (Volatile.Read(ref _done) < wanted && !enough.IsCompleted)
        {
            var pass = Volatile.Read(ref _pass).Task;
            if (Volatile.Read(ref _done) < wanted)
            {
                await Task.WhenAny(pass, enough);
            }
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _wake.Dispose();
    }

    private void Wake()
    {
        Interlocked.Increment(ref _rung);
        if (_wake.CurrentCount == 0)
        {
            try
            {
                _wake.Release();
            }
            catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
            {
                // Two commits rang at once, or the last one while the program ends.
            }
        }
    }

    private async Task Follow(CancellationToken ct)
    {
        var committed = Environment.TickCount64;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(_dirty ? CommitEvery : Timeout.InfiniteTimeSpan, ct);
                var upTo = Volatile.Read(ref _rung);
                if (await CatchUp(ct))
                {
                    index.Refresh();
                }

                Volatile.Write(ref _done, upTo);
                Interlocked.Exchange(ref _pass, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
                if (_dirty && Environment.TickCount64 - committed >= CommitEvery.TotalMilliseconds)
                {
                    index.Commit(_sequence);
                    (_dirty, committed) = (false, Environment.TickCount64);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A record that cannot be read, or a full disk, must not end the following of all others; it is tried again.
            catch (Exception error)
#pragma warning restore CA1031
            {
                logger.LogError(error, "The search index could not follow change {Sequence}", _sequence + 1);
                await Task.Delay(TimeSpan.FromSeconds(1), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Wake();
            }
        }
    }

    private async Task<bool> CatchUp(CancellationToken ct)
    {
        var any = false;
        while (await log.After(_sequence, BuildBatch, ct) is { Count: > 0 } changes)
        {
            await Take(changes, ct);
            _sequence = changes[^1].Sequence;
            any = _dirty = true;
        }

        return any;
    }

    // Equal numbers are equal documents: a number is given once, with its change.
    private async Task Check(CancellationToken ct)
    {
        index.Refresh();
        var held = index.Held();
        var lacking = new List<Change>();
        foreach (var standing in await log.Standing(ct))
        {
            if (!held.Remove(FieldNames.IdOf(standing.Kind, standing.Key), out var sequence) || sequence != standing.Sequence)
            {
                lacking.Add(standing);
            }
        }

        var gone = held.Where(h => h.Value != 0).Select(h => h.Key.Split(FieldNames.Separator, 2)).Select(id => new Change(0, id[0], id[1], Deleted: true)).ToList();
        if (lacking.Count + gone.Count > 0)
        {
            logger.LogWarning("The search index held {Wrong} records otherwise than the store; they are put right", lacking.Count + gone.Count);
            await Take(lacking, ct);
            await Take(gone, ct);
        }
    }

    private async Task Take(IReadOnlyList<Change> changes, CancellationToken ct)
    {
        _taken += changes.Count;
        foreach (var kind in changes.GroupBy(c => c.Kind))
        {
            foreach (var batch in kind.Chunk(Batch))
            {
                var keys = batch.Where(c => !c.Deleted).Select(c => c.Key).ToList();
                var documents = keys.Count > 0 && _sources.TryGetValue(kind.Key, out var source)
                    ? (await source.Read(keys, ct)).ToLookup(d => d.Key)
                    : Enumerable.Empty<SearchDocument>().ToLookup(d => d.Key);
                index.Put(batch.Select(c => (c, (IReadOnlyList<SearchDocument>)[.. documents[c.Key]])));
            }
        }
    }
}
