using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Identity;
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
        new("audit.read", new("查看与核验审计记录", "Read and verify the audit trail")),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<NavigationEntry> Navigation { get; } = IdentityRoom.Navigation;

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, HubSettings settings) => IdentityRoom.AddServices(services, settings);

    /// <inheritdoc/>
    public void MapRoutes(IEndpointRouteBuilder routes) => IdentityRoom.MapRoutes(routes);
}
