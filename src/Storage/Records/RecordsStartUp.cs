using CityHub.Kernel.Modules;
using CityHub.Storage.Records.Upgrading;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace CityHub.Storage.Records;

/// <summary>Makes the schema of a new folder, upgrades an older one in steps, refuses one that it does not know.</summary>
internal sealed class RecordsStartUp(HubSettings settings, IDbContextFactory<RecordsDb> factory, TimeProvider clock) : IStartUp
{
    public async Task Start(CancellationToken ct)
    {
        var version = FolderVersion.Of(settings);
        await using var db = await factory.CreateDbContextAsync(ct);
        await db.Database.ExecuteSqlRawAsync("pragma journal_mode = wal", ct);
        foreach (var step in Upgrades.All.Where(s => s.To > (version ?? FolderVersion.Current)))
        {
            await step.Take(db, clock.GetUtcNow(), ct);
            FolderVersion.Set(settings, step.To);
        }

        await AddMissingTables(db, ct);
        if (version is null)
        {
            await Upgrades.Note(db, FolderVersion.Current, clock.GetUtcNow(), ct);
            FolderVersion.Set(settings, FolderVersion.Current);
        }
    }

    /// <summary>
    /// Tables are added whenever a module brings new ones, since nothing in an old folder can contradict them. A column is never added silently:
    /// what it should hold for old rows is a decision, so it belongs into a step.
    /// </summary>
    private async Task AddMissingTables(RecordsDb db, CancellationToken ct)
    {
        var there = await Columns(db, ct);
        var wanted = db.Model.GetRelationalModel().Tables.ToList();
        foreach (var table in wanted.Where(t => there.Contains(t.Name)))
        {
            var lacking = table.Columns.Select(c => c.Name).Except(there[table.Name], StringComparer.OrdinalIgnoreCase).ToList();
            if (lacking.Count > 0)
            {
                var list = string.Join(", ", lacking);
                throw new StartUpException(new(
                    $"数据文件夹 {settings.DataFolder} 由另一版程序建立：表 {table.Name} 缺少列 {list}。换一个文件夹（--data），或用建立它的程序打开",
                    $"The data folder {settings.DataFolder} was made by another build: table {table.Name} lacks {list}. Take another folder (--data) or the program that made it."));
            }
        }

        if (wanted.All(t => there.Contains(t.Name)))
        {
            return;
        }

        var model = db.GetService<IDesignTimeModel>().Model;
        var operations = db.GetService<IMigrationsModelDiffer>().GetDifferences(null, model.GetRelationalModel())
            .Where(o => !there.Contains(o is CreateTableOperation create ? create.Name : o is CreateIndexOperation index ? index.Table : ""))
            .ToList();
        var commands = db.GetService<IMigrationsSqlGenerator>().Generate(operations, model);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var command in commands)
        {
            await db.Database.ExecuteSqlRawAsync(command.CommandText.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task<ILookup<string, string>> Columns(RecordsDb db, CancellationToken ct)
    {
        var rows = await db.Database
            .SqlQueryRaw<string>("select m.name || char(9) || c.name as Value from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'")
            .ToListAsync(ct);
        return rows.Select(r => r.Split('\t')).ToLookup(r => r[0], r => r[1], StringComparer.OrdinalIgnoreCase);
    }
}
