using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using CityHub.DataCentre.Contracts;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Storage.Idempotency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>Runs over HTTP.</summary>
internal static class RunRoutes
{
    private static readonly QueryParameter[] Filters =
    [
        new("resource", "资源代码 / Code of a resource") { Example = "306001-000001" }, new("state", "状态 / State") { Words = RunStatusOf.States }, QueryParameter.District, .. RunList.Orders.Parameters,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var runs = routes.MapGroup("/api/v1/runs").WithTags("Runs");
        runs.MapPost("", Start).RequireAuthorization(StartRun.Permission).WithSummary("Start a run: JSON, or a form with a file")
            .Accepts<RunRequest>("application/json", "multipart/form-data").Produces<RunStatus>(StatusCodes.Status202Accepted).DisableAntiforgery();
        runs.MapGet("", List).RequireAuthorization(RunList.Permission).WithSummary("Runs, newest first")
            .WithQuery([.. Filters, QueryParameter.Limit(RunList.LimitUsual, RunList.LimitMost), QueryParameter.Cursor])
            .Produces<Listed<RunStatus>>().ProducesProblem(400);
        routes.MapGet("/api/v1/runs.csv", Export).WithTags("Runs").RequireAuthorization(RunList.Permission).WithSummary("Runs as CSV, with the filters and the order of the list")
            .WithQuery(Filters).Produces<string>(StatusCodes.Status200OK, CsvSheet.ContentType).ProducesProblem(400);
        runs.MapGet("/{run}", One).RequireAuthorization(RunList.Permission).WithSummary("Where a run stands").Produces<RunStatus>();
        runs.MapGet("/{run}/events", Events).RequireAuthorization(RunList.Permission).WithSummary("Its progress as server-sent events, until it has ended");
        runs.MapPost("/{run}/cancel", Cancel).RequireAuthorization(StartRun.Permission).WithSummary("Cancel; earlier rows stay untouched").Produces<RunStatus>();
        runs.MapPost("/{run}/resume", Resume).RequireAuthorization(StartRun.Permission).WithSummary("Resume from the kept source").Produces<RunStatus>(StatusCodes.Status202Accepted);
    }

    /// <summary>Whether the request came over the data folder's local socket: only the folder's owner can open it.</summary>
    internal static bool IsLocal(HttpContext context) =>
        context.Features.Get<IConnectionSocketFeature>()?.Socket.AddressFamily == AddressFamily.Unix;

    private static async Task<IResult> Start(HttpContext context, Caller caller, ReadRunRequest read, StartRun start, CancellationToken ct)
    {
        // The key first: a file is not taken in for a request that is refused for its header.
        if (!IdempotencyKey.Of(context.Request).Try(out var key, out var fault) || !(await read.Read<RunRequest>(context, caller, ct)).Try(out var request, out fault))
        {
            return fault.ToProblem();
        }

        return (await start.Do(request, caller, IsLocal(context), key, ct)).Match(
            row => TypedResults.Accepted($"/api/v1/runs/{row.Id}", RunStatusOf.Of(row, null, RequestLanguage.Of(context))),
            refused => refused.ToProblem());
    }

    private static async Task<IResult> List(
        HttpContext context, Caller caller, RunList list, string? resource, string? state, string? district, string? sort, string? order, int? limit, string? cursor, CancellationToken ct) =>
        !list.Read(resource, state, district, sort, order).Try(out var query, out var fault) ? fault.ToProblem()
        : !await list.Knows(cursor, caller, ct) ? GatheringFaults.CursorBroken.ToProblem()
        : TypedResults.Ok(await list.Page(query, limit, cursor, caller, RequestLanguage.Of(context), ct));

    private static IResult Export(
        HttpContext context, Caller caller, RunList list, string? resource, string? state, string? district, string? sort, string? order, CancellationToken ct) =>
        list.Read(resource, state, district, sort, order).Match<IResult>(
            query => new CsvSheet(
                "runs.csv",
                ["run", "resource", "title", "number", "source", "mode", "state", "read", "kept", "refused", "seconds", "by", "queuedAt", "startedAt", "endedAt", "fault"],
                list.All(query, caller, RequestLanguage.Of(context), ct).Select(Cells)),
            fault => fault.ToProblem());

    private static IReadOnlyList<string?> Cells(RunStatus run) =>
    [
        run.Run, run.Resource, run.Title, CsvSheet.Text(run.Number), run.Source, run.Mode, run.State, CsvSheet.Text(run.Read), run.State == "succeeded" ? CsvSheet.Text(run.Kept) : null,
        CsvSheet.Text(run.Refused), run.StartedAt is null ? null : CsvSheet.Text(run.Seconds), run.By, CsvSheet.Text(run.QueuedAt), CsvSheet.Text(run.StartedAt), CsvSheet.Text(run.EndedAt), run.Fault?.Code,
    ];

    private static async Task<IResult> One(string run, HttpContext context, Caller caller, RunList list, IGathering gathering, CancellationToken ct) =>
        await list.Find(run, caller, ct) is not null && await gathering.Status(run, RequestLanguage.Of(context), ct) is { } status
            ? TypedResults.Ok(status)
            : GatheringFaults.RunMissing(run).ToProblem();

    private static async Task<IResult> Events(string run, HttpContext context, Caller caller, RunList list, IGathering gathering, CancellationToken ct) =>
        await list.Find(run, caller, ct) is null
            ? GatheringFaults.RunMissing(run).ToProblem()
            : TypedResults.ServerSentEvents(Items(gathering.Follow(run, RequestLanguage.Of(context), ct), ct));

    private static async IAsyncEnumerable<SseItem<RunStatus>> Items(IAsyncEnumerable<RunStatus> statuses, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var status in statuses.WithCancellation(ct))
        {
            yield return new SseItem<RunStatus>(status, status.Ended ? "end" : "progress");
        }
    }

    private static async Task<IResult> Cancel(string run, HttpContext context, Caller caller, ChangeRun change, CancellationToken ct) =>
        (await change.Cancel(run, caller, ct)).Match(
            row => TypedResults.Ok(RunStatusOf.Of(row, null, RequestLanguage.Of(context))), fault => fault.ToProblem());

    private static async Task<IResult> Resume(string run, HttpContext context, Caller caller, ChangeRun change, CancellationToken ct) =>
        (await change.Resume(run, caller, ct)).Match(
            row => TypedResults.Accepted($"/api/v1/runs/{row.Id}", RunStatusOf.Of(row, null, RequestLanguage.Of(context))), fault => fault.ToProblem());
}
