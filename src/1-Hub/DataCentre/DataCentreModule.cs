using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering;
using CityHub.DataCentre.Opening;
using CityHub.DataCentre.Quality;
using CityHub.DataCentre.Serving;
using CityHub.Kernel.Modules;
using CityHub.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.DataCentre;

/// <summary>城市大数据资源中心: catalogue, gathering, quality, serving.</summary>
public sealed class DataCentreModule : IModule
{
    /// <inheritdoc/>
    public string Name => "DataCentre";

    /// <inheritdoc/>
    public IReadOnlyList<Permission> Permissions { get; } =
    [
        new("catalogue.register", new("登记资源", "Register resources")),
        new("catalogue.publish", new("发布资源", "Publish resources")),
        new("gathering.run", new("汇聚数据", "Gather data")),
        new("gathering.push", new("推送批次", "Push batches")),
        new("gathering.read", new("查看汇聚运行", "See runs")),
        new("resource.read", new("查看资源的行", "Read a resource's rows")),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<NavigationEntry> Navigation { get; } =
        [.. CatalogueRoom.Navigation, .. GatheringRoom.Navigation, .. QualityRoom.Navigation, .. ServingRoom.Navigation, .. OpeningRoom.Navigation];

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, HubSettings settings)
    {
        CatalogueRoom.AddServices(services, settings);
        GatheringRoom.AddServices(services, settings);
        QualityRoom.AddServices(services, settings);
        ServingRoom.AddServices(services, settings);
        OpeningRoom.AddServices(services, settings);
        foreach (var sheet in new[] { "desk", "catalogue", "gathering", "opening", "quality" })
        {
            services.AddSingleton(new ConsoleSheet($"_content/CityHub.DataCentre/{sheet}.css"));
        }

        services.AddSingleton<IGeneratedData, GeneratedResources>();
    }

    /// <inheritdoc/>
    public void MapRoutes(IEndpointRouteBuilder routes)
    {
        CatalogueRoom.MapRoutes(routes);
        GatheringRoom.MapRoutes(routes);
        QualityRoom.MapRoutes(routes);
        ServingRoom.MapRoutes(routes);
        OpeningRoom.MapRoutes(routes);
    }
}
