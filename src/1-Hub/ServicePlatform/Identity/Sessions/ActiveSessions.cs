using System.Collections.Concurrent;
using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.Sessions;

/// <summary>The sessions that nobody ended and that were used lately, in memory: a request costs a look-up, and ending one takes effect at once.</summary>
internal sealed class ActiveSessions(IDbContextFactory<RecordsDb> factory, TimeProvider clock) : IStartUp
{
    /// <summary>A session that is not used so long is over.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    /// <summary>How exactly the last request is kept on disk.</summary>
    private static readonly TimeSpan Exactness = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Live> _live = new(StringComparer.Ordinal);

    public async Task Start(CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Idle;
        await using var db = await factory.CreateDbContextAsync(ct);
        await foreach (var row in db.Set<SessionRow>().AsNoTracking().Where(s => s.EndedAtUtc == null && s.SeenAtUtc > since).AsAsyncEnumerable().WithCancellation(ct))
        {
            Add(row);
        }
    }

    public void Add(SessionRow row) => _live[row.Id] = new(row.AccountId) { SeenAtUtc = row.SeenAtUtc, WrittenAtUtc = row.SeenAtUtc };

    public void Remove(string id) => _live.TryRemove(id, out _);

    /// <summary>When the session was last used; null when it is over.</summary>
    public DateTimeOffset? SeenAt(string id) => _live.TryGetValue(id, out var live) && clock.GetUtcNow() - live.SeenAtUtc < Idle ? live.SeenAtUtc : null;

    /// <summary>Whether the session goes on, which it does by being used.</summary>
    public async ValueTask<bool> GoesOn(string? id, string accountId)
    {
        if (id is null || !_live.TryGetValue(id, out var live) || live.AccountId != accountId)
        {
            return false;
        }

        var now = clock.GetUtcNow();
        if (now - live.SeenAtUtc >= Idle)
        {
            Remove(id);
            return false;
        }

        live.SeenAtUtc = now;
        if (now - live.WrittenAtUtc > Exactness)
        {
            live.WrittenAtUtc = now;
            await using var db = await factory.CreateDbContextAsync();
            await db.Set<SessionRow>().Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAtUtc, now));
        }

        return true;
    }

    private sealed record Live(string AccountId)
    {
        public DateTimeOffset SeenAtUtc { get; set; }

        public DateTimeOffset WrittenAtUtc { get; set; }
    }
}
