using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Quality.Profiling;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
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
    IReadOnlyList<ColumnAnswer> Columns)
{
    /// <summary>Whether the columns' values were looked at after the last run: top values, histogram, patterns. It follows the run by seconds.</summary>
    public bool Detailed { get; init; }
}

/// <summary>Figures of a column; what tells values is left out of masked columns.</summary>
internal sealed record ColumnAnswer(
    string Column, string Name, ItemType Type, bool Masked, long Missing, long DistinctApproximately, string? Minimum, string? Maximum)
{
    /// <summary>Whether different values were counted, as they are in a small table, in a key and where they are few; estimated otherwise, at times a fifth off, never more than rows with a value.</summary>
    public bool DistinctExact { get; init; }

    /// <summary>Rows that top values, patterns and lengths were read from; null for all of them.</summary>
    public long? Sampled { get; init; }

    /// <summary>Most frequent values.</summary>
    public IReadOnlyList<ValueCount> Top { get; init; } = [];

    /// <summary>Numbers and dates by interval, of all rows.</summary>
    public IReadOnlyList<HistogramBin> Histogram { get; init; } = [];

    /// <summary>Shapes of text: 9 a digit, A and a letters, 汉 a Han character, {n} a repeat.</summary>
    public IReadOnlyList<ValueCount> Patterns { get; init; } = [];

    /// <summary>Least number of characters.</summary>
    public int? Shortest { get; init; }

    /// <summary>Greatest number of characters.</summary>
    public int? Longest { get; init; }
}

/// <summary><c>GET /api/v1/resources/{code}/profile</c>: what is in the rows, how whole and how fresh.</summary>
internal static class ProfileFeature
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/resources/{code}/profile", async (string code, Caller caller, HttpContext context, ReadGate gate, ResourceProfiles profiles, ProfileBook details, RunBook runs, TimeProvider clock, CancellationToken ct) =>
        {
            if (!(await gate.Open(code, caller, ct)).Try(out var read, out var fault))
            {
                return fault.ToProblem();
            }

            var answer = await Of(read, profiles, details, runs, clock, ct);
            await gate.Note(read, caller, "serving.profile", read.Columns, null, ReadGate.PurposeOf(context.Request));
            return (IResult)TypedResults.Json(answer);
        })
        .AllowAnonymous().WithName("profileRows").WithTags("resources")
        .WithSummary("资源的数量、完整与时效 / Figures of a resource's rows")
        .WithQuery(QueryParameter.Purpose)
        .Produces<ProfileAnswer>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(410);

    /// <summary>The figures as this reader may see them.</summary>
    public static async Task<ProfileAnswer> Of(
        Readable read, ResourceProfiles profiles, ProfileBook details, RunBook runs, TimeProvider clock, CancellationToken ct)
    {
        var resource = read.Resource;
        var last = await runs.Of(resource.Id, 1, ct) is [var newest, ..] ? newest : null;
        var figures = read.Table is { } table ? await profiles.Of(table) : new Dictionary<string, ColumnFigures>();
        var detailed = read.Table is { } visible ? await details.Of(visible, ct) : null;
        var byColumn = (detailed?.Columns ?? []).ToDictionary(c => c.Column);
        var updated = last is null or { Kept: > 0 } ? last : await runs.LastUpdate(resource.Id, ct);
        DateTimeOffset? due = updated is null ? null : Freshness.Due(resource.Cycle, updated.CommittedAt);
        return new(
            resource.Code, read.Table?.Rows ?? 0, ResourceProfiles.Completeness(read, figures), last, resource.Cycle, due,
            due is { } at ? clock.GetUtcNow() <= at : null,
            [.. read.Columns.Where(c => figures.ContainsKey(c.Name)).Select(c => Column(c, figures[c.Name], byColumn.GetValueOrDefault(c.Name)))])
        { Detailed = detailed is not null };
    }

    /// <summary>A masked column keeps its shape; one that is wholly hidden not even that.</summary>
    private static ColumnAnswer Column(ReadableColumn column, ColumnFigures figures, ColumnDetail? detail)
    {
        var shape = column.Mask == MaskKind.Full ? null : detail;
        return new(
            column.Name, column.Item.Name, column.Item.Type, column.Masked, figures.Missing, figures.Distinct,
            column.Masked ? null : figures.Minimum, column.Masked ? null : figures.Maximum)
        {
            DistinctExact = figures.DistinctExact,
            Sampled = detail?.Sampled,
            Top = column.Masked ? [] : detail?.Top ?? [],
            Histogram = column.Masked ? [] : detail?.Histogram ?? [],
            Patterns = shape?.Patterns ?? [],
            Shortest = shape?.Shortest,
            Longest = shape?.Longest,
        };
    }
}
