using System.Text;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using CityHub.Storage.Trail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

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
        await _services!.DisposeAsync();
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

    public Task<AuditVerdict> Verify() =>
        new AuditVerifier(Audit, Path.Combine(Folder, "keys"), Options, Clock).Verify(null, CancellationToken.None);

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
