using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.DataCentre.Gathering;

/// <summary>汇聚: sources, runs, refused rows.</summary>
internal static class GatheringRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } = [];

    public static void AddServices(IServiceCollection services, HubSettings settings)
    {
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
    }
}
