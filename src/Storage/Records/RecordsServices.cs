using CityHub.Kernel.Modules;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityHub.Storage.Records;

/// <summary>Registers this engine.</summary>
public static class RecordsServices
{
    /// <summary>
    /// Adds the record store: SQLite at <c>records/city.db</c>. Modules add their <see cref="IRecordsModel"/>; the schema is made from all
    /// of them at start-up. Register it before the modules, because start-up work runs in order of registration.
    /// </summary>
    public static IServiceCollection AddRecords(this IServiceCollection services, HubSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var connection = new SqliteConnectionStringBuilder
        {
            DataSource = settings.InData("records", "city.db"),
            ForeignKeys = true,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ToString();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OutboxBell>();
        services.AddDbContextFactory<RecordsDb>((provider, options) => options
            .UseSqlite(connection)
            .ReplaceService<IModelCacheKeyFactory, ModelOfModules>()
            .AddInterceptors(new DurableConnection(), new RingsAfterCommit(provider.GetRequiredService<OutboxBell>())));
        services.AddSingleton<IStartUp, RecordsStartUp>();
        return services;
    }

    /// <summary>How long a writer waits for another one, s.</summary>
    internal const int BusyTimeoutSeconds = 30;
}
