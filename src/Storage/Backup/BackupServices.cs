using CityHub.Kernel.Modules;
using CityHub.Storage.Tables;
using CityHub.Storage.Trail;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.Storage.Backup;

/// <summary>Registers backups.</summary>
public static class BackupServices
{
    /// <summary>Adds them. Register them after the engines.</summary>
    public static IServiceCollection AddBackup(this IServiceCollection services, HubSettings settings) => services
        .AddSingleton(s => new MakeBackup(
            settings, s.GetRequiredService<TableStore>(), s.GetRequiredService<RowIndex.RowIndex>(), s.GetRequiredService<TrailWriter>(), s.GetRequiredService<TrailKeys>(),
            s.GetRequiredService<TimeProvider>()))
        .AddSingleton<IStartUp>(s => s.GetRequiredService<MakeBackup>());
}
