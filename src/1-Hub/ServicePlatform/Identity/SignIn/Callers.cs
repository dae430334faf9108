using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Security.Claims;
using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.Applications;
using CityHub.ServicePlatform.Identity.Delegations;
using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.ServicePlatform.Identity.SecondFactor;
using CityHub.ServicePlatform.Identity.Sessions;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CityHub.ServicePlatform.Identity.SignIn;

/// <summary>
/// Who somebody is at this moment. What is read from the store is kept until it changes (<see cref="Forget"/>) or a post begins or
/// ends, so a request costs a dictionary look-up and revoking still takes effect at once. One process owns the data folder.
/// </summary>
internal sealed class Callers(
    IDbContextFactory<RecordsDb> factory, OrganisationTree tree, ActiveSessions sessions, ApplicationStandings applications, IOptions<SecondFactorOptions> policy, TimeProvider clock) : ICallers
{
    private readonly ConcurrentDictionary<string, Standing> _standings = new(StringComparer.Ordinal);
    private long _generation;

    public ValueTask<Caller> Of(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (principal.Identity is not ClaimsIdentity { IsAuthenticated: true } identity)
        {
            return ValueTask.FromResult(Caller.Anonymous);
        }

        return identity.AuthenticationType switch
        {
            LocalSocket.Scheme => ValueTask.FromResult(LocalSocket.Operator(tree)),
            SessionCookie.Scheme => OfSession(identity),
            _ => ValueTask.FromResult(Caller.Anonymous),
        };
    }

    public async ValueTask<Caller> OfAccount(string accountId) => accountId == LocalSocket.AccountId
        ? LocalSocket.Operator(tree)
        : accountId.StartsWith(ApplicationStandings.Prefix, StringComparison.Ordinal)
            ? await applications.Of(accountId[ApplicationStandings.Prefix.Length..]) is { Disabled: false } application ? application.Caller : Caller.Anonymous
            : await Of(accountId) is { Disabled: false } standing ? standing.Caller : Caller.Anonymous;

    /// <summary>The account's standing; null when the account does not exist.</summary>
    public ValueTask<Standing?> Of(string accountId) =>
        _standings.TryGetValue(accountId, out var known) && clock.GetUtcNow() < known.UntilUtc
            ? ValueTask.FromResult<Standing?>(known)
            : Read(accountId);

    /// <summary>To be called after a change of an account, its posts or its organisation has been committed.</summary>
    public void Forget(string accountId)
    {
        Interlocked.Increment(ref _generation);
        _standings.TryRemove(accountId, out _);
        foreach (var (other, standing) in _standings)
        {
            if (standing.ActsFor.Contains(accountId))
            {
                _standings.TryRemove(other, out _);
            }
        }
    }

    /// <summary>Forgets everybody, after a change of the tree.</summary>
    public void ForgetAll()
    {
        Interlocked.Increment(ref _generation);
        _standings.Clear();
        applications.Forget();
    }

    private async ValueTask<Caller> OfSession(ClaimsIdentity identity)
    {
        var accountId = identity.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? "";
        return await Of(accountId) is { Disabled: false } standing && standing.Stamp == identity.FindFirst(SessionCookie.Stamp)?.Value
            && await sessions.GoesOn(SessionCookie.IdOf(new ClaimsPrincipal(identity)), accountId)
            ? standing.Caller
            : Caller.Anonymous;
    }

    private async ValueTask<Standing?> Read(string accountId)
    {
        var generation = Interlocked.Read(ref _generation);
        await using var db = await factory.CreateDbContextAsync();
        var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == accountId);
        if (account is null)
        {
            return null;
        }

        var posts = await db.Set<PostHeld>().AsNoTracking().Where(p => p.AccountId == accountId).OrderBy(p => p.FromUtc).ToListAsync();
        var standing = Stand(account, posts, await ActedIn(db, accountId), await db.FactorsOf(accountId) > 0, clock.GetUtcNow());
        _standings[accountId] = standing;
        if (generation != Interlocked.Read(ref _generation))
        {
            // Something changed while we read: what we read serves this request, but must not be kept.
            _standings.TryRemove(accountId, out _);
        }

        return standing;
    }

    // A post that somebody else holds; it is acted in only while its holder holds it and may work.
    private static async Task<IReadOnlyList<ActedPost>> ActedIn(RecordsDb db, string accountId)
    {
        var rows = await db.Set<DelegationRow>().AsNoTracking().Where(d => d.ToAccountId == accountId)
            .Join(db.Set<PostHeld>(), d => d.PostId, p => p.Id, (d, p) => new { Delegation = d, Post = p })
            .Join(db.Set<Account>(), r => r.Delegation.FromAccountId, a => a.Id, (r, a) => new { r.Delegation, r.Post, a.DisplayName, Works = a.DisabledAtUtc == null }).ToListAsync();
        return [.. rows.Select(r => new ActedPost(r.Delegation, r.Post, r.DisplayName, r.Works))];
    }

    private Standing Stand(Account account, IReadOnlyList<PostHeld> posts, IReadOnlyList<ActedPost> acted, bool hasSecondFactor, DateTimeOffset nowUtc)
    {
        bool IsHeld(PostHeld post) => post.IsHeldAt(nowUtc) && !tree.IsClosed(post.OrganisationCode);
        var inPost = posts.Where(IsHeld).ToList();
        var acting = acted.Where(a => a.HolderWorks && a.Delegation.HoldsAt(nowUtc) && IsHeld(a.Post)).ToList();
        var held = inPost.Select(Appoint).Concat(acting.Select(a => Appoint(a.Post) is { } post ? post with { Post = new($"{post.Post.Zh}（代{a.Holder}）", $"{post.Post.En} (for {a.Holder})") } : null))
            .OfType<Appointment>().ToList();
        var mustAdd = !hasSecondFactor && inPost.Concat(acting.Select(a => a.Post)).Any(p => policy.Value.Roles.Contains(p.Role));
        var hindrance = account.MustChangePassword ? IdentityFaults.PasswordChangeRequired : mustAdd ? SecondFactorFaults.Required : null;
        IReadOnlyList<Appointment> appointments = hindrance is not null || account.DisabledAtUtc is not null ? [] : held;
        var turns = posts.Concat(acted.Select(a => a.Post)).SelectMany(p => new[] { p.FromUtc, p.ToUtc ?? DateTimeOffset.MaxValue })
            .Concat(acted.SelectMany(a => new[] { a.Delegation.FromUtc, a.Delegation.ToUtc })).Where(at => at > nowUtc);
        return new Standing(
            new Caller(account.Id, account.DisplayName, null, appointments) { Hindrance = hindrance }, account.UserName!, account.SecurityStamp ?? "",
            account.DisabledAtUtc is not null, account.MustChangePassword, turns.DefaultIfEmpty(DateTimeOffset.MaxValue).Min(), held)
        {
            HasSecondFactor = hasSecondFactor, MustAddSecondFactor = mustAdd, ActsFor = [.. acted.Select(a => a.Delegation.FromAccountId)],
        };
    }

    private sealed record ActedPost(DelegationRow Delegation, PostHeld Post, string Holder, bool HolderWorks);

    private Appointment? Appoint(PostHeld post) =>
        tree.Find(post.OrganisationCode) is { } organisation && Roles.Find(post.Role) is { } role
            ? new Appointment(organisation.Code, organisation.Name.Zh, role.Title, Roles.ScopeOf(organisation), role.Permissions)
            : null;
}

/// <summary>An account as it stands now.</summary>
/// <param name="Caller">The caller in the browser; without posts while the password must be changed or a second factor added.</param>
/// <param name="UserName">Name to sign in with.</param>
/// <param name="Stamp">Security stamp: sessions with another one are over.</param>
/// <param name="UntilUtc">When a post begins or ends next.</param>
/// <param name="Held">The posts it holds, to be shown; what it may do says <paramref name="Caller"/> alone.</param>
internal sealed record Standing(
    Caller Caller, string UserName, string Stamp, bool Disabled, bool MustChangePassword, DateTimeOffset UntilUtc, IReadOnlyList<Appointment> Held)
{
    /// <summary>Accounts whose posts it acts in, now or at other times: their changes are its own.</summary>
    public IReadOnlyList<string> ActsFor { get; init; } = [];

    /// <summary>Whether the password alone does not sign it in.</summary>
    public bool HasSecondFactor { get; init; }

    /// <summary>Whether one of its posts asks for a second factor that it does not have.</summary>
    public bool MustAddSecondFactor { get; init; }

    /// <summary>The same account acting through an application, with its rights cut down to what the application was given.</summary>
    public Caller Through(string application, FrozenSet<string>? permissions) => Caller with
    {
        Application = application,
        Whole = permissions is null ? null : Caller.Appointments,
        Appointments = permissions is null
            ? Caller.Appointments
            : [.. Caller.Appointments.Select(a => a with { Permissions = a.Permissions.Intersect(permissions).ToFrozenSet(StringComparer.Ordinal) })],
    };
}
