using CityHub.DataCentre.Catalogue.ImportCatalogue;
using CityHub.DataCentre.Serving.Download;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Storage.Idempotency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Catalogue.SupplyDemand;

/// <summary>责任清单与需求清单 over HTTP: the same routes for both.</summary>
internal static class ListRoutes
{
    public const string Permission = "resource.read";
    private const int UsualLimit = 50, MostLimit = SupplyLists.MostLimit;

    private static readonly QueryParameter[] Filters =
    [
        QueryParameter.Department, QueryParameter.District,
        new("state", "状态 / State") { Words = [.. DecideListItem.States.Select(s => s.Word)] },
        QueryParameter.Q("名称、内容、依据", "title, content, basis"),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, ListKind.Duty, "duties", "Duty", "责任清单", "duties");
        Map(routes, ListKind.Demand, "demands", "Demand", "需求清单", "demands");
    }

    private static void Map(IEndpointRouteBuilder routes, ListKind kind, string path, string name, string zh, string en)
    {
        routes.MapGet($"/api/v1/{path}", (
                HttpContext http, Caller caller, SupplyLists lists, string? department, string? district, string? state, string? q, string? sort, string? order, string? cursor, int? limit) =>
                SupplyLists.Orders.Read(sort, order).Then(by => lists.Page(kind, new(department, district, state, q) { Order = by }, cursor, limit ?? UsualLimit, caller, RequestLanguage.Of(http)))
                    .Match(page => (IResult)TypedResults.Ok(page), fault => fault.ToProblem()))
            .RequireAuthorization(Permission).WithName($"List{name}").WithTags("Lists").WithSummary($"{zh} · The list of {en}, what is late first").WithQuery([.. Filters, .. SupplyLists.Orders.Parameters, QueryParameter.Cursor, QueryParameter.Limit(UsualLimit, MostLimit)]).Produces<ListPage>();
        routes.MapPost($"/api/v1/{path}", async (ListRequest request, HttpContext http, Caller caller, SupplyLists lists, CancellationToken ct) =>
                (await lists.Save(kind, null, request, caller, ct)).Match(
                    item => (IResult)TypedResults.Created($"/api/v1/{path}/{item.Id}", lists.Line(item, caller, RequestLanguage.Of(http))), fault => fault.ToProblem()))
            .RequireAuthorization(DecideListItem.Asks).Idempotent().WithName($"Add{name}").WithTags("Lists").WithSummary($"{zh}：新增 · Adds one of the {en}")
            .Produces<ListLine>(StatusCodes.Status201Created);
        routes.MapPut($"/api/v1/{path}/{{id}}", async (string id, ListRequest request, HttpContext http, Caller caller, SupplyLists lists, CancellationToken ct) =>
                (await lists.Save(kind, id, request, caller, ct)).Match(
                    item => (IResult)TypedResults.Ok(lists.Line(item, caller, RequestLanguage.Of(http))), fault => fault.ToProblem()))
            .RequireAuthorization(DecideListItem.Asks).Idempotent().WithName($"Change{name}").WithTags("Lists").WithSummary($"{zh}：修改或答复 · Changes or answers one of the {en}").Produces<ListLine>();
        routes.MapDelete($"/api/v1/{path}/{{id}}", async (string id, Caller caller, SupplyLists lists, CancellationToken ct) =>
                (await lists.Drop(kind, id, caller, ct)).Match(_ => (IResult)TypedResults.NoContent(), fault => fault.ToProblem()))
            .RequireAuthorization(DecideListItem.Asks).Idempotent().WithName($"Drop{name}").WithTags("Lists").WithSummary($"{zh}：撤回 · Takes one of the {en} back")
            .Produces(StatusCodes.Status204NoContent);
        routes.MapGet($"/api/v1/{path}.xlsx", (Caller caller, SupplyLists lists, string? department, string? district, string? state, string? q, string? sort, string? order) =>
                SupplyLists.Orders.Read(sort, order).Then(by => lists.Find(kind, new(department, district, state, q) { Order = by }, caller)).Match(items => (IResult)new BookResult(kind, path, items), fault => fault.ToProblem()))
            .RequireAuthorization(Permission).WithName($"Export{name}").WithTags("Lists").WithSummary($"{zh}：导出 · The list of {en} as a workbook that an import takes again").WithQuery([.. Filters, .. SupplyLists.Orders.Parameters])
            .Produces<byte[]>(StatusCodes.Status200OK, WriteBook.ContentType);
        routes.MapPost($"/api/v1/{path}-imports", async (HttpContext http, Caller caller, ListBook book, TemporaryFiles files, CancellationToken ct, bool dryRun = false) =>
                await ImportRoutes.Taken(http, files, (file, name) => book.Read(kind, file, name, dryRun, caller, ct), ct))
            .RequireAuthorization(DecideListItem.Asks).DisableAntiforgery().WithName($"Import{name}").WithTags("Lists").WithSummary($"{zh}：导入 · Many of the {en} from one XLSX file, all or none")
            .WithQuery(ImportRoutes.DryRun).Accepts<IFormFile>("multipart/form-data").Produces<ImportReport>();
    }

    private sealed class BookResult(ListKind kind, string name, IReadOnlyList<ListItem> items) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = WriteBook.ContentType;
            httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.xlsx\"";
            await using var to = new PipeOnlyStream(httpContext.Response.BodyWriter);
            await ListBook.Write(kind, items, to, httpContext.RequestAborted);
        }
    }
}
