using CityHub.DataCentre.Guarding;
using CityHub.DataCentre.Serving.Aggregate;
using CityHub.DataCentre.Serving.Charts;
using CityHub.DataCentre.Serving.Download;
using CityHub.DataCentre.Serving.LookUp;
using CityHub.DataCentre.Serving.Profile;
using CityHub.DataCentre.Serving.Query;
using CityHub.DataCentre.Serving.ReadRows;
using CityHub.DataCentre.Serving.Rights;
using CityHub.DataCentre.Serving.Uses;
using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.DataCentre.Serving;

/// <summary>服务: rows, look-ups, aggregates and downloads over the API.</summary>
internal static class ServingRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } = [];

    public static void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddDataProtection();
        services.AddSingleton<ReadGate>();
        services.AddSingleton<PageCursor>();
        services.AddSingleton<RowPages>();
        services.AddSingleton<LookUpPlans>();
        services.AddSingleton<TemporaryFiles>();
        services.AddSingleton<IStartUp>(s => s.GetRequiredService<TemporaryFiles>());
        services.AddGuardedFiles();
        services.AddSingleton<RunBook>();
        services.AddSingleton<ResourceProfiles>();
        services.AddSingleton<ValueNames>().AddSingleton<DrawChart>().AddSingleton<KeptCharts>().AddSingleton<OpenChartDesk>().AddSingleton<IRecordsModel, KeptChartTables>();
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
        ReadRowsFeature.Map(routes);
        LookUpFeature.Map(routes);
        AggregateFeature.Map(routes);
        DownloadFeature.Map(routes);
        ProfileFeature.Map(routes);
        ChartFeature.Map(routes);
        UsesFeature.Map(routes);
    }
}
