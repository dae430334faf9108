using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Idempotency;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.WithdrawResource;

/// <summary>An organisation that was told, and whether it has seen the notice.</summary>
internal sealed record ToldLine(string Organisation, string OrganisationName, NoticeReason Because, DateTimeOffset? LastUsed, DateTimeOffset? SeenAt, string? SeenBy);

/// <summary>One withdrawal or return, with those of the caller's organisations that were told, its own first.</summary>
/// <param name="MaySee">It is addressed to the caller's own organisation, which has not marked it as seen.</param>
internal sealed record NoticeLine(
    string Id, string Code, string Title, string What, string? Reason, string By, DateTimeOffset At, bool MaySee, IReadOnlyList<ToldLine> Told);

/// <summary>A page of notices to the caller's organisations.</summary>
/// <param name="Unseen">Those that the caller may mark as seen: what only others were told is theirs to see.</param>
internal sealed record NoticeList(int Total, int Unseen, IReadOnlyList<NoticeLine> Items, string? Next);

/// <summary>Which notices, and in which order.</summary>
/// <param name="Within">Path of the organisations that were told; empty for all.</param>
internal sealed record NoticeQuery(string Within = "")
{
    public ListOrder Order { get; init; } = ReadNotices.Orders.Usual;
}

/// <summary>撤销通知: each organisation sees its own, and those above it see them too.</summary>
internal sealed class ReadNotices(IDbContextFactory<RecordsDb> records, IOrganisations organisations, EntryAnswers answers, TimeProvider clock)
{
    public const string Permission = "resource.read";
    private const int UsualLimit = 50, MostLimit = 200;

    /// <summary>The newest first; titles as characters are numbered.</summary>
    public static ListOrders Orders { get; } = new(new("at", true), new("title", false), new("what", false));

    private static readonly QueryParameter[] Filters = [QueryParameter.District, .. Orders.Parameters];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/catalogue-notices", async (HttpContext http, Caller caller, ReadNotices read, string? district, string? sort, string? order, string? cursor, int? limit, CancellationToken ct) =>
                (!read.Read(district, sort, order).Try(out var query, out var fault) ? fault : await read.Page(query, cursor, limit ?? UsualLimit, caller, RequestLanguage.Of(http), ct))
                    .Match(page => (IResult)TypedResults.Ok(page), refused => refused.ToProblem()))
            .RequireAuthorization(Permission).WithName("ListNotices").WithTags("Catalogue").WithSummary("撤销通知 · Withdrawals that the caller's organisations are told of, one line each")
            .WithQuery([.. Filters, QueryParameter.Cursor, QueryParameter.Limit(UsualLimit, MostLimit)]).Produces<NoticeList>().ProducesProblem(400);
        routes.MapGet("/api/v1/catalogue-notices.csv", async (HttpContext http, Caller caller, ReadNotices read, string? district, string? sort, string? order, CancellationToken ct) =>
                !read.Read(district, sort, order).Try(out var query, out var fault) ? fault.ToProblem() : Sheet(await read.All(query, caller, RequestLanguage.Of(http), ct)))
            .RequireAuthorization(Permission).WithName("ExportNotices").WithTags("Catalogue").WithSummary("撤销通知，导出 CSV · The notices as CSV, one line for each organisation that was told")
            .WithQuery(Filters).Produces<string>(StatusCodes.Status200OK, CsvSheet.ContentType).ProducesProblem(400);
        routes.MapPost("/api/v1/catalogue-notices/{id}/seen", async (string id, Caller caller, ReadNotices read, CancellationToken ct) =>
                (await read.Seen(id, caller, ct)).Match(_ => (IResult)TypedResults.NoContent(), fault => fault.ToProblem()))
            .RequireAuthorization(Permission).Idempotent().WithName("SeeNotice").WithTags("Catalogue").WithSummary("已阅 · Marks a notice as seen")
            .Produces(StatusCodes.Status204NoContent);
    }

    /// <summary>What an address asks for.</summary>
    public Outcome<NoticeQuery> Read(string? district, string? sort, string? order) =>
        Subtree.Path(organisations, district).Then(within => Orders.Read(sort, order).Then<NoticeQuery>(by => new NoticeQuery(within) { Order = by }));

    public async Task<Outcome<NoticeList>> Page(NoticeQuery query, string? cursor, int limit, Caller caller, Language language, CancellationToken ct)
    {
        if (limit is < 1 or > MostLimit)
        {
            return CatalogueFaults.BadLimit;
        }

        var all = await All(query, caller, language, ct);
        return KeyedPage.After(all, l => l.Id, cursor) is { } rest
            ? new NoticeList(all.Count, all.Count(l => l.MaySee), [.. rest.Take(limit)], rest.Count > limit ? rest[limit - 1].Id : null)
            : CatalogueFaults.BadCursor;
    }

    /// <summary>How many notices wait for the caller to see them.</summary>
    public async Task<int> Unseen(Caller caller, CancellationToken ct) => (await All(new(), caller, Language.Chinese, ct)).Count(l => l.MaySee);

    /// <summary>Every notice to the caller's organisations.</summary>
    public async Task<IReadOnlyList<NoticeLine>> All(NoticeQuery query, Caller caller, Language language, CancellationToken ct)
    {
        var own = Own(caller);
        await using var db = await records.CreateDbContextAsync(ct);
        var rows = await db.Set<NoticeRow>().AsNoTracking()
            .Join(db.Set<NoticeRecipientRow>().AsNoTracking(), n => n.Id, r => r.NoticeId, (n, r) => new { Notice = n, Recipient = r }).ToListAsync(ct);
        var lines = rows.Where(x => Covers(caller, x.Recipient.Organisation, query.Within)).GroupBy(x => x.Notice.Id).Select(told => (told.First().Notice, Told: told.Select(x => x.Recipient).ToList()))
            .Select(x => new NoticeLine(
                x.Notice.Id, x.Notice.Code, x.Notice.Title, x.Notice.What, x.Notice.Reason, x.Notice.By, x.Notice.AtUtc, x.Told.Any(r => own.Contains(r.Organisation) && r.SeenAtUtc is null),
                [.. x.Told.OrderBy(r => !own.Contains(r.Organisation)).ThenBy(r => r.Organisation, StringComparer.Ordinal)
                    .Select(r => new ToldLine(r.Organisation, answers.Name(r.Organisation, language), r.Because, r.LastUsedUtc, r.SeenAtUtc, r.SeenBy))]));
        return [.. query.Order.Sort(lines, l => query.Order.By switch { "title" => l.Title, "what" => l.What, _ => l.At }).ThenByDescending(l => l.At).ThenBy(l => l.Id, StringComparer.Ordinal)];
    }

    /// <summary>Whoever acts for a told organisation has seen it; only for his own, not for those below.</summary>
    public async Task<Outcome<int>> Seen(string id, Caller caller, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var own = Own(caller);
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

    private static HashSet<string> Own(Caller caller) => caller.Appointments.Select(a => a.OrganisationCode).ToHashSet(StringComparer.Ordinal);

    private bool Covers(Caller caller, string organisation, string within) =>
        organisations.Find(organisation) is { } told && told.Path.StartsWith(within, StringComparison.Ordinal) && caller.May(Permission, told.Path);

    private static CsvSheet Sheet(IReadOnlyList<NoticeLine> lines) => new(
        "notices.csv", ["code", "title", "what", "reason", "by", "at", "organisation", "organisationName", "because", "lastUsed", "seenAt", "seenBy"],
        lines.SelectMany(l => l.Told, (l, told) => (IReadOnlyList<string?>)
        [
            l.Code, l.Title, l.What, l.Reason, l.By, CsvSheet.Text(l.At), told.Organisation, told.OrganisationName, Checks.EntryWords.Of(told.Because), CsvSheet.Text(told.LastUsed),
            CsvSheet.Text(told.SeenAt), told.SeenBy,
        ]).ToAsyncEnumerable());
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
