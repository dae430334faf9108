using System.Text.Json;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using CityHub.Storage.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace CityHub.Storage.Tests.Search;

/// <summary>A record store with one searched table, and the index that follows it, in a folder that can be opened again.</summary>
internal sealed class SearchStage : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private SearchStage(ServiceProvider services, string folder) => (_services, Folder) = (services, folder);

    public static DateTimeOffset Now { get; } = new(2026, 4, 8, 2, 0, 0, TimeSpan.Zero);

    public static Caller Nobody => Caller.Anonymous;

    public string Folder { get; }

    public ISearch Search => _services.GetRequiredService<ISearch>();

    /// <summary>The readings that set-up made; they stand in the repository's reference folder.</summary>
    public static string ReferenceFolder { get; } = Up(AppContext.BaseDirectory);

    /// <param name="follow">Whether the index follows; without, changes are committed to the store alone, as by a hub that was killed at once.</param>
    public static async Task<SearchStage> Open(string? folder = null, int version = 1, bool follow = true)
    {
        folder ??= Made();
        var settings = new HubSettings(folder, ReferenceFolder);
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new FakeTimeProvider(Now)).AddSingleton(settings)
            .AddRecords(settings).AddSearch(settings).AddSingleton<IRecordsModel, ThingTables>().AddSingleton<ISearchSource>(s => new ThingSource(s.GetRequiredService<IDbContextFactory<RecordsDb>>(), version))
            .BuildServiceProvider();
        foreach (var step in services.GetServices<IStartUp>())
        {
            await step.Start(default);
        }

        if (follow)
        {
            foreach (var hosted in services.GetServices<IHostedService>())
            {
                await hosted.StartAsync(default);
            }
        }

        return new(services, folder);
    }

    /// <summary>A stage with these titles.</summary>
    public static async Task<SearchStage> With(params string[] titles)
    {
        var stage = await Open();
        await stage.Put([.. titles.Select((title, i) => new Thing($"t{i:D3}", title))]);
        return stage;
    }

    public async Task Put(params Thing[] things)
    {
        await using var db = await Db();
        foreach (var thing in things)
        {
            var row = await db.Set<ThingRow>().FindAsync(thing.Id);
            if (row is null)
            {
                db.Add(new ThingRow { Id = thing.Id, Text = JsonSerializer.Serialize(thing) });
            }
            else
            {
                row.Text = JsonSerializer.Serialize(thing);
            }
        }

        await db.SaveChangesAsync();
    }

    public async Task Remove(string id)
    {
        await using var db = await Db();
        await db.Set<ThingRow>().Where(t => t.Id == id).ExecuteDeleteAsync();
        // A statement of its own rings no bell; the next commit does.
        await Put(new Thing("bell", "铃"));
    }

    public async Task<SearchPage> Find(SearchRequest request, Caller? caller = null) => (await Search.Find(request, caller ?? Nobody, default)).Value;

    /// <summary>Titles of what is found, best first.</summary>
    public async Task<IReadOnlyList<string>> Titles(string? typed, Caller? caller = null) =>
        [.. (await Find(new SearchRequest(typed) { Limit = 200 }, caller)).Hits.Select(h => h.Title.Zh)];

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(default);
        }

        await _services.DisposeAsync();
    }

    /// <summary>Ends without a word, as a killed process does: nothing more is committed to the index.</summary>
    public ValueTask Kill() => _services.DisposeAsync();

    private Task<RecordsDb> Db() => _services.GetRequiredService<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();

    // Tests open a folder again, so it goes when the tests have run.
    private static string Made()
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-search-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        };
        return folder;
    }

    private static string Up(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "reference", "pinyin.tsv")))
            {
                return Path.Combine(folder.FullName, "reference");
            }
        }

        throw new InvalidOperationException("reference/pinyin.tsv is made by samples/set-up.mjs");
    }

    internal sealed class ThingRow
    {
        public required string Id { get; init; }
        public required string Text { get; set; }
    }

    private sealed class ThingTables : IRecordsModel
    {
        public void Shape(ModelBuilder model) => model.Entity<ThingRow>(e =>
        {
            e.ToTable("tests_things");
            e.HasKey(t => t.Id);
        });
    }

    private sealed class ThingSource(IDbContextFactory<RecordsDb> factory, int version) : ISearchSource
    {
        public string Kind => "thing";

        public Words Title { get; } = new("东西", "Things");

        public int Version => version;

        public IReadOnlyList<SearchFacet> Facets { get; } = [.. Thing.FacetNames.Select(f => new SearchFacet(f, new(f, f), _ => null))];

        public IReadOnlyList<SearchedTable> Tables { get; } = [new("tests_things", "Id", ["Text"])];

        public async Task<IReadOnlyList<SearchDocument>> Read(IReadOnlyList<string> keys, CancellationToken ct)
        {
            await using var db = await factory.CreateDbContextAsync(ct);
            var rows = await db.Set<ThingRow>().AsNoTracking().Where(t => keys.Contains(t.Id)).ToListAsync(ct);
            return [.. rows.Select(r => JsonSerializer.Deserialize<Thing>(r.Text)!.Document())];
        }
    }
}

/// <summary>Something to find.</summary>
internal sealed record Thing(string Id, string Title)
{
    public static IReadOnlyList<string> FacetNames { get; } = ["colour", "district", "size"];

    public string Summary { get; init; } = "";

    public string[] Also { get; init; } = [];

    public string Colour { get; init; } = "";

    public string[] Districts { get; init; } = [];

    public string Size { get; init; } = "";

    public string? OnlyFor { get; init; }

    public DateTimeOffset? Published { get; init; }

    public long Uses { get; init; }

    public IReadOnlyList<string> Values(string facet) => facet switch
    {
        "colour" => Colour.Length == 0 ? [] : [Colour],
        "size" => Size.Length == 0 ? [] : [Size],
        _ => Districts,
    };

    public SearchDocument Document() => new(Id, new(Title, Title), "/things/" + Id)
    {
        Code = Id, Summary = Summary, Also = Also, PublishedAtUtc = Published, Uses = Uses,
        Facets = FacetNames.ToDictionary(f => f, Values),
        Rights = OnlyFor is null ? SearchRights.Everybody : SearchRights.Holding(["thing.read"], OnlyFor),
    };
}
