using CityHub.Kernel.Modules;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CityHub.Storage.Records;

/// <summary>
/// Makes contexts. It holds the modules' models itself, so that work which ends while the program shuts down can still write its last state.
/// </summary>
internal sealed class RecordsFactory(HubSettings settings, IEnumerable<IRecordsModel> models, OutboxBell bell) : IDbContextFactory<RecordsDb>
{
    /// <summary>How long a writer waits for another one, s.</summary>
    private const int BusyTimeoutSeconds = 30;

    private readonly IRecordsModel[] _models = [.. models];
    private readonly DbContextOptions<RecordsDb> _options = new DbContextOptionsBuilder<RecordsDb>()
        .UseSqlite(new SqliteConnectionStringBuilder
        {
            DataSource = settings.InData("records", "city.db"),
            ForeignKeys = true,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ToString())
        .ReplaceService<IModelCacheKeyFactory, ModelOfModules>()
        .AddInterceptors(new DurableConnection(), new RingsAfterCommit(bell))
        .Options;

    public RecordsDb CreateDbContext() => new(_options, _models);
}
