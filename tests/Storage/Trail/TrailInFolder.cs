using System.Security.Cryptography;
using System.Text;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using CityHub.Storage.Trail;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CityHub.Storage.Tests.Trail;

/// <summary>A folder with a trail that can be closed, tampered with, and opened again.</summary>
internal sealed class TrailInFolder : IAsyncDisposable
{
    private ServiceProvider? _services;

    public string Folder { get; init; } = Directory.CreateTempSubdirectory("cityhub-").FullName;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 4, 8, 2, 0, 0, TimeSpan.Zero));

    public TrailOptions Options { get; } = new();

    public string Audit => Path.Combine(Folder, "audit");

    public IAuditTrail Trail => Get<IAuditTrail>();

    public AuditReader Reader => new(Audit);

    public T Get<T>() where T : notnull => _services!.GetRequiredService<T>();

    public async Task<TrailInFolder> Open()
    {
        var settings = new HubSettings(Folder, Folder);
        _services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddRecords(settings).AddTrail(settings)
            .Configure<TrailOptions>(o => (o.KeepDays, o.SegmentBytes) = (Options.KeepDays, Options.SegmentBytes)).BuildServiceProvider();
        foreach (var step in _services.GetServices<IStartUp>())
        {
            await step.Start(CancellationToken.None);
        }

        return this;
    }

    public async Task Close()
    {
        await using (var db = await Get<IDbContextFactory<RecordsDb>>().CreateDbContextAsync())
        {
            await _services!.DisposeAsync();
            // Else an idle connection stays until another test empties all pools, and writes its log back amid this one.
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }

        _services = null;
    }

    /// <summary>A closed trail with a record for each act.</summary>
    public static async Task<TrailInFolder> With(params string[] acts)
    {
        var folder = await new TrailInFolder().Open();
        foreach (var act in acts)
        {
            await folder.Trail.Durable(Whole(act));
        }

        await folder.Close();
        return folder;
    }

    /// <summary>An entry with every member.</summary>
    public static AuditEntry Whole(string act) => new(act, "wang", "500000-ga", "token:verify", "306001/000001", ["name", "sex"], 1, "permit", "abc123", "note");

    public async Task Change(Action<RecordsDb> change)
    {
        await using var db = await Get<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
        change(db);
        await db.SaveChangesAsync();
    }

    public Task<AuditVerdict> Verify() => _services is null
        ? AuditVerifier.VerifyAtRest(Folder, Options, Clock, CancellationToken.None)
        : Get<AuditVerifier>().Verify(null, CancellationToken.None);

    public string Head => Path.Combine(Audit, "head");

    /// <summary>Every file of the folder with the digest of its bytes and the time it was written.</summary>
    public Dictionary<string, string> Files() => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
        .ToDictionary(f => f, f => $"{Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))} {File.GetLastWriteTimeUtc(f):O}");

    /// <summary>What the hub noted about the trail's end when it started.</summary>
    public IEnumerable<string?> Notes() => Reader.Page(new(Act: TrailEnd.DamageFound), null, 10, default).Items.Select(r => r.Detail);

    public string RecordsFile => Path.Combine(Folder, "records", "city.db");

    /// <summary>A statement on the record store, past the program.</summary>
    public async Task<object?> Records(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={RecordsFile};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Waits until the record store knows of a record.</summary>
    public async Task Remembered(long sequence)
    {
        for (var i = 0; (long?)await Records("select Sequence from storage_trail_end") < sequence; i++)
        {
            Assert.True(i < 200, "The record store was not told within ten seconds.");
            await Task.Delay(50);
        }
    }

    public string Log => Directory.GetFiles(Audit, "*.log").Order(StringComparer.Ordinal).Last();

    public string[] Lines() => Encoding.UTF8.GetString(File.ReadAllBytes(Log)).TrimEnd('\0').TrimEnd('\n').Split('\n');

    public void Rewrite(Func<string[], IEnumerable<string>> change) => File.WriteAllText(Log, string.Concat(change(Lines()).Select(l => l + "\n")));

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await Close();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
