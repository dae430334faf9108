using CityHub.Kernel.Modules;
using CityHub.Storage.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.Storage.RowIndex;

/// <summary>Registers this engine.</summary>
public static class RowIndexServices
{
    /// <summary>Adds it.</summary>
    public static IServiceCollection AddRowIndex(this IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton(s => new RowIndex(settings, s.GetRequiredService<TableStore>()));
        services.AddSingleton<IRowIndex>(s => s.GetRequiredService<RowIndex>());
        services.AddSingleton<Packer>();
        return services.AddSingleton<IStartUp, IndexRecovery>();
    }

    private sealed class IndexRecovery(Packer packer) : IStartUp
    {
        public Task Start(CancellationToken ct) => Task.Run(packer.Start, ct);
    }
}
