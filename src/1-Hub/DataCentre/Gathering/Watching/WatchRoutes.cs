using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Gathering.Watching;

/// <summary>Folders within which the caller may register some, and those that are watched.</summary>
internal sealed record Watches(IReadOnlyList<string> Roots, IReadOnlyList<WatchShown> Items);

/// <summary>Watched folders over HTTP.</summary>
internal static class WatchRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var watches = routes.MapGroup("/api/v1/watches").WithTags("Runs");
        watches.MapGet("", async (HttpContext context, Caller caller, WatchList list, string? district, CancellationToken ct) =>
                (await list.All(district, caller, RequestLanguage.Of(context), ct)).Match(all => (IResult)TypedResults.Ok(new Watches(list.Roots(caller), all)), fault => fault.ToProblem()))
            .RequireAuthorization(RunList.Permission).WithSummary("前置机文件夹 · Watched folders with their last files, and where new ones may lie")
            .WithQuery(QueryParameter.District).Produces<Watches>().ProducesProblem(400);
        watches.MapGet("/{watch}", (string watch, HttpContext context, Caller caller, WatchList list, CancellationToken ct) => Shown(watch, context, caller, list, ct))
            .RequireAuthorization(RunList.Permission).WithSummary("One watched folder").Produces<WatchShown>();
        watches.MapPost("", async (WatchRequest request, HttpContext context, Caller caller, KeepWatch keep, WatchList list, CancellationToken ct) =>
                await Answer(await keep.Do(null, request, caller, ct), context, caller, list, ct))
            .RequireAuthorization(StartRun.Permission).WithSummary("登记文件夹 · Register a folder: its files are gathered once they are whole").Produces<WatchShown>();
        watches.MapPut("/{watch}", async (string watch, WatchRequest request, HttpContext context, Caller caller, KeepWatch keep, WatchList list, CancellationToken ct) =>
                await Answer(await keep.Do(watch, request, caller, ct), context, caller, list, ct))
            .RequireAuthorization(StartRun.Permission).WithSummary("Change which files go where; its runs have the rights of whoever changed it last").Produces<WatchShown>();
        watches.MapPost("/{watch}/pause", async (string watch, HttpContext context, Caller caller, KeepWatch keep, WatchList list, CancellationToken ct) =>
                await Answer(await keep.Pause(watch, true, caller, ct), context, caller, list, ct))
            .RequireAuthorization(StartRun.Permission).WithSummary("暂停 · Take no files for now").Produces<WatchShown>();
        watches.MapPost("/{watch}/resume", async (string watch, HttpContext context, Caller caller, KeepWatch keep, WatchList list, CancellationToken ct) =>
                await Answer(await keep.Pause(watch, false, caller, ct), context, caller, list, ct))
            .RequireAuthorization(StartRun.Permission).WithSummary("继续 · Take files again").Produces<WatchShown>();
        watches.MapDelete("/{watch}", async (string watch, Caller caller, KeepWatch keep, CancellationToken ct) =>
                (await keep.Remove(watch, caller, ct)).Match(_ => (IResult)TypedResults.NoContent(), fault => fault.ToProblem()))
            .RequireAuthorization(StartRun.Permission).WithSummary("Watch the folder no more; its files stay").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> Answer(Outcome<WatchRow> outcome, HttpContext context, Caller caller, WatchList list, CancellationToken ct) =>
        outcome.Try(out var row, out var fault) ? await Shown(row.Id, context, caller, list, ct) : fault.ToProblem();

    private static async Task<IResult> Shown(string watch, HttpContext context, Caller caller, WatchList list, CancellationToken ct) =>
        await list.One(watch, caller, RequestLanguage.Of(context), ct) is { } shown ? TypedResults.Ok(shown) : WatchFaults.Missing(watch).ToProblem();
}
