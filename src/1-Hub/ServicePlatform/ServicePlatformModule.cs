using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Backups;
using CityHub.ServicePlatform.Identity;
using CityHub.ServicePlatform.Search;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.ServicePlatform;

/// <summary>智慧城市综合服务平台: identity and organisations; cases, map and messages come with later issues.</summary>
public sealed class ServicePlatformModule : IModule
{
    /// <inheritdoc/>
    public string Name => "ServicePlatform";

    /// <inheritdoc/>
    public IReadOnlyList<Permission> Permissions { get; } =
    [
        new("identity.manage", new("管理账号、岗位与机构", "Manage accounts, posts and organisations")),
        new("search.synonyms", new("管理查找用的同义词", "Edit the synonyms of search")),
        new("audit.read", new("查看与核验审计记录", "Read and verify the audit trail")),
        new("system.backup", new("备份数据文件夹", "Back the data folder up")),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<NavigationEntry> Navigation { get; } = [.. IdentityRoom.Navigation, .. SearchRoom.Navigation];

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        IdentityRoom.AddServices(services, settings);
        SearchRoom.AddServices(services);
    }

    /// <inheritdoc/>
    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        IdentityRoom.MapRoutes(routes);
        SearchRoom.MapRoutes(routes);
        BackupRoutes.Map(routes);
    }
}
