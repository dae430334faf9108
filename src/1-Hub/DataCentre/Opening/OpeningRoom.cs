using CityHub.DataCentre.Opening.Home;
using CityHub.DataCentre.Opening.ShowDataset;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.DataCentre.Opening;

/// <summary>开放: the public portal's pages.</summary>
internal static class OpeningRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } = [];

    public static void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<PortalFigures>();
        services.AddSingleton<DatasetCharts>();
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
    }
}
