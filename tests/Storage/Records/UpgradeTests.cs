using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using CityHub.Storage.Records.Upgrading;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.Storage.Tests.Records;

public sealed class A_folder_of_an_earlier_version : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-").FullName;

    private string Version => File.ReadAllText(Path.Combine(_folder, "VERSION"));

    /// <summary>A folder as version 1 left it: without a list of its versions.</summary>
    public async ValueTask InitializeAsync()
    {
        await Start();
        await Say("drop table storage_folder_history; create table old_things (Id TEXT PRIMARY KEY); insert into old_things values ('kept')");
        await File.WriteAllTextAsync(Path.Combine(_folder, "VERSION"), "1\n");
    }

    public ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task is_upgraded_at_the_start_and_keeps_what_it_held()
    {
        Assert.Equal((1, 2, 1), (Upgrades.Check(_folder).Version, Upgrades.Check(_folder).Current, Upgrades.Check(_folder).Steps.Count));

        await Start();

        Assert.Equal("2\n", Version);
        Assert.Equal("kept", await Say("select Id from old_things"));
        Assert.Equal(1L, await Say("select count(*) from storage_folder_history"));
        Assert.Equal(Upgrades.Program, await Say("select Program from storage_folder_history where Version = 2"));
        Assert.Empty(Upgrades.Check(_folder).Steps);
    }

    [Fact]
    public async Task is_upgraded_by_the_next_start_when_one_died_before_it_wrote_the_version()
    {
        await Start();
        await File.WriteAllTextAsync(Path.Combine(_folder, "VERSION"), "1\n");

        await Start();

        Assert.Equal("2\n", Version);
        Assert.Equal(1L, await Say("select count(*) from storage_folder_history"));
    }

    [Fact]
    public async Task keeps_its_version_when_a_step_fails()
    {
        // A table of the step's own name with another shape: the step cannot write.
        await Say("create table storage_folder_history (Other TEXT)");

        await Assert.ThrowsAsync<SqliteException>(Start);

        Assert.Equal("1\n", Version);
    }

    [Theory, InlineData("0\n"), InlineData("-1\n"), InlineData("3\n"), InlineData("two\n")]
    public async Task is_refused_when_nobody_knows_the_version(string version)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "VERSION"), version);

        await Assert.ThrowsAsync<StartUpException>(Start);
        Assert.Throws<StartUpException>(() => Upgrades.Check(_folder));
        Assert.Equal(version, Version);
    }

    [Fact]
    public void has_a_step_to_every_version_in_order() =>
        Assert.Equal(Enumerable.Range(2, FolderVersion.Current - 1), Upgrades.All.Select(step => step.To));

    private async Task Start()
    {
        var settings = new HubSettings(_folder, _folder);
        await using var services = new ServiceCollection().AddSingleton(settings).AddRecords(settings).BuildServiceProvider();
        foreach (var step in services.GetServices<IStartUp>())
        {
            await step.Start(CancellationToken.None);
        }
    }

    private async Task<object?> Say(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={_folder}/records/city.db;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }
}
