using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Idempotency;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.WithdrawResource;

/// <summary>A notice to one organisation.</summary>
internal sealed record NoticeLine(
    string Id, string Code, string Title, string What, string? Reason, string By, DateTimeOffset At, string Organisation, string OrganisationName,
    NoticeReason Because, DateTimeOffset? LastUsed, DateTimeOffset? SeenAt, string? SeenBy);

/// <summary>Notices of the caller's organisations, newest first; at most the last 500.</summary>
internal sealed record NoticeList(int Total, int Unseen, IReadOnlyList<NoticeLine> Items);

/// <summary>撤销通知: each organisation sees its own, and those above it see them too.</summary>
internal sealed class ReadNotices(IDbContextFactory<RecordsDb> records, IOrganisations organisations, EntryAnswers answers, TimeProvider clock)
{
    public const string Permission = "resource.read";
    private const int Most = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/catalogue-notices", async (HttpContext http, Caller caller, ReadNotices read, CancellationToken ct) =>
                TypedResults.Ok(await read.List(caller, RequestLanguage.Of(http), ct)))
            .RequireAuthorization(Permission).WithName("ListNotices").WithTags("Catalogue").WithSummary("撤销通知 · Withdrawals that the caller's organisations are told of");
        routes.MapPost("/api/v1/catalogue-notices/{id}/seen", async (string id, Caller caller, ReadNotices read, CancellationToken ct) =>
                (await read.Seen(id, caller, ct)).Match(_ => (IResult)TypedResults.NoContent(), fault => fault.ToProblem()))
            .RequireAuthorization(Permission).Idempotent().WithName("SeeNotice").WithTags("Catalogue").WithSummary("已阅 · Marks a notice as seen")
            .Produces(StatusCodes.Status204NoContent);
    }

    public async Task<NoticeList> List(Caller caller, Language language, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var rows = await db.Set<NoticeRow>().AsNoTracking()
            .Join(db.Set<NoticeRecipientRow>().AsNoTracking(), n => n.Id, r => r.NoticeId, (n, r) => new { Notice = n, Recipient = r })
            .OrderByDescending(x => x.Notice.AtUtc).ThenBy(x => x.Recipient.Organisation).ToListAsync(ct);
        var mine = rows.Where(x => Covers(caller, x.Recipient.Organisation)).ToList();
        return new(mine.Count, mine.Count(x => x.Recipient.SeenAtUtc is null),
        [
            .. mine.Take(Most).Select(x => new NoticeLine(
                x.Notice.Id, x.Notice.Code, x.Notice.Title, x.Notice.What, x.Notice.Reason, x.Notice.By, x.Notice.AtUtc, x.Recipient.Organisation,
                answers.Name(x.Recipient.Organisation, language), x.Recipient.Because, x.Recipient.LastUsedUtc, x.Recipient.SeenAtUtc, x.Recipient.SeenBy)),
        ]);
    }

    /// <summary>Whoever acts for a told organisation has seen it; only for his own, not for those below.</summary>
    public async Task<Outcome<int>> Seen(string id, Caller caller, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var own = caller.Appointments.Select(a => a.OrganisationCode).ToHashSet(StringComparer.Ordinal);
        var rows = (await db.Set<NoticeRecipientRow>().Where(r => r.NoticeId == id).ToListAsync(ct)).Where(r => own.Contains(r.Organisation)).ToList();
        if (rows.Count == 0)
        {
            return WithdrawalFaults.NoSuchNotice(id);
        }

        foreach (var row in rows.Where(r => r.SeenAtUtc is null))
        {
            (row.SeenAtUtc, row.SeenBy) = (clock.GetUtcNow(), caller.Name);
        }

        db.Note(AuditEntry.By(caller, "catalogue.notice-seen", id), clock);
        return await db.SaveChangesAsync(ct);
    }

    private bool Covers(Caller caller, string organisation) =>
        organisations.Find(organisation) is { } told && caller.May(Permission, told.Path);
}

internal static class WithdrawalFaults
{
    public static Fault NoSuchNotice(string id) => new("catalogue.no-such-notice", 404,
        new("没有这条通知", "No such notice"),
        new($"你的单位没有收到编号为“{Checks.EntryFaults.Short(id)}”的通知。", $"Your organisation received no notice '{Checks.EntryFaults.Short(id)}'."));
}

/// <summary>A withdrawn resource as everybody may know it.</summary>
internal sealed record WithdrawnLine(string Code, string Title, string Provider, string ProviderName, DateTimeOffset? WithdrawnAt, string? Reason);

/// <summary>Withdrawn resources, latest first.</summary>
internal sealed record WithdrawnList(int Total, IReadOnlyList<WithdrawnLine> Items);

/// <summary>已撤销的资源: public, so that whoever kept a code learns what became of it.</summary>
internal static class ListWithdrawn
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/catalogue-withdrawn", (HttpContext http, CatalogueBook book, EntryAnswers answers) =>
            TypedResults.Ok(Of(book, answers, RequestLanguage.Of(http))))
        .AllowAnonymous().WithName("ListWithdrawn").WithTags("Catalogue").WithSummary("已撤销的资源 · Withdrawn resources with date and reason");

    public static WithdrawnList Of(CatalogueBook book, EntryAnswers answers, Language language)
    {
        var lines = book.Shelf.InOrder.Select(h => h.Entry).Where(e => e.Resource.State == ResourceState.Withdrawn).OrderByDescending(e => e.WithdrawnAtUtc)
            .Select(e => new WithdrawnLine(
                e.Resource.Code, e.Resource.Title, e.Resource.Provider, answers.Name(e.Resource.Provider, language), e.WithdrawnAtUtc, e.WithdrawReason))
            .ToList();
        return new(lines.Count, lines);
    }
}
