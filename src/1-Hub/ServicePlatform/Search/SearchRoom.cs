using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Search.EditSynonyms;
using CityHub.ServicePlatform.Search.Saved;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Edit = CityHub.ServicePlatform.Search.EditSynonyms.EditSynonyms;

namespace CityHub.ServicePlatform.Search;

/// <summary>查找: the one search box, its results and saved searches.</summary>
internal static class SearchRoom
{
    public static IReadOnlyList<NavigationEntry> Navigation { get; } =
        [new(PlanPart.System, new("同义词", "Synonyms"), "/console/synonyms", "list", Edit.Permission)];

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<IRecordsModel, SavedSearchTables>();
        services.AddSingleton<IRecordsModel, SynonymTables>();
        services.AddSingleton<Edit>();
        services.AddSingleton<IStartUp>(s => s.GetRequiredService<Edit>());
        services.AddSingleton<SearchAddress>();
        services.AddSingleton<SavedSearches>();
    }

    public static void MapRoutes(IEndpointRouteBuilder routes)
    {
        SearchRoutes.Map(routes);
        SavedSearchRoutes.Map(routes);
        Edit.Map(routes);
    }
}
