using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.Sessions;
using CityHub.ServicePlatform.Identity.SignIn;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>A person's second factors.</summary>
/// <param name="App">The authenticator app; null for none.</param>
/// <param name="RecoveryCodesLeft">Recovery codes that were not used yet.</param>
/// <param name="Required">Whether a post asks for a second factor and none is there.</param>
internal sealed record FactorsShown(AppShown? App, IReadOnlyList<PasskeyShown> Passkeys, int RecoveryCodesLeft, bool Required)
{
    public bool Any() => App is not null || Passkeys.Count > 0;
}

internal sealed record AppShown(DateTimeOffset AddedAt, DateTimeOffset? LastUsedAt);

internal sealed record PasskeyShown(string Id, string Name, DateTimeOffset AddedAt, DateTimeOffset? LastUsedAt);

/// <summary>What was added.</summary>
/// <param name="RecoveryCodes">Made with the first factor and answered this once; null with any other.</param>
internal sealed record FactorAdded(IReadOnlyList<string>? RecoveryCodes);

internal sealed record NewRecoveryCodes(IReadOnlyList<string> RecoveryCodes);

/// <summary>
/// A person's own factors: what is there, taking them away, new recovery codes. Whoever finds a browser open cannot change them: the person
/// signed in a moment ago, with the factor that is there.
/// </summary>
internal sealed class OwnFactors(IServiceScopeFactory scopes, IDbContextFactory<RecordsDb> factory, SessionDesk sessions, Callers callers, TimeProvider clock)
{
    /// <summary>How long after signing in factors can be changed.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    public bool MayChange(HttpContext http) => SessionCookie.BegunAt(http.User) is { } begun && clock.GetUtcNow() - begun <= Fresh;

    public async Task<FactorsShown> Of(Caller caller, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var app = await db.Set<AuthenticatorRow>().AsNoTracking().SingleOrDefaultAsync(a => a.AccountId == caller.AccountId, ct);
        var passkeys = await db.Set<PasskeyRow>().AsNoTracking().Where(p => p.UserId == caller.AccountId).ToListAsync(ct);
        var left = await db.Set<RecoveryCodeRow>().CountAsync(c => c.AccountId == caller.AccountId && c.UsedAtUtc == null, ct);
        return new FactorsShown(
            app is null ? null : new AppShown(app.AddedAtUtc, app.LastUsedAtUtc),
            [.. passkeys.OrderBy(p => p.Data.CreatedAt).Select(p => new PasskeyShown(Passkeys.IdOf(p), p.Data.Name ?? "", p.Data.CreatedAt, p.LastUsedAtUtc))],
            left, (await callers.Of(caller.AccountId))?.MustAddSecondFactor ?? false);
    }

    public Task<Outcome<bool>> RemoveApp(HttpContext http, Caller caller) => Change<bool>(http, caller, async (manager, account) =>
        await manager.Db.Set<AuthenticatorRow>().SingleOrDefaultAsync(a => a.AccountId == account.Id) is { } app
            ? await Remove(manager, account, caller, app, "authenticator app") : SecondFactorFaults.NoApp);

    public Task<Outcome<bool>> RemovePasskey(HttpContext http, Caller caller, string id) => Change<bool>(http, caller, async (manager, account) =>
        (await manager.Db.Set<PasskeyRow>().Where(p => p.UserId == account.Id).ToListAsync()).Find(p => Passkeys.IdOf(p) == id) is { } passkey
            ? await Remove(manager, account, caller, passkey, "passkey") : SecondFactorFaults.PasskeyUnknown);

    public Task<Outcome<NewRecoveryCodes>> RenewCodes(HttpContext http, Caller caller) => Change<NewRecoveryCodes>(http, caller, async (manager, account) =>
    {
        if (await manager.Db.FactorsOf(account.Id) == 0)
        {
            return SecondFactorFaults.NoFactor;
        }

        var codes = await manager.Db.RenewRecoveryCodes(account.Id);
        manager.Db.Note(AuditEntry.By(caller, "identity.recovery-codes-made", account.Id), clock);
        await manager.Db.SaveChangesAsync();
        return new NewRecoveryCodes(codes);
    });

    /// <summary>Does a change of the caller's own factors, if the caller may change them now.</summary>
    public async Task<Outcome<T>> Change<T>(HttpContext http, Caller caller, Func<AccountManager, Account, Task<Outcome<T>>> change)
    {
        if (caller.Application is not null)
        {
            return IdentityFaults.OnlyInTheBrowser;
        }

        if (!MayChange(http))
        {
            return SecondFactorFaults.SignInAgain;
        }

        await using var scope = scopes.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<AccountManager>();
        var account = await manager.FindByIdAsync(caller.AccountId) ?? throw new InvalidOperationException("The session's account is gone.");
        var outcome = await change(manager, account);
        callers.Forget(account.Id);
        return outcome;
    }

    /// <summary>
    /// Notes a factor that stands on the manager's context and saves it. With the first one recovery codes are made, and sessions elsewhere
    /// end: they were begun with the password alone.
    /// </summary>
    /// <param name="ways">What this session has proved with it.</param>
    public async Task<FactorAdded> Added(HttpContext http, Caller caller, AccountManager manager, Account account, string what, string ways)
    {
        manager.Db.Note(AuditEntry.By(caller, "identity.factor-added", account.Id) with { Detail = what }, clock);
        if (await manager.Db.FactorsOf(account.Id) > 0)
        {
            await manager.Db.SaveChangesAsync();
            return new FactorAdded(null);
        }

        var codes = await manager.Db.RenewRecoveryCodes(account.Id);
        if (!(await manager.UpdateSecurityStampAsync(account)).Succeeded)
        {
            throw new InvalidOperationException("The account was changed by somebody else at the same time.");
        }

        await sessions.EndAll(account.Id);
        await sessions.GoOn(http, account, ways);
        return new FactorAdded(codes);
    }

    private async Task<Outcome<bool>> Remove(AccountManager manager, Account account, Caller caller, object row, string what)
    {
        if (await manager.Db.FactorsOf(account.Id) == 1)
        {
            // Nothing asks for them any more.
            await manager.Db.RemoveRecoveryCodes(account.Id);
        }

        manager.Db.Remove(row);
        manager.Db.Note(AuditEntry.By(caller, "identity.factor-removed", account.Id) with { Detail = what }, clock);
        await manager.Db.SaveChangesAsync();
        return true;
    }
}
