using System.Diagnostics;
using System.Globalization;
using CityHub.Kernel;
using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace CityHub.Faults.Tests;

public sealed class Killing_a_hub_that_indexes
{
    /// <summary>Killed at moments before, between and after the two commits, the next start finds every record as the store has it, and none besides.</summary>
    [Fact]
    public async Task leaves_an_index_that_the_next_start_puts_right()
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-faults-search-").FullName;
        for (var round = 0; round < 6; round++)
        {
            using (var child = Process.Start(new ProcessStartInfo(
                Environment.ProcessPath!, ["kill-search", folder, (1200 + (round * 731)).ToString(CultureInfo.InvariantCulture), round.ToString(CultureInfo.InvariantCulture)]))!)
            {
                await child.WaitForExitAsync();
                Assert.NotEqual(0, child.ExitCode);
            }

            var hub = await KilledSearch.Open(folder);
            await using var db = await hub.GetRequiredService<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
            var kept = (await db.Set<KilledSearch.Note>().AsNoTracking().ToListAsync()).Select(n => $"{n.Id} {n.Text}").Order(StringComparer.Ordinal).ToList();
            var page = (await hub.GetRequiredService<ISearch>().Find(new(KilledSearch.Words) { Limit = 500 }, Caller.Anonymous, default)).Value;

            Assert.NotEmpty(kept);
            Assert.Equal(kept, page.Hits.Select(h => $"{h.Key} {h.Title.Zh}").Order(StringComparer.Ordinal));
            foreach (var hosted in hub.GetServices<IHostedService>())
            {
                await hosted.StopAsync(default);
            }

            await hub.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
