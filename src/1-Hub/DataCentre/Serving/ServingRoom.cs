using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.DataCentre.Serving;

/// <summary>服务: rows, look-ups, aggregates and downloads over the API.</summary>
internal static class ServingRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } = [];

    public static void AddServices(IServiceCollection services, HubSettings settings)
    {
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
    }
}
