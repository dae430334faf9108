using CityHub.DataCentre.Catalogue.Classification;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.FindResources;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Find = CityHub.DataCentre.Catalogue.FindResources.FindResources;

namespace CityHub.DataCentre.Catalogue.ExportCatalogue;

/// <summary>导出清单: the entries that a search finds, as CSV for a spreadsheet.</summary>
internal static class ExportList
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/catalogue.csv", Handle)
        .AllowAnonymous()
        .WithName("ExportCatalogue")
        .WithTags("Catalogue")
        .WithSummary("导出清单 · The found entries as CSV").WithQuery(FindRequest.Meaning)
        .Produces<string>(StatusCodes.Status200OK, "text/csv");

    private static IResult Handle(
        [AsParameters] FindRequest request, HttpContext http, Caller caller, CatalogueSearch search, EntryAnswers answers, IOrganisations organisations, ClassTable classes, CancellationToken ct)
    {
        if (!Find.Read(request, caller, organisations, classes).Try(out var query, out var fault))
        {
            return fault.ToProblem();
        }

        return new CsvSheet(
            "catalogue.csv", ["code", "title", "summary", "provider", "providerName", "theme", "sharing", "open", "cycle", "generated", "state", "version", "items", "publishedAt"],
            search.Found(query, caller, ct).Select(entry => Row(entry, answers, RequestLanguage.Of(http))));
    }

    private static IReadOnlyList<string?> Row(Entry entry, EntryAnswers answers, Language language)
    {
        var r = entry.Resource;
        return
        [
            r.Code, r.Title, r.Summary, r.Provider, answers.Name(r.Provider, language), r.Theme, EntryWords.Of(r.Sharing),
            r.Open ? "true" : "false", EntryWords.Of(r.Cycle), r.Generated ? "true" : "false", EntryWords.Of(r.State), CsvSheet.Text(r.Version),
            CsvSheet.Text(r.Items.Count), CsvSheet.Text(entry.PublishedAtUtc),
        ];
    }
}
