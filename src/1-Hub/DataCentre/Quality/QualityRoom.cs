using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.DataCentre.Quality;

/// <summary>质量: rules, data elements, code lists.</summary>
internal static class QualityRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } = [];

    public static void AddServices(IServiceCollection services, HubSettings settings)
    {
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
    }
}
