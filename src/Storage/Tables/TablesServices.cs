using CityHub.Kernel.Modules;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.Storage.Tables;

/// <summary>Registers this engine.</summary>
public static class TablesServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddTables(this IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton(_ => new TableStore(settings, TableLimits.Default));
        services.AddSingleton<ITableStore>(s => s.GetRequiredService<TableStore>());
        return services.AddSingleton<IStartUp, TableRecovery>();
    }

    private sealed class TableRecovery(TableStore store) : IStartUp
    {
        public Task Start(CancellationToken ct) => Task.Run(store.Recover, ct);
    }
}
