using CityHub.Kernel.Modules;
using CityHub.Storage.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityHub.Storage.RowIndex;

/// <summary>Registers this engine.</summary>
public static class RowIndexServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddRowIndex(this IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton(s => new RowIndex(settings, s.GetRequiredService<TableStore>()));
        services.AddSingleton<IRowIndex>(s => s.GetRequiredService<RowIndex>());
        services.AddSingleton(s =>
        {
            // What the container makes first it disposes last, under each contract: both engines must outlive the packing that is under way.
            _ = (s.GetRequiredService<ITableStore>(), s.GetRequiredService<IRowIndex>());
            return new Packer(s.GetRequiredService<TableStore>(), s.GetRequiredService<RowIndex>(), s.GetRequiredService<ILogger<Packer>>());
        });
        return services.AddSingleton<IStartUp, IndexRecovery>();
    }

    private sealed class IndexRecovery(Packer packer, HubSettings settings) : IStartUp
    {
        public Task Start(CancellationToken ct) => Task.Run(settings.ForOneCommand ? packer.Recover : packer.Start, ct);
    }
}
