using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Catalogue.Desk;

/// <summary>An update that is due.</summary>
internal sealed record DueLine(string Code, string Title, string Provider, string ProviderName, string Cycle, DateTimeOffset? LastUpdate, DateTimeOffset DueAt, bool Late);

/// <summary>A duty or demand to answer.</summary>
internal sealed record UnansweredLine(string Id, string List, string Title, string Owner, DateOnly? Due, bool Late);

/// <summary>A newly published resource.</summary>
internal sealed record NewLine(string Code, string Title, string Provider, DateTimeOffset? PublishedAt);

/// <summary>What waits for the caller.</summary>
/// <param name="Updates">Overdue or due within three days, the longest overdue first; at most 200.</param>
internal sealed record DeskAnswer(
    int Drafts, int? RunsToday, int? FailedToday, long? RefusedOpen, int Overdue, IReadOnlyList<DueLine> Updates, IReadOnlyList<UnansweredLine> Unanswered, IReadOnlyList<NewLine> New);

/// <summary>工作台 over HTTP: the same figures as the page.</summary>
internal static class ReadDesk
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/desk", async (HttpContext http, Caller caller, DeskFigures figures, DeskDue due, EntryAnswers answers, TimeProvider clock, CancellationToken ct) =>
        {
            var (language, now) = (RequestLanguage.Of(http), clock.GetUtcNow());
            var sums = await figures.Of(caller, ct);
            var updates = await due.Updates(caller, ct);
            return TypedResults.Ok(new DeskAnswer(
                sums.Waiting, sums.RunsToday, sums.FailedToday, sums.RefusedOpen, updates.Count(u => u.DueAt <= now),
                [.. updates.Take(Most).Select(u => new DueLine(
                    u.Entry.Resource.Code, u.Entry.Resource.Title, u.Entry.Resource.Provider, answers.Name(u.Entry.Resource.Provider, language),
                    EntryWords.Of(u.Entry.Resource.Cycle), u.LastUpdate, u.DueAt, u.DueAt <= now))],
                [.. due.Unanswered(caller).Take(Most).Select(u => new UnansweredLine(
                    u.Item.Id, u.Item.Kind == SupplyDemand.ListKind.Duty ? "duties" : "demands", u.Item.Title, u.Item.Owner, u.Item.Due, u.Late))],
                [.. due.New().Take(Most).Select(e => new NewLine(e.Resource.Code, e.Resource.Title, e.Resource.Provider, e.PublishedAtUtc))]));
        })
        .RequireAuthorization().WithName("ReadDesk").WithTags("Catalogue").WithSummary("工作台 · What waits for the caller: drafts, failures, refused rows, due and overdue updates, questions, new resources")
        .Produces<DeskAnswer>();
}
