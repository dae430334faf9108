using CityHub.DataCentre.Catalogue.Classification;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.FindResources;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.DataCentre.Serving.Download;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Find = CityHub.DataCentre.Catalogue.FindResources.FindResources;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>批量导入与导出 over HTTP.</summary>
internal static class ImportRoutes
{
    /// <summary>A trial of an import.</summary>
    public static QueryParameter DryRun { get; } = new("dryRun", "试算：只说会怎样、哪里有错，不写入 / Say what would be done and what is wrong; write nothing") { Truth = true };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/catalogue-template.xlsx", (WriteBook write) => (IResult)new BookResult("catalogue-template.xlsx", write, [], Caller.Anonymous))
            .AllowAnonymous().WithName("CatalogueTemplate").WithTags("Catalogue").WithSummary("导入模板 · The guide's table as a workbook to fill in")
            .Produces<byte[]>(StatusCodes.Status200OK, WriteBook.ContentType);
        routes.MapGet("/api/v1/catalogue.xlsx",
                async ([AsParameters] FindRequest request, Caller caller, CatalogueSearch search, IOrganisations organisations, ClassTable classes, WriteBook write, CancellationToken ct) =>
                    Find.Read(request, caller, organisations, classes).Try(out var query, out var fault)
                        ? (IResult)new BookResult("catalogue.xlsx", write, await Found(search, query, caller, ct), caller) : fault.ToProblem())
            .AllowAnonymous().WithName("ExportWorkbook").WithTags("Catalogue").WithSummary("导出工作簿 · The found entries as a workbook that an import takes again").WithQuery(FindRequest.Meaning)
            .Produces<byte[]>(StatusCodes.Status200OK, WriteBook.ContentType);
        routes.MapGet("/api/v1/catalogue.json",
                async ([AsParameters] FindRequest request, Caller caller, CatalogueSearch search, IOrganisations organisations, ClassTable classes, CancellationToken ct) =>
                    Find.Read(request, caller, organisations, classes).Try(out var query, out var fault) ? (IResult)Json(await Found(search, query, caller, ct), caller) : fault.ToProblem())
            .AllowAnonymous().WithName("ExportJson").WithTags("Catalogue").WithSummary("导出 JSON · The found entries as JSON that an import takes again").WithQuery(FindRequest.Meaning);
        routes.MapPost("/api/v1/catalogue-imports", Import)
            .RequireAuthorization(ImportCatalogue.Permission).DisableAntiforgery()
            .WithName("ImportCatalogue").WithTags("Catalogue").WithSummary("批量导入 · Many entries from one XLSX or JSON file, all or none")
            .WithDescription("The file as the field 'file' of multipart/form-data, or as the body. dryRun=true says what would be added, changed and refused, and writes nothing.")
            .WithQuery(DryRun).Accepts<IFormFile>("multipart/form-data").Produces<ImportReport>();
    }

    private static Task<IResult> Import(HttpContext http, Caller caller, ImportCatalogue import, TemporaryFiles files, CancellationToken ct, bool dryRun = false) =>
        Taken(http, files, (path, name) => import.Do(path, name, dryRun, caller, null, ct), ct);

    /// <summary>Keeps the file that was sent as long as it is read.</summary>
    internal static async Task<IResult> Taken(HttpContext http, TemporaryFiles files, Func<string, string, Task<Outcome<ImportReport>>> read, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = ImportSource.MostBytes + (1L << 20);
        }

        var path = files.New();
        try
        {
            var name = await Keep(http.Request, path, ct);
            return name is null ? ImportFaults.NoFile.ToProblem()
                : (await read(path, name)).Match(report => (IResult)TypedResults.Ok(report), fault => fault.ToProblem());
        }
        catch (Exception broken) when (broken is BadHttpRequestException or InvalidDataException)
        {
            return broken is BadHttpRequestException { StatusCode: 413 }
                ? ImportFaults.TooLarge(http.Request.ContentLength ?? ImportSource.MostBytes + 1, ImportSource.MostBytes).ToProblem()
                : ImportFaults.NoFile.ToProblem();
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The file on disk; its name, or null when there was none.</summary>
    private static async Task<string?> Keep(HttpRequest request, string path, CancellationToken ct)
    {
        var boundary = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString()
            : null;
        await using var to = File.Create(path);
        if (boundary is null)
        {
            await request.Body.CopyToAsync(to, ct);
            return to.Length > 0 ? "file" : null;
        }

        var parts = new MultipartReader(boundary, request.Body);
        while (await parts.ReadNextSectionAsync(ct) is { } part)
        {
            if (part.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition())
            {
                await part.Body.CopyToAsync(to, ct);
                return HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).ToString();
            }
        }

        return null;
    }

    private static async Task<List<Entry>> Found(CatalogueSearch search, CatalogueQuery query, Caller caller, CancellationToken ct)
    {
        // A whole catalogue is exported from memory; only a search asks the index, which follows a moment later.
        if (string.IsNullOrWhiteSpace(query.Typed) && query.Filters.Count == 0)
        {
            return [.. search.Whole(query.State, caller)];
        }

        var entries = new List<Entry>();
        await foreach (var entry in search.Found(query with { Order = null }, caller, ct))
        {
            entries.Add(entry);
        }

        return entries;
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult Json(IEnumerable<Entry> entries, Caller caller) => TypedResults.Text(
        $"[{string.Join(",\n", entries.Select(e => EntryJson.Write(new ExportedEntry(e, WriteBook.Content(e, caller), EntryReader.IsOfficial(e, caller)).Whole())))}]", "application/json");

    // A zip is written with its lengths at the end, which needs a stream that takes what it is given; nothing is kept but a buffer.
    private sealed class BookResult(string name, WriteBook write, IReadOnlyList<Entry> entries, Caller caller) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = WriteBook.ContentType;
            httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
            await using var to = new PipeOnlyStream(httpContext.Response.BodyWriter);
            await write.Write(to, entries, caller, httpContext.RequestAborted);
        }
    }
}

/// <summary>An entry as JSON that an import takes again.</summary>
internal sealed record ExportedEntry(Entry Entry, EntryContent Content, bool Official)
{
    public System.Text.Json.Nodes.JsonObject Whole()
    {
        var json = System.Text.Json.JsonSerializer.SerializeToNode(Checks.EntryReading.Back(Content), EntryJson.Options)!.AsObject();
        json.Insert(0, "code", Entry.Resource.Code);
        if (Official)
        {
            json["revision"] = Entry.Revision;
        }

        return json;
    }
}
