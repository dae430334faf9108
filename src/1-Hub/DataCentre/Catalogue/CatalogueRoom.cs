using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.DataCentre.Catalogue;

/// <summary>目录: what the departments hold, as metadata.</summary>
internal static class CatalogueRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } = [];

    public static void AddServices(IServiceCollection services, HubSettings settings)
    {
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
    }
}
