using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Catalogue.ExportCatalogue;

/// <summary>导出条目: one entry as a file that registering or editing takes again as it is.</summary>
internal static class ExportEntry
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/catalogue/{code}/export", (string code, Caller caller, EntryReader reader) => reader.Read(code, caller).Match(
            entry => TypedResults.File(
                System.Text.Encoding.UTF8.GetBytes(EntryJson.Write(EntryContent.Of(entry.Resource))), "application/json",
                $"{ResourceCode.InAddress(entry.Resource.Code)}.json"),
            fault => fault.ToProblem()))
        .AllowAnonymous()
        .WithName("ExportEntry")
        .WithTags("Catalogue")
        .WithSummary("导出条目 · One entry as a JSON file")
        .Produces<EntryContent>();
}
