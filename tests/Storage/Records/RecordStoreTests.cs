using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.Storage.Tests.Records;

public sealed class The_record_store : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-").FullName;

    [Fact]
    public async Task makes_the_tables_of_every_module_and_says_its_version()
    {
        await using var services = await Open(new Things());

        await Add(services, new Thing { Id = "a" });

        Assert.Equal("2\n", await File.ReadAllTextAsync(Path.Combine(_folder, "VERSION")));
        Assert.Equal(["a"], await Ids(services));
    }

    [Fact]
    public async Task keeps_its_rows_when_it_is_opened_again()
    {
        await using (var services = await Open(new Things()))
        {
            await Add(services, new Thing { Id = "a" });
        }

        await using var again = await Open(new Things());
        Assert.Equal(["a"], await Ids(again));
    }

    [Fact]
    public async Task waits_for_the_disk_and_holds_foreign_keys()
    {
        await using var services = await Open(new Things());
        await using var db = await services.GetRequiredService<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();

        Assert.Equal("wal", await Pragma(db, "journal_mode"));
        Assert.Equal("2", await Pragma(db, "synchronous"));
        Assert.Equal("1", await Pragma(db, "foreign_keys"));
    }

    [Fact]
    public async Task adds_the_tables_that_a_module_brings_later()
    {
        await using (var services = await Open())
        {
        }

        await using var later = await Open(new Things());
        await Add(later, new Thing { Id = "a" });
        Assert.Equal(["a"], await Ids(later));
    }

    [Fact]
    public async Task refuses_a_folder_of_a_newer_program()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "VERSION"), "3\n");

        var refused = await Assert.ThrowsAsync<StartUpException>(() => Open());

        Assert.Contains("3", refused.Why.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task refuses_a_folder_whose_version_is_gone()
    {
        await using (var services = await Open())
        {
        }

        File.Delete(Path.Combine(_folder, "VERSION"));
        await Assert.ThrowsAsync<StartUpException>(() => Open());
    }

    [Fact]
    public async Task refuses_a_table_that_lacks_a_column_and_names_it()
    {
        await using (var services = await Open(new Things()))
        {
        }

        SqliteConnection.ClearAllPools();
        await using (var connection = new SqliteConnection($"Data Source={_folder}/records/city.db;Pooling=False"))
        {
            await connection.OpenAsync();
            await using var drop = connection.CreateCommand();
            drop.CommandText = "drop index IX_test_things_Name; alter table test_things drop column Name";
            await drop.ExecuteNonQueryAsync();
        }

        var refused = await Assert.ThrowsAsync<StartUpException>(() => Open(new Things()));
        Assert.Contains("Name", refused.Why.En, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<ServiceProvider> Open(params IRecordsModel[] models)
    {
        var collection = new ServiceCollection();
        foreach (var model in models)
        {
            collection.AddSingleton(model);
        }

        var settings = new HubSettings(_folder, _folder);
        collection.AddSingleton(settings).AddRecords(settings);
        var services = collection.BuildServiceProvider();
        foreach (var step in services.GetServices<IStartUp>())
        {
            await step.Start(CancellationToken.None);
        }

        return services;
    }

    private static async Task Add(ServiceProvider services, Thing thing)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
        db.Add(thing);
        await db.SaveChangesAsync();
    }

    private static async Task<List<string>> Ids(ServiceProvider services)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
        return await db.Set<Thing>().Select(t => t.Id).ToListAsync();
    }

    private static async Task<string> Pragma(RecordsDb db, string name)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"pragma {name}";
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture)!;
    }

    private sealed class Things : IRecordsModel
    {
        public void Shape(ModelBuilder model) => model.Entity<Thing>().ToTable("test_things").HasIndex(t => t.Name);
    }

    private sealed class Thing
    {
        public required string Id { get; init; }

        public string? Name { get; set; }
    }
}
