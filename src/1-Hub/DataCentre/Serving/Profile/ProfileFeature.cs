using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Serving.Profile;

/// <summary>Figures of a resource.</summary>
/// <param name="Rows">Rows now.</param>
/// <param name="Completeness">Share of cells with a value, in [0, 1]; null without rows.</param>
/// <param name="LastRun">The last committed run; null when nothing was gathered.</param>
/// <param name="DueAt">When the next update is due by the declared cycle.</param>
/// <param name="OnTime">Whether it is not overdue; null when nothing was gathered.</param>
/// <param name="Columns">By column.</param>
internal sealed record ProfileAnswer(
    string Resource, long Rows, double? Completeness, CommittedRun? LastRun, UpdateCycle Cycle, DateTimeOffset? DueAt, bool? OnTime,
    IReadOnlyList<ColumnAnswer> Columns);

/// <summary>Figures of a column; least and greatest value are left out of masked columns.</summary>
internal sealed record ColumnAnswer(
    string Column, string Name, ItemType Type, bool Masked, long Missing, long DistinctApproximately, string? Minimum, string? Maximum);

/// <summary><c>GET /api/v1/resources/{code}/profile</c>: what is in the rows, how whole and how fresh.</summary>
internal static class ProfileFeature
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/resources/{code}/profile", async (string code, Caller caller, HttpContext context, ReadGate gate, ResourceProfiles profiles, RunBook runs, TimeProvider clock, CancellationToken ct) =>
        {
            if (!(await gate.Open(code, caller, ct)).Try(out var read, out var fault))
            {
                return fault.ToProblem();
            }

            var answer = await Of(read, profiles, runs, clock, ct);
            await gate.Note(read, caller, "serving.profile", read.Columns, null, ReadGate.PurposeOf(context.Request));
            return (IResult)TypedResults.Json(answer);
        })
        .AllowAnonymous().WithName("profileRows").WithTags("resources")
        .WithSummary("资源的数量、完整与时效 / Figures of a resource's rows")
        .Produces<ProfileAnswer>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);

    /// <summary>The figures as this reader may see them.</summary>
    public static async Task<ProfileAnswer> Of(Readable read, ResourceProfiles profiles, RunBook runs, TimeProvider clock, CancellationToken ct)
    {
        var resource = read.Resource;
        var last = await runs.Of(resource.Id, 1, ct) is [var newest, ..] ? newest : null;
        var figures = read.Table is { } table ? await profiles.Of(table) : new Dictionary<string, ColumnFigures>();
        DateTimeOffset? due = last is null ? null : Freshness.Due(resource.Cycle, last.CommittedAt);
        return new(
            resource.Code, read.Table?.Rows ?? 0, ResourceProfiles.Completeness(read, figures), last, resource.Cycle, due,
            due is { } at ? clock.GetUtcNow() <= at : null,
            [.. read.Columns.Where(c => figures.ContainsKey(c.Name)).Select(c => Column(c, figures[c.Name]))]);
    }

    private static ColumnAnswer Column(ReadableColumn column, ColumnFigures figures) => new(
        column.Name, column.Item.Name, column.Item.Type, column.Masked, figures.Missing, figures.DistinctApproximately,
        column.Masked ? null : figures.Minimum, column.Masked ? null : figures.Maximum);
}
