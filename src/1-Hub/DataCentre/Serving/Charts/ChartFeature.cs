using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Storage.Idempotency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Serving.Charts;

/// <summary>The charts of a resource.</summary>
internal sealed record ChartList(IReadOnlyList<KeptChart> Items);

/// <summary>Charts over HTTP: <c>/api/v1/resources/{code}/charts</c>.</summary>
internal static class ChartFeature
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var charts = routes.MapGroup("/api/v1/resources/{code}/charts").WithTags("resources");
        charts.MapGet("", async (string code, Caller caller, ReadGate gate, KeptCharts kept, CancellationToken ct) =>
                (await gate.Open(code, caller, ct)).Try(out var read, out var fault)
                    ? (IResult)TypedResults.Ok(new ChartList(await kept.Of(read.Resource, ct)))
                    : fault.ToProblem())
            .AllowAnonymous().WithName("listCharts").WithSummary("资源页上保留的图表 / Charts kept on a resource's page")
            .Produces<ChartList>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
        charts.MapPost("/draw", async (string code, ChartRequest request, HttpContext context, Caller caller, ReadGate gate, DrawChart draw, CancellationToken ct) =>
                (await gate.Open(code, caller, ct)).Try(out var read, out var fault) && (await draw.Do(read, request, caller, RequestLanguage.Of(context), ct)).Try(out var drawn, out fault)
                    ? (IResult)TypedResults.Ok(drawn)
                    : fault.ToProblem())
            .AllowAnonymous().WithName("drawChart").WithSummary("画图：返回图的数据 / Figures of a chart")
            .WithDescription("along: a column or year|quarter|month|week|day(column); measure: count or sum|avg|min|max|distinct(column); split: a column, a series for each value; shape: line|bar|rows; conditions: column:op.value.")
            .Produces<DrawnChart>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
        charts.MapPost("", async (string code, KeepChart asked, Caller caller, ReadGate gate, KeptCharts kept, CancellationToken ct) =>
                (await gate.Open(code, caller, ct)).Try(out var read, out var fault) && (await kept.Keep(read, asked, caller, ct)).Try(out var chart, out fault)
                    ? (IResult)TypedResults.Created($"/api/v1/resources/{code}/charts", chart)
                    : fault.ToProblem())
            .RequireAuthorization(KeptCharts.Permission).Idempotent().WithName("keepChart").WithSummary("把图表留在页面上 / Keeps a chart on the page").Produces<KeptChart>(StatusCodes.Status201Created);
        charts.MapDelete("/{id}", async (string code, string id, Caller caller, ReadGate gate, KeptCharts kept, CancellationToken ct) =>
                (await gate.Open(code, caller, ct)).Try(out var read, out var fault) && (await kept.Remove(read.Resource, id, caller, ct)).Try(out _, out fault)
                    ? (IResult)TypedResults.NoContent()
                    : fault.ToProblem())
            .RequireAuthorization(KeptCharts.Permission).Idempotent().WithName("removeChart").WithSummary("移去图表 / Removes a chart").Produces(StatusCodes.Status204NoContent);
    }
}
