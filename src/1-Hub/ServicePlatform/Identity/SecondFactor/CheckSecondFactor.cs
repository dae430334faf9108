using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.SignIn;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>Somebody who proved who it is, and how, see <see cref="ProofWays"/>.</summary>
internal sealed record Entered(Account Account, string Ways);

/// <summary>The second step after the right password: a code of the app, or a recovery code. Wrong ones count like wrong passwords.</summary>
internal sealed class CheckSecondFactor(IServiceScopeFactory scopes, PendingStep pending, SignInDesk desk, SignInTurns turns, IDataProtectionProvider protection, TimeProvider clock)
{
    public async Task<Outcome<Entered>> Check(HttpContext http, string? code)
    {
        if (await pending.Of(http) is not { } owed)
        {
            return SecondFactorFaults.StepOver;
        }

        var outcome = await turns.Take(owed.UserName, () => Check(owed, code?.Trim() ?? ""), http.RequestAborted);
        if (outcome.Succeeded)
        {
            PendingStep.End(http);
        }

        return outcome;
    }

    private async Task<Outcome<Entered>> Check(Standing owed, string code)
    {
        await using var scope = scopes.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<AccountManager>();
        if (await manager.FindByIdAsync(owed.Caller.AccountId) is not { } account || account.SecurityStamp != owed.Stamp)
        {
            return SecondFactorFaults.StepOver;
        }

        if (await SignInDesk.Shut(manager, account) is { } why)
        {
            return await desk.Refuse(manager, new AuditEntry("identity.sign-in-refused", account.Id, Detail: why), null, SecondFactorFaults.CodeRefused);
        }

        if (!await (RecoveryCodes.Is(code) ? UseRecoveryCode(manager, account, code) : UseCode(manager, account, code)))
        {
            return await desk.Refuse(manager, new AuditEntry("identity.sign-in-refused", account.Id, Detail: "wrong second factor"), account, SecondFactorFaults.CodeRefused);
        }

        await desk.Enter(manager, account, ProofWays.PasswordAndCode);
        return new Entered(account, ProofWays.PasswordAndCode);
    }

    private async Task<bool> UseCode(AccountManager manager, Account account, string code)
    {
        if (await manager.Db.Set<AuthenticatorRow>().SingleOrDefaultAsync(a => a.AccountId == account.Id) is not { } app
            || AuthenticatorKey.Open(protection, account.Id, app.SealedKey) is not { } key
            || AuthenticatorCode.Accept(key, code, clock.GetUtcNow(), app.LastStep) is not { } step)
        {
            return false;
        }

        (app.LastStep, app.LastUsedAtUtc) = (step, clock.GetUtcNow());
        return true;
    }

    private async Task<bool> UseRecoveryCode(AccountManager manager, Account account, string code)
    {
        var hash = RecoveryCodes.HashOf(account.Id, code);
        if (await manager.Db.Set<RecoveryCodeRow>().SingleOrDefaultAsync(c => c.Hash == hash && c.AccountId == account.Id && c.UsedAtUtc == null) is not { } row)
        {
            return false;
        }

        row.UsedAtUtc = clock.GetUtcNow();
        manager.Db.Note(new AuditEntry("identity.recovery-code-used", account.Id, Resource: account.Id), clock);
        return true;
    }
}
