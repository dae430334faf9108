using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.Storage.Search.Changes;

/// <summary>A record that changed.</summary>
internal readonly record struct Change(long Sequence, string Kind, string Key, bool Deleted);

/// <summary>Reads the numbered changes.</summary>
internal sealed class ChangeLog(IDbContextFactory<RecordsDb> factory)
{
    /// <summary>What changed after this one, oldest first.</summary>
    public async Task<IReadOnlyList<Change>> After(long sequence, int most, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.Set<ChangeRow>().AsNoTracking().Where(c => c.Sequence > sequence).OrderBy(c => c.Sequence).Take(most)
            .Select(c => new Change(c.Sequence, c.Kind, c.Key, c.Deleted)).ToListAsync(ct);
    }

    /// <summary>Every record that is there.</summary>
    public async Task<IReadOnlyList<Change>> Standing(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.Set<ChangeRow>().AsNoTracking().Where(c => !c.Deleted).OrderBy(c => c.Sequence)
            .Select(c => new Change(c.Sequence, c.Kind, c.Key, c.Deleted)).ToListAsync(ct);
    }

    public async Task<long> Last(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.Set<ChangeRow>().MaxAsync(c => (long?)c.Sequence, ct) ?? 0;
    }
}
