using System.Reflection;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using Microsoft.EntityFrameworkCore;

namespace CityHub.Storage.Records.Upgrading;

/// <summary>What leads from one version of the folder to the next.</summary>
/// <param name="To">The version that it leads to.</param>
/// <param name="Does">What it does, for whoever runs the program.</param>
/// <param name="Do">
/// Does it, in a transaction that also records it. What it changes outside the record store must bear being done twice: the program may die
/// before the transaction commits.
/// </param>
internal sealed record UpgradeStep(int To, Words Does, Func<RecordsDb, CancellationToken, Task> Do);

/// <summary>Where a folder stands.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Current">The version that this program works with.</param>
/// <param name="Steps">What the upgrade will do, in order.</param>
public sealed record UpgradeCheck(int Version, int Current, IReadOnlyList<Words> Steps);

/// <summary>The steps of all versions. A new one is added at the end, together with <see cref="FolderVersion.Current"/>.</summary>
public static class Upgrades
{
    internal static IReadOnlyList<UpgradeStep> All { get; } =
    [
        new(2, new("记下数据文件夹经过的版本", "The folder keeps a list of its versions"), MakeHistory),
    ];

    /// <summary>Version of this program.</summary>
    public static string Program { get; } = typeof(Upgrades).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";

    /// <summary>Looks at a folder and changes nothing.</summary>
    /// <exception cref="StartUpException">Its version is unknown, or newer than this program.</exception>
    public static UpgradeCheck Check(string dataFolder)
    {
        var version = FolderVersion.Of(new(dataFolder, "")) ?? FolderVersion.Current;
        return new(version, FolderVersion.Current, [.. All.Where(s => s.To > version).Select(s => s.Does)]);
    }

    /// <summary>Does one step; done again after a crash it changes nothing more.</summary>
    internal static async Task Take(this UpgradeStep step, RecordsDb db, DateTimeOffset nowUtc, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await step.Do(db, ct);
        await Note(db, step.To, nowUtc, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Records that the folder has a version.</summary>
    internal static Task Note(RecordsDb db, int version, DateTimeOffset nowUtc, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"insert into storage_folder_history (Version, AtUtc, Program) values ({version}, {nowUtc.UtcTicks}, {Program}) on conflict do nothing", ct);

    // A step writes its own SQL: the model of a later program is another one.
    private static Task<int> MakeHistory(RecordsDb db, CancellationToken ct) => db.Database.ExecuteSqlRawAsync(
        "create table if not exists storage_folder_history (Version INTEGER NOT NULL CONSTRAINT PK_storage_folder_history PRIMARY KEY, AtUtc INTEGER NOT NULL, Program TEXT NOT NULL)", ct);
}
