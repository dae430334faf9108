using System.Globalization;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.ServicePlatform.Identity.SignIn;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.Delegations;

/// <summary>What is asked for.</summary>
/// <param name="Post">Id of an own post.</param>
/// <param name="To">User name of the colleague.</param>
/// <param name="From">First day, CCYY-MM-DD in the city's time; today when left out.</param>
/// <param name="Until">Last day.</param>
/// <param name="Reason">Why, for whoever reads the trail.</param>
internal sealed record DelegateRequest(string? Post, string? To, string? From, string? Until, string? Reason);

/// <summary>A delegation as its two sides see it.</summary>
/// <param name="Given">The reader gave it; else she acts in it.</param>
/// <param name="Other">Name of the other side.</param>
/// <param name="From">First day.</param>
/// <param name="Until">Last day.</param>
/// <param name="Holds">It holds now; else it begins later.</param>
internal sealed record DelegationShown(string Id, bool Given, string Other, string Organisation, string Role, string RoleTitle, DateOnly From, DateOnly Until, string Reason, bool Holds);

/// <summary>An own post that can be delegated, with the colleagues to whom.</summary>
internal sealed record DelegatablePost(string Post, string Organisation, string Role, string RoleTitle, IReadOnlyList<Colleague> Colleagues);

/// <summary>Somebody of the same organisation.</summary>
internal sealed record Colleague(string UserName, string Name);

/// <summary>A person's delegations that hold or will, and what she could delegate.</summary>
internal sealed record DelegationList(IReadOnlyList<DelegationShown> Items, IReadOnlyList<DelegatablePost> Posts);

/// <summary>
/// 委托岗位: for leave or travel a colleague of the same organisation acts in a post. The holder keeps it and answers for it; the trail names who acted.
/// Administrators' posts stay with whom another administrator gave them to (GB/T 22239-2019: the three are separate).
/// </summary>
internal sealed class DelegatePost(IDbContextFactory<RecordsDb> factory, OrganisationTree tree, Callers callers, TimeProvider clock)
{
    public const int MostDays = 90;
    private const int LongestReason = 100;

    // A post with one of these gives rights or watches over them.
    private static readonly string[] Administering = [AccountDesk.Manage, "audit.read"];

    public async Task<DelegationList> Own(Caller caller, Language language, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await factory.CreateDbContextAsync(ct);
        var rows = await db.Set<DelegationRow>().AsNoTracking().Where(d => (d.FromAccountId == caller.AccountId || d.ToAccountId == caller.AccountId) && d.ToUtc > now).OrderBy(d => d.FromUtc)
            .Join(db.Set<PostHeld>(), d => d.PostId, p => p.Id, (d, p) => new { Row = d, Post = p }).ToListAsync(ct);
        var others = rows.Select(r => r.Row.FromAccountId == caller.AccountId ? r.Row.ToAccountId : r.Row.FromAccountId).Distinct().ToList();
        var names = await db.Set<Account>().AsNoTracking().Where(a => others.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.DisplayName, ct);
        return new(
            [.. rows.Select(r => Show(r.Row, r.Post, r.Row.FromAccountId == caller.AccountId, names.GetValueOrDefault(r.Row.FromAccountId == caller.AccountId ? r.Row.ToAccountId : r.Row.FromAccountId, ""), language, now))],
            await Delegatable(db, caller, language, now, ct));
    }

    public async Task<Outcome<DelegationShown>> Do(DelegateRequest request, Caller caller, Language language, CancellationToken ct)
    {
        if (caller.Application is not null)
        {
            return IdentityFaults.OnlyInTheBrowser; // a token could pass on more than it was given
        }

        var now = clock.GetUtcNow();
        await using var db = await factory.CreateDbContextAsync(ct);
        var post = await db.Set<PostHeld>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Post && p.AccountId == caller.AccountId, ct);
        var userName = request.To?.Trim() ?? "";
        var normalized = userName.ToUpperInvariant();
        var to = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == normalized, ct);
        var theirs = to is null ? [] : await db.Set<PostHeld>().AsNoTracking().Where(p => p.AccountId == to.Id).ToListAsync(ct);
        var taken = post is null ? [] : await db.Set<DelegationRow>().AsNoTracking().Where(d => d.PostId == post.Id && d.ToUtc > now).ToListAsync(ct);
        if (!Decide(request, caller, post, to, theirs, taken, now).Try(out var row, out var fault))
        {
            return fault;
        }

        db.Add(row);
        db.Note(AuditEntry.By(caller, "identity.post-delegated", row.ToAccountId) with { Detail = $"{post!.Role} of {post.OrganisationCode}, {Day(row.FromUtc)} to {LastDay(row.ToUtc)}: {row.Reason}" }, clock);
        await db.SaveChangesAsync(ct);
        callers.Forget(row.ToAccountId);
        return Show(row, post, given: true, to!.DisplayName, language, now);
    }

    /// <summary>Either side ends it, at once.</summary>
    public async Task<Outcome<string>> End(string id, Caller caller, CancellationToken ct)
    {
        if (caller.Application is not null)
        {
            return IdentityFaults.OnlyInTheBrowser;
        }

        var now = clock.GetUtcNow();
        await using var db = await factory.CreateDbContextAsync(ct);
        var row = await db.Set<DelegationRow>().SingleOrDefaultAsync(d => d.Id == id && d.ToUtc > now, ct);
        if (row is null || (row.FromAccountId != caller.AccountId && row.ToAccountId != caller.AccountId))
        {
            return DelegationFaults.Unknown;
        }

        row.ToUtc = now;
        db.Note(AuditEntry.By(caller, "identity.delegation-ended", row.ToAccountId), clock);
        await db.SaveChangesAsync(ct);
        callers.Forget(row.ToAccountId);
        return row.Id;
    }

    /// <param name="post">The post when it is the caller's own.</param>
    /// <param name="to">The account that is named; null when there is none.</param>
    /// <param name="theirs">Its posts.</param>
    /// <param name="taken">Delegations of the post that have not ended.</param>
    internal static Outcome<DelegationRow> Decide(
        DelegateRequest request, Caller caller, PostHeld? post, Account? to, IReadOnlyList<PostHeld> theirs, IReadOnlyList<DelegationRow> taken, DateTimeOffset nowUtc)
    {
        if (post is null || !post.IsHeldAt(nowUtc) || Roles.Find(post.Role) is not { } role)
        {
            return DelegationFaults.NoSuchPost;
        }

        if (role.Permissions.Overlaps(Administering))
        {
            return DelegationFaults.Administrator;
        }

        if (to is null || to.Id == caller.AccountId || to.DisabledAtUtc is not null || !theirs.Any(p => p.OrganisationCode == post.OrganisationCode && p.IsHeldAt(nowUtc)))
        {
            return DelegationFaults.Delegate(request.To?.Trim() ?? "");
        }

        var today = CityTime.Day(nowUtc);
        var from = string.IsNullOrWhiteSpace(request.From) ? today : ReadDay(request.From);
        if (from is not { } first || ReadDay(request.Until) is not { } last || first < today || last < first || last.DayNumber - first.DayNumber >= MostDays || (post.ToUtc is { } end && Begin(last.AddDays(1)) > end))
        {
            return DelegationFaults.Days;
        }

        if (request.Reason?.Trim() is not { Length: > 0 and <= LongestReason } reason || reason.Any(char.IsControl))
        {
            return DelegationFaults.Reason;
        }

        var row = new DelegationRow
        {
            Id = Id.New(), PostId = post.Id, FromAccountId = caller.AccountId, ToAccountId = to.Id, FromUtc = first == today ? nowUtc : Begin(first), ToUtc = Begin(last.AddDays(1)), Reason = reason, GivenAtUtc = nowUtc,
        };
        return taken.Any(d => d.FromUtc < row.ToUtc && row.FromUtc < d.ToUtc) ? DelegationFaults.Overlaps : row;
    }

    private async Task<IReadOnlyList<DelegatablePost>> Delegatable(RecordsDb db, Caller caller, Language language, DateTimeOffset now, CancellationToken ct)
    {
        var posts = (await db.Set<PostHeld>().AsNoTracking().Where(p => p.AccountId == caller.AccountId).ToListAsync(ct))
            .Where(p => p.IsHeldAt(now) && Roles.Find(p.Role)?.Permissions.Overlaps(Administering) == false).ToList();
        var codes = posts.Select(p => p.OrganisationCode).Distinct().ToList();
        var people = await db.Set<PostHeld>().AsNoTracking().Where(p => codes.Contains(p.OrganisationCode) && p.AccountId != caller.AccountId)
            .Join(db.Set<Account>().Where(a => a.DisabledAtUtc == null), p => p.AccountId, a => a.Id, (p, a) => new { Post = p, a.UserName, a.DisplayName }).ToListAsync(ct);
        return [.. posts.Select(p => new DelegatablePost(p.Id, OrganisationOf(p, language), p.Role, TitleOf(p, language),
            [.. people.Where(c => c.Post.OrganisationCode == p.OrganisationCode && c.Post.IsHeldAt(now)).Select(c => new Colleague(c.UserName!, c.DisplayName)).Distinct().OrderBy(c => c.UserName, StringComparer.Ordinal)]))];
    }

    private DelegationShown Show(DelegationRow row, PostHeld post, bool given, string other, Language language, DateTimeOffset now) => new(
        row.Id, given, other, OrganisationOf(post, language), post.Role, TitleOf(post, language), CityTime.Day(row.FromUtc), CityTime.Day(row.ToUtc.AddTicks(-1)), row.Reason, row.HoldsAt(now));

    private string OrganisationOf(PostHeld post, Language language) => tree.Find(post.OrganisationCode)?.Name.In(language) ?? post.OrganisationCode;

    private static string TitleOf(PostHeld post, Language language) => Roles.Find(post.Role)?.Title.In(language) ?? post.Role;

    private static DateOnly? ReadDay(string? text) => DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    // Days are the city's: they begin at its midnight.
    private static DateTimeOffset Begin(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), CityTime.Offset).ToUniversalTime();

    private static string Day(DateTimeOffset at) => CityTime.Day(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string LastDay(DateTimeOffset end) => Day(end.AddTicks(-1));
}
