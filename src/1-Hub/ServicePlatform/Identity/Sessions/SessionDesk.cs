using System.Security.Claims;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.SecondFactor;
using CityHub.ServicePlatform.Identity.SignIn;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.Sessions;

/// <summary>A session as its owner sees it.</summary>
/// <param name="Device">Browser and system, as far as the browser tells.</param>
/// <param name="Address">Network address.</param>
/// <param name="Current">Whether it is the one that asks.</param>
internal sealed record SessionShown(string Id, string Device, string Address, DateTimeOffset BegunAt, DateTimeOffset SeenAt, bool Current);

internal sealed record SessionList(IReadOnlyList<SessionShown> Items);

/// <summary>Begins, lists and ends browser sessions.</summary>
internal sealed class SessionDesk(IDbContextFactory<RecordsDb> factory, ActiveSessions active, Callers callers, TimeProvider clock)
{
    /// <summary>Begins a session after the person has proved who it is, and sets its cookie.</summary>
    /// <param name="ways">How it did, see <see cref="ProofWays"/>.</param>
    /// <param name="provedAtUtc">When; null for now.</param>
    public async Task Begin(HttpContext context, Account account, string ways, DateTimeOffset? provedAtUtc = null)
    {
        var now = clock.GetUtcNow();
        var agent = context.Request.Headers.UserAgent.ToString();
        var row = new SessionRow
        {
            Id = Id.New(), AccountId = account.Id, BegunAtUtc = now, SeenAtUtc = now,
            Agent = Shortened.To(agent, 300), Address = context.Connection.RemoteIpAddress?.ToString() ?? "",
        };
        await using var db = await factory.CreateDbContextAsync();
        db.Add(row);
        await db.SaveChangesAsync();
        active.Add(row);
        await context.SignInAsync(SessionCookie.Scheme, SessionCookie.PrincipalOf(account, row, ways, provedAtUtc ?? now));
    }

    /// <summary>Begins the session anew after a change that ended all of the account's. The person signed in when and as it did before.</summary>
    /// <param name="ways">What was proved since, too; null for nothing.</param>
    public Task GoOn(HttpContext context, Account account, string? ways = null) =>
        Begin(context, account, ways ?? SessionCookie.WaysOf(context.User) ?? ProofWays.Password, SessionCookie.BegunAt(context.User));

    /// <summary>The person's sessions that go on, the latest first.</summary>
    public async Task<IReadOnlyList<SessionShown>> Own(Caller caller, ClaimsPrincipal user, CancellationToken ct)
    {
        var current = SessionCookie.IdOf(user);
        await using var db = await factory.CreateDbContextAsync(ct);
        var rows = await db.Set<SessionRow>().AsNoTracking().Where(s => s.AccountId == caller.AccountId && s.EndedAtUtc == null).OrderByDescending(s => s.SeenAtUtc).ToListAsync(ct);
        return [.. rows.Select(row => (Row: row, Seen: active.SeenAt(row.Id))).Where(s => s.Seen is not null)
            .Select(s => new SessionShown(s.Row.Id, DeviceWords.Of(s.Row.Agent), s.Row.Address, s.Row.BegunAtUtc, s.Seen!.Value, s.Row.Id == current))];
    }

    /// <summary>Ends one of the caller's own sessions.</summary>
    public async Task<Outcome<bool>> End(string id, Caller caller, CancellationToken ct)
    {
        if (caller.Application is not null)
        {
            return IdentityFaults.OnlyInTheBrowser;
        }

        await using var db = await factory.CreateDbContextAsync(ct);
        if (active.SeenAt(id) is null || await db.Set<SessionRow>().SingleOrDefaultAsync(s => s.Id == id && s.AccountId == caller.AccountId && s.EndedAtUtc == null, ct) is not { } row)
        {
            return IdentityFaults.SessionUnknown;
        }

        row.EndedAtUtc = clock.GetUtcNow();
        db.Note(AuditEntry.By(caller, "identity.session-ended", id), clock);
        await db.SaveChangesAsync(ct);
        active.Remove(id);
        return true;
    }

    /// <summary>Marks all sessions of an account as ended, after the change that ended them by a new security stamp has been committed.</summary>
    /// <param name="except">A session that goes on.</param>
    public async Task EndAll(string accountId, string? except = null)
    {
        await using var db = await factory.CreateDbContextAsync();
        var now = clock.GetUtcNow();
        foreach (var row in await db.Set<SessionRow>().Where(s => s.AccountId == accountId && s.EndedAtUtc == null && s.Id != except).ToListAsync())
        {
            row.EndedAtUtc = now;
            active.Remove(row.Id);
        }

        await db.SaveChangesAsync();
        callers.Forget(accountId);
    }

    /// <summary>Signs out of the session that the request belongs to.</summary>
    public async Task SignOut(HttpContext context, Caller caller, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var id = SessionCookie.IdOf(context.User);
        if (id is not null && await db.Set<SessionRow>().SingleOrDefaultAsync(s => s.Id == id && s.EndedAtUtc == null, ct) is { } row)
        {
            row.EndedAtUtc = clock.GetUtcNow();
        }

        db.Note(AuditEntry.By(caller, "identity.sign-out"), clock);
        await db.SaveChangesAsync(ct);
        if (id is not null)
        {
            active.Remove(id);
        }

        await context.SignOutAsync(SessionCookie.Scheme);
    }
}
