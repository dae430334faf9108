using System.Text;
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

    private static async Task<IResult> Handle(
        [AsParameters] FindRequest request, HttpContext http, Caller caller, CatalogueSearch search, EntryAnswers answers, IOrganisations organisations, CancellationToken ct)
    {
        if (!Find.Read(request, caller, organisations).Try(out var query, out var fault))
        {
            return fault.ToProblem();
        }

        // The mark tells spreadsheets that it is UTF-8.
        var csv = await Csv(search.Found(query, caller, ct), answers, RequestLanguage.Of(http));
        return TypedResults.File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv)], "text/csv; charset=utf-8", "catalogue.csv");
    }

    private static async Task<string> Csv(IAsyncEnumerable<Entry> entries, EntryAnswers answers, Language language)
    {
        var text = new StringBuilder();
        Row(text, ["code", "title", "summary", "provider", "providerName", "theme", "sharing", "open", "cycle", "generated", "state", "version", "items", "publishedAt"]);
        await foreach (var entry in entries)
        {
            var r = entry.Resource;
            Row(text,
            [
                r.Code, r.Title, r.Summary, r.Provider, answers.Name(r.Provider, language), r.Theme, EntryWords.Of(r.Sharing),
                r.Open ? "true" : "false", EntryWords.Of(r.Cycle), r.Generated ? "true" : "false", EntryWords.Of(r.State), $"{r.Version}",
                $"{r.Items.Count}", entry.PublishedAtUtc?.ToString("O") ?? "",
            ]);
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, string[] cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    // A cell that begins like a formula is one to a spreadsheet, whoever wrote it: an apostrophe makes it text.
    internal static string Cell(string value)
    {
        var safe = value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
