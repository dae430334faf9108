using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Quality.Overview;
using CityHub.DataCentre.Quality.Profiling;
using CityHub.DataCentre.Quality.RefusedDesk;
using CityHub.DataCentre.Quality.Scoring;
using CityHub.DataCentre.Quality.Standards;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CityHub.DataCentre.Quality;

/// <summary>质量: rules, data elements, code lists; profiles of columns and scores by dimension.</summary>
internal static class QualityRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } =
    [
        new(PlanPart.Hub, new("质量", "Quality"), "/console/quality", Permission: QualityFigures.Permission, Parent: "/console/catalogue"),
        new(PlanPart.Hub, new("拒收待改", "Refused rows"), "/console/quality/refused", Permission: RunList.Permission, Parent: "/console/catalogue"),
        new(PlanPart.Hub, new("标准库", "Standards"), "/console/standards", Permission: "resource.read", Parent: "/console/catalogue"),
    ];

    public static void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton<IStandards>(_ => new StandardsLibrary(settings.ReferenceFolder));
        services.AddSingleton(provider => provider.GetService<IConfiguration>()?.GetSection("Quality:Weights").Get<QualityWeights>() ?? new());
        services.AddSingleton<ProfileBook>().AddSingleton<ProfileTable>();
        services.AddSingleton<AssessmentBook>().AddSingleton<AssessResource>().AddSingleton<AssessRuns>();
        if (!settings.ForOneCommand)
        {
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<AssessRuns>());
        }

        services.AddSingleton<QualityFigures>().AddSingleton<RefusedGroups>();
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
        ReadStandards.Map(routes);
        QualityRoutes.Map(routes);
    }
}
