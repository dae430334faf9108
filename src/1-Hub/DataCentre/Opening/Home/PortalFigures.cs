using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.FindResources;
using CityHub.DataCentre.Serving.Profile;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Opening.Home;

/// <summary>A published resource that was just updated.</summary>
internal sealed record JustUpdated(Resource Resource, CommittedRun Run);

/// <summary>A theme with the number of its data sets and some of their titles.</summary>
internal sealed record ThemeFigures(string Theme, int Datasets, IReadOnlyList<string> Titles);

/// <summary>The figures of the home page, all from catalogue and table store.</summary>
/// <param name="Datasets">Published resources.</param>
/// <param name="Departments">Organisations that provide one.</param>
/// <param name="OpenDatasets">Of them, those whose rows are open.</param>
/// <param name="OpenRows">Rows of those.</param>
/// <param name="Themes">Largest first.</param>
/// <param name="Updates">Newest first.</param>
internal sealed record HomeFigures(
    int Datasets, int Departments, int OpenDatasets, long OpenRows, IReadOnlyList<ThemeFigures> Themes, IReadOnlyList<JustUpdated> Updates);

/// <summary>Gathers them.</summary>
internal sealed class PortalFigures(CatalogueSearch search, ITableStore tables, RunBook runs)
{
    public async Task<HomeFigures> Read(int updates, CancellationToken ct)
    {
        var published = search.All(ResourceState.Published, Caller.Anonymous).Select(e => e.Resource).ToList();
        var byId = published.ToDictionary(r => r.Id);
        var open = published.Where(r => r.Open).ToList();
        var last = await runs.LastUpdates(ct);
        return new(
            published.Count,
            published.Select(r => r.Provider).Distinct().Count(),
            open.Count,
            open.Sum(r => tables.Find(r.Id)?.Rows ?? 0),
            [.. published.GroupBy(r => r.Theme).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new ThemeFigures(g.Key, g.Count(), [.. g.Take(3).Select(r => r.Title)]))],
            [.. last.Where(l => byId.ContainsKey(l.ResourceId)).Take(updates).Select(l => new JustUpdated(byId[l.ResourceId], l.Run))]);
    }
}
