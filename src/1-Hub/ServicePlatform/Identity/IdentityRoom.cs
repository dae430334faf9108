using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.ServicePlatform.Identity;

/// <summary>身份: organisations, accounts, posts, sign-in, tokens, audit.</summary>
internal static class IdentityRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } = [];

    public static void AddServices(IServiceCollection services, HubSettings settings)
    {
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
    }
}
