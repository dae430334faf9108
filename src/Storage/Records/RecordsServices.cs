using CityHub.Kernel.Modules;
using CityHub.Storage.Records.Upgrading;
using Microsoft.EntityFrameworkCore;
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
        services.TryAddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<OutboxBell>();
        services.AddSingleton<IRecordsModel, FolderHistory>();
        services.AddSingleton<IDbContextFactory<RecordsDb>, RecordsFactory>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<RecordsDb>>().CreateDbContext());
        services.AddSingleton<IStartUp, RecordsStartUp>();
        return services;
    }
}
