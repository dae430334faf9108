using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Databases;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Gathering.Proposing;
using CityHub.DataCentre.Gathering.Pushing;
using CityHub.DataCentre.Gathering.Refused;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Gathering.Watching;
using CityHub.DataCentre.Guarding;
using CityHub.DataCentre.Quality;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CityHub.DataCentre.Gathering;

/// <summary>汇聚: sources, runs, refused rows.</summary>
internal static class GatheringRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } =
    [
        new(PlanPart.Hub, new("汇聚", "Gathering"), "/console/gathering", "gather", Permission: RunList.Permission, Parent: "/console/catalogue", Daily: true),
    ];

    public static void AddServices(IServiceCollection services, HubSettings settings)
    {
        services.AddSingleton(provider => GatheringOptions.From(provider.GetService<IConfiguration>()));
        services.AddSingleton<IRecordsModel, RunTables>().AddSingleton<IRecordsModel, BatchTables>().AddSingleton<IRecordsModel, WatchTables>();
        services.AddGuardedFiles();
        services.AddSingleton<Spool>().AddSingleton<Acquire>().AddSingleton<SourceConnections>().AddSingleton<SweepSpool>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<SweepSpool>());
        services.AddSingleton<RulesOf>(provider => items => RuleCompiler.Compile(items, provider.GetRequiredService<IStandards>()));
        services.AddSingleton<LiveRuns>().AddSingleton<RunWork>().AddSingleton<RunQueue>().AddSingleton<SettleMended>();
        services.AddSingleton<RefusedList>().AddSingleton<RefusedAgainList>().AddSingleton<Resubmit>().AddSingleton<MendMany>();
        services.AddSingleton<BatchBell>().AddSingleton<SettleBatches>().AddSingleton<ReceiveBatch>().AddSingleton<JoinBatches>().AddSingleton<BatchReceipts>().AddSingleton<GatherBatches>();
        services.AddSingleton<WatchBell>().AddSingleton<SettleWatched>().AddSingleton<KeepWatch>().AddSingleton<LookAtFolders>().AddSingleton<WatchList>();
        services.AddSingleton<Propose>().AddSingleton<NewResource>().AddSingleton<StartRun>().AddSingleton<RepeatedRun>().AddSingleton<ChangeRun>().AddSingleton<StillMay>().AddSingleton<ReadRunRequest>();
        services.AddSingleton<RunList>().AddSingleton<IRuns>(provider => provider.GetRequiredService<RunList>());
        services.AddSingleton<IGathering, GatheringDoor>();
        services.AddSingleton<ISearchSource, RunSearchSource>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<RunQueue>());
        if (!settings.ForOneCommand)
        {
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<GatherBatches>());
            services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<LookAtFolders>());
        }

        services.AddSingleton<IStartUp, RecoverRuns>();
        services.AddLoading();
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
        RunRoutes.Map(routes);
        KeepUpload.Map(routes);
        Propose.Map(routes);
        RefusedRoutes.Map(routes);
        PushRoutes.Map(routes);
        WatchRoutes.Map(routes);
    }
}
