using CityHub.Storage.Records;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityHub.DataCentre.Guarding;

/// <summary>
/// Downloads that must not be gathered again as they stand, known by size and content: a CSV in which a cell was guarded against formulas, and any file
/// with masked columns. Gathering takes the guard away from the former and refuses the latter: nothing in a file itself could tell a guard or a mask
/// from somebody's honest <c>'</c> or <c>*</c>.
/// </summary>
internal interface IGuardedFiles
{
    /// <param name="masked">Names of its masked columns; empty when it is only guarded.</param>
    Task Remember(string fingerprint, long bytes, IReadOnlyList<string> masked, CancellationToken ct);

    /// <summary>The names of the masked columns when a file is one of them, byte for byte, empty when it is only guarded; null for every other file.</summary>
    Task<IReadOnlyList<string>?> Wrote(string path, CancellationToken ct);
}

/// <summary>They stand in the record store. Only a file of the right size is read.</summary>
internal sealed class GuardedFiles(IDbContextFactory<RecordsDb> records, TimeProvider clock) : IGuardedFiles
{
    /// <summary>How long a file is known after it was downloaded last.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    public async Task Remember(string fingerprint, long bytes, IReadOnlyList<string> masked, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var old = now - Kept;
        await using var db = await records.CreateDbContextAsync(ct);
        await db.Set<GuardedFileRow>().Where(f => f.AtUtc < old).ExecuteDeleteAsync(ct);
        if (await db.Set<GuardedFileRow>().Where(f => f.Fingerprint == fingerprint).ExecuteUpdateAsync(f => f.SetProperty(x => x.AtUtc, now), ct) > 0)
        {
            return;
        }

        db.Add(new GuardedFileRow { Fingerprint = fingerprint, Bytes = bytes, AtUtc = now, Masked = [.. masked] });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException error) when (error.InnerException is SqliteException { SqliteErrorCode: 19 })
        {
            // The same file was downloaded twice at once: it is known.
        }
    }

    public async Task<IReadOnlyList<string>?> Wrote(string path, CancellationToken ct)
    {
        var bytes = new FileInfo(path).Length;
        await using var db = await records.CreateDbContextAsync(ct);
        if (!await db.Set<GuardedFileRow>().AnyAsync(f => f.Bytes == bytes, ct))
        {
            return null;
        }

        var fingerprint = await Fingerprint.Of(path, ct);
        return (await db.Set<GuardedFileRow>().AsNoTracking().FirstOrDefaultAsync(f => f.Fingerprint == fingerprint, ct))?.Masked;
    }
}

internal sealed class GuardedFileRow
{
    public required string Fingerprint { get; init; }
    public required long Bytes { get; init; }
    public required DateTimeOffset AtUtc { get; set; }

    /// <summary>Names of the masked columns; empty when the file is only guarded.</summary>
    public required string[] Masked { get; init; }
}

internal sealed class GuardedFileTables : IRecordsModel
{
    public void Shape(ModelBuilder model) => model.Entity<GuardedFileRow>(file =>
    {
        file.ToTable("datacentre_guarded_files");
        file.HasKey(f => f.Fingerprint);
        file.HasIndex(f => f.Bytes);
        file.HasIndex(f => f.AtUtc);
    });
}

internal static class GuardedFilesServices
{
    /// <summary>Both the room that writes such files and the room that reads them need it.</summary>
    public static void AddGuardedFiles(this IServiceCollection services)
    {
        services.TryAddSingleton<IGuardedFiles, GuardedFiles>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IRecordsModel, GuardedFileTables>());
    }
}
