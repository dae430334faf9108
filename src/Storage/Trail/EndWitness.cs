using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.Storage.Trail;

/// <summary>The last record of the trail at a moment.</summary>
/// <param name="Sequence">Its sequence; 0 when there was none yet.</param>
/// <param name="Digest">Its digest, hex.</param>
internal sealed record TrailPosition(long Sequence, string Digest);

/// <summary>
/// The record store as second witness of how far the trail had come: whoever removes the trail's end together with its signed mark, or the
/// whole folder, is found out. It is told behind the appends, a few seconds late at most, so nobody who waits for the trail waits for it.
/// </summary>
internal sealed class EndWitness(IDbContextFactory<RecordsDb> factory, TimeProvider clock)
{
    private TrailPosition? _kept;

    /// <summary>What it knows; null in a new folder, and in one that an earlier program made.</summary>
    public async Task<TrailPosition?> Read(CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var row = await db.Set<TrailEndRow>().AsNoTracking().SingleOrDefaultAsync(ct);
        return row is null ? null : new(row.Sequence, row.Digest);
    }

    /// <summary>Tells it; what it knows only ever grows. Part of the context's transaction if there is one.</summary>
    public async Task Keep(RecordsDb db, TrailPosition end, CancellationToken ct)
    {
        if (end == _kept)
        {
            return;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
             insert into storage_trail_end (Id, Sequence, Digest, AtUtc) values (1, {end.Sequence}, {end.Digest}, {clock.GetUtcNow().UtcTicks})
             on conflict (Id) do update set Sequence = excluded.Sequence, Digest = excluded.Digest, AtUtc = excluded.AtUtc where excluded.Sequence > Sequence
             """,
            ct);
        _kept = end;
    }
}

/// <summary>The only row of its table.</summary>
internal sealed class TrailEndRow
{
    public required int Id { get; init; }

    public required long Sequence { get; init; }

    public required string Digest { get; init; }

    public required DateTimeOffset AtUtc { get; init; }
}

internal sealed class TrailTables : IRecordsModel
{
    public void Shape(ModelBuilder model) => model.Entity<TrailEndRow>(e =>
    {
        e.ToTable("storage_trail_end");
        e.HasKey(r => r.Id);
        e.Property(r => r.Id).ValueGeneratedNever();
    });
}
