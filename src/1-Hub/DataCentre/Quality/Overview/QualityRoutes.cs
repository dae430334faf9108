using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Quality.RefusedDesk;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Quality.Overview;

/// <summary>Quality over HTTP, within the caller's posts.</summary>
internal static class QualityRoutes
{
    private static readonly QueryParameter Resource = new("resource", "资源代码 / Code of a resource") { Example = "306001-000001" };
    private static readonly QueryParameter[] Within =
        [QueryParameter.Department, QueryParameter.District, new("month", "月末的得分，yyyy-MM；默认为现在 / As at the end of a month; now by default") { Example = "2026-06" }];

    private static readonly QueryParameter[] Groups =
        [QueryParameter.District, Resource, new("rule", "规则代码，见 /api/v1/standards/rules / Code of a rule") { Example = "required" }, .. RefusedGroups.Orders.Parameters];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var quality = routes.MapGroup("/api/v1/quality").WithTags("Quality").RequireAuthorization(QualityFigures.Permission);
        quality.MapGet("", async (
                HttpContext http, Caller caller, QualityFigures figures, string? department, string? district, string? month, string? sort, string? order, string? cursor, int? limit, CancellationToken ct) =>
                !QualityFigures.Orders.Read(sort, order).Try(out var sorted, out var fault) ? fault.ToProblem()
                    : Answer(await figures.Page(new(department, district, month), sorted, cursor, limit, caller, RequestLanguage.Of(http), ct)))
            .WithName("ListQuality").WithSummary("资源的质量得分，最差的在前 · Quality of resources, worst first").WithQuery([.. Within, .. QualityFigures.Orders.Parameters, QueryParameter.Cursor, QueryParameter.Limit(QualityFigures.UsualLimit, QualityFigures.MostLimit)]).Produces<QualityList>().ProducesProblem(400);
        routes.MapGet("/api/v1/quality.csv", async (
                HttpContext http, Caller caller, QualityFigures figures, string? department, string? district, string? month, string? sort, string? order, CancellationToken ct) =>
                !QualityFigures.Orders.Read(sort, order).Try(out var sorted, out var fault) ? fault.ToProblem()
                    : (await figures.All(new(department, district, month), sorted, caller, RequestLanguage.Of(http), ct)).Match<IResult>(lines => QualitySheet.Of(lines), refused => refused.ToProblem()))
            .WithTags("Quality").RequireAuthorization(QualityFigures.Permission)
            .WithName("ExportQuality").WithSummary("资源的质量得分，导出 CSV · Quality of resources as CSV").WithQuery([.. Within, .. QualityFigures.Orders.Parameters]).Produces<string>(200, CsvSheet.ContentType).ProducesProblem(400);
        quality.MapGet("/departments", async (
                HttpContext http, Caller caller, QualityFigures figures, string? department, string? district, string? month, string? sort, string? order, CancellationToken ct) =>
                !QualityFigures.DepartmentOrders.Read(sort, order).Try(out var sorted, out var fault) ? fault.ToProblem()
                    : Answer(await figures.Departments(new(department, district, month), sorted, caller, RequestLanguage.Of(http), ct)))
            .WithName("ListQualityOfDepartments").WithSummary("部门的质量得分，最差的在前 · Quality by department, worst first").WithQuery([.. Within, .. QualityFigures.DepartmentOrders.Parameters]).Produces<IReadOnlyList<DepartmentLine>>().ProducesProblem(400);
        quality.MapGet("/departments.csv", async (
                HttpContext http, Caller caller, QualityFigures figures, string? department, string? district, string? month, string? sort, string? order, CancellationToken ct) =>
                !QualityFigures.DepartmentOrders.Read(sort, order).Try(out var sorted, out var fault) ? fault.ToProblem()
                    : (await figures.Departments(new(department, district, month), sorted, caller, RequestLanguage.Of(http), ct)).Match<IResult>(QualitySheet.Of, refused => refused.ToProblem()))
            .WithName("ExportQualityOfDepartments").WithSummary("部门的质量得分，导出 CSV · Quality by department as CSV").WithQuery([.. Within, .. QualityFigures.DepartmentOrders.Parameters]).Produces<string>(200, CsvSheet.ContentType).ProducesProblem(400);
        quality.MapGet("/trend", async (
                HttpContext http, Caller caller, QualityFigures figures, string? resource, string? department, string? district, string? month, int? months, CancellationToken ct) =>
                Answer(await figures.Trend(new(department, district, month), resource, months ?? 12, caller, RequestLanguage.Of(http), ct)))
            .WithName("ReadQualityTrend").WithSummary("逐月的质量得分 · Quality month by month")
            .WithQuery([.. Within, Resource, new("months", "月数，默认 12 / How many months, 12 by default") { Whole = (1, QualityFigures.MostMonths) }]).Produces<IReadOnlyList<TrendPoint>>().ProducesProblem(400).ProducesProblem(404);
        quality.MapGet("/dimensions", (HttpContext http, QualityFigures figures) => TypedResults.Ok(figures.Formulas(RequestLanguage.Of(http))))
            .WithName("ListQualityDimensions").WithSummary("六个维度：算法、权重与规则 · The six dimensions: formula, weight, rules");
        routes.MapGet("/api/v1/refused", async (
                HttpContext http, Caller caller, RefusedGroups groups, string? district, string? resource, string? rule, string? sort, string? order, string? cursor, int? limit, CancellationToken ct) =>
                !RefusedGroups.Orders.Read(sort, order).Try(out var sorted, out var fault) ? fault.ToProblem()
                    : Answer(await groups.List(new(district, resource, rule), sorted, cursor, limit, caller, RequestLanguage.Of(http), ct)))
            .WithTags("Quality").RequireAuthorization(RunList.Permission)
            .WithName("ListRefusedGroups").WithSummary("各资源待改的拒收行，按运行、规则和信息项归组 · Refused rows that wait, by run, rule and item")
            .WithQuery([.. Groups, QueryParameter.Cursor, QueryParameter.Limit(RefusedGroups.UsualLimit, RefusedGroups.MostLimit)])
            .Produces<RefusedGroupPage>().ProducesProblem(400);
        routes.MapGet("/api/v1/refused.csv", async (
                HttpContext http, Caller caller, RefusedGroups groups, string? district, string? resource, string? rule, string? sort, string? order, CancellationToken ct) =>
                !RefusedGroups.Orders.Read(sort, order).Try(out var sorted, out var fault) ? fault.ToProblem()
                    : (await groups.All(new(district, resource, rule), sorted, caller, RequestLanguage.Of(http), ct)).Match<IResult>(RefusedGroups.Sheet, refused => refused.ToProblem()))
            .WithTags("Quality").RequireAuthorization(RunList.Permission)
            .WithName("ExportRefusedGroups").WithSummary("待改的拒收行的分组，导出 CSV · Groups of refused rows as CSV").WithQuery(Groups).Produces<string>(200, CsvSheet.ContentType).ProducesProblem(400);
        routes.MapGet("/api/v1/resources/{code}/quality", async (string code, HttpContext http, Caller caller, ReadGate gate, QualityFigures figures, CancellationToken ct) =>
                !(await gate.Open(code, caller, ct)).Try(out var read, out var fault) ? fault.ToProblem()
                    : !read.InScope ? Serving.ServingFaults.NotYours(read.Resource).ToProblem()
                    : (IResult)TypedResults.Ok(await figures.Of(read.Resource, RequestLanguage.Of(http), ct)))
            .WithTags("Quality").RequireAuthorization(QualityFigures.Permission)
            .WithName("ReadQuality").WithSummary("一个资源的质量：得分、待改的行、历次得分 · Quality of a resource: score, waiting rows, score by run")
            .Produces<ResourceQualityAnswer>().ProducesProblem(403).ProducesProblem(404);
    }

    private static IResult Answer<T>(Outcome<T> outcome) => outcome.Match(value => (IResult)TypedResults.Ok(value), fault => fault.ToProblem());
}
