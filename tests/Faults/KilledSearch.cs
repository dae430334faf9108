using System.Diagnostics;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using CityHub.Storage.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CityHub.Faults.Tests;

/// <summary>A process that writes, changes and deletes records as fast as it can while the index follows, until it kills itself without a word.</summary>
internal static class KilledSearch
{
    public const string Words = "名录";

    public static async Task<int> Run(string folder, int milliseconds, int seed)
    {
        await using var hub = await Open(folder);
        var records = hub.GetRequiredService<IDbContextFactory<RecordsDb>>();
        _ = Task.Delay(milliseconds).ContinueWith(_ => Process.GetCurrentProcess().Kill(), TaskScheduler.Default);
        var dice = new Random(seed);
        while (true)
        {
            await using var db = await records.CreateDbContextAsync();
            var id = $"n{dice.Next(200):D3}";
            var note = await db.Set<Note>().FindAsync(id);
            if (note is null)
            {
                db.Add(new Note { Id = id, Text = $"{Words} {dice.Next(1000)}" });
            }
            else if (dice.Next(3) == 0)
            {
                db.Remove(note);
            }
            else
            {
                note.Text = $"{Words} {dice.Next(1000)}";
            }

            await db.SaveChangesAsync();
        }
    }

    public static async Task<ServiceProvider> Open(string folder)
    {
        var settings = new HubSettings(folder, folder);
        var services = new ServiceCollection().AddLogging().AddRecords(settings).AddSearch(settings)
            .AddSingleton<IRecordsModel, Notes>().AddSingleton<ISearchSource, NoteSource>().BuildServiceProvider();
        foreach (var step in services.GetServices<IStartUp>())
        {
            await step.Start(default);
        }

        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(default);
        }

        return services;
    }

    internal sealed class Note
    {
        public required string Id { get; init; }
        public required string Text { get; set; }
    }

    private sealed class Notes : IRecordsModel
    {
        public void Shape(ModelBuilder model) => model.Entity<Note>(e =>
        {
            e.ToTable("tests_notes");
            e.HasKey(n => n.Id);
        });
    }

    private sealed class NoteSource(IDbContextFactory<RecordsDb> records) : ISearchSource
    {
        public string Kind => "note";

        public Words Title { get; } = new("记", "Notes");

        public int Version => 1;

        public IReadOnlyList<SearchFacet> Facets => [];

        public IReadOnlyList<SearchedTable> Tables { get; } = [new("tests_notes", "Id", [])];

        public async Task<IReadOnlyList<SearchDocument>> Read(IReadOnlyList<string> keys, CancellationToken ct)
        {
            await using var db = await records.CreateDbContextAsync(ct);
            return [.. (await db.Set<Note>().AsNoTracking().Where(n => keys.Contains(n.Id)).ToListAsync(ct)).Select(n => new SearchDocument(n.Id, new(n.Text, n.Text), "/" + n.Id))];
        }
    }
}
