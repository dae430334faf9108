using CityHub.DataCentre.Quality.Standards;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.DataCentre.Quality;

/// <summary>质量: rules, data elements, code lists.</summary>
internal static class QualityRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } =
    [
        new(PlanPart.Hub, new("标准库", "Standards"), "/console/standards", Permission: "resource.read", Parent: "/console/catalogue"),
    ];

    public static void AddServices(IServiceCollection services, HubSettings settings) =>
        services.AddSingleton<IStandards>(_ => new StandardsLibrary(settings.ReferenceFolder));

    public static void MapRoutes(IEndpointRouteBuilder routes) => ReadStandards.Map(routes);
}
