using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.SecondFactor;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.ServicePlatform.Identity.SignIn;

/// <summary>The right password of an account.</summary>
/// <param name="OwesSecondStep">Whether the account has a second factor: then nobody is signed in yet.</param>
internal sealed record PasswordRight(Account Account, bool OwesSecondStep);

/// <summary>Checks user name and password. A stranger learns nothing: the answer and the time are the same whatever was wrong.</summary>
internal sealed class SignInDesk(IServiceScopeFactory scopes, SignInTurns turns, Callers callers, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    private readonly Lazy<string> _hashOfNobody = new(() => hasher.HashPassword(Nobody(), Id.New()));

    public Task<Outcome<PasswordRight>> Check(string userName, string password, CancellationToken ct) => turns.Take(userName, async () =>
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Check(scope.ServiceProvider.GetRequiredService<AccountManager>(), userName, password);
    }, ct);

    /// <summary>Notes that the person proved who it is. The failures that were counted are forgiven.</summary>
    /// <param name="ways">See <see cref="ProofWays"/>.</param>
    public async Task Enter(AccountManager manager, Account account, string ways)
    {
        account.AccessFailedCount = 0;
        account.LockoutEnd = null;
        account.LastSignInAtUtc = clock.GetUtcNow();
        await Note(manager, account, "identity.sign-in", ways);
        Expect(await manager.UpdateAsync(account));
    }

    /// <summary>Notes a refusal.</summary>
    /// <param name="failed">Whose failures count on; null where nothing was guessed.</param>
    public async Task<Fault> Refuse(AccountManager manager, AuditEntry entry, Account? failed, Fault fault)
    {
        manager.Db.Note(entry, clock);
        if (failed is null)
        {
            await manager.Db.SaveChangesAsync();
        }
        else
        {
            Expect(await manager.AccessFailedAsync(failed));
        }

        return fault;
    }

    /// <summary>Why nobody can sign in to the account now, whatever is right; null for most.</summary>
    public static async Task<string?> Shut(AccountManager manager, Account account) =>
        account.DisabledAtUtc is not null ? "account disabled" : await manager.IsLockedOutAsync(account) ? "account locked" : null;

    private async Task<Outcome<PasswordRight>> Check(AccountManager manager, string userName, string password)
    {
        var account = await manager.FindByNameAsync(userName);
        if (account is null)
        {
            hasher.VerifyHashedPassword(Nobody(), _hashOfNobody.Value, password);
            // The name is not kept: people type passwords into the wrong field.
            return await Refuse(manager, new AuditEntry("identity.sign-in-refused", "", Detail: "unknown user name"), null, IdentityFaults.SignInRefused);
        }

        var right = hasher.VerifyHashedPassword(account, account.PasswordHash ?? _hashOfNobody.Value, password);
        if (await Shut(manager, account) is { } why)
        {
            return await Refuse(manager, new AuditEntry("identity.sign-in-refused", account.Id, Detail: why), null, IdentityFaults.SignInRefused);
        }

        if (right == PasswordVerificationResult.Failed)
        {
            return await Refuse(manager, new AuditEntry("identity.sign-in-refused", account.Id, Detail: "wrong password"), account, IdentityFaults.SignInRefused);
        }

        if (right == PasswordVerificationResult.SuccessRehashNeeded)
        {
            account.PasswordHash = hasher.HashPassword(account, password);
        }

        if (await callers.Of(account.Id) is not { HasSecondFactor: true })
        {
            await Enter(manager, account, ProofWays.Password);
            return new PasswordRight(account, OwesSecondStep: false);
        }

        // The failures stay counted: else whoever has the password could guess codes for ever, forgiven by giving it again.
        await Note(manager, account, "identity.second-factor-asked", null);
        Expect(await manager.UpdateAsync(account));
        return new PasswordRight(account, OwesSecondStep: true);
    }

    private async Task Note(AccountManager manager, Account account, string act, string? detail) =>
        manager.Db.Note(AuditEntry.By((await callers.Of(account.Id))!.Caller, act) with { Detail = detail }, clock);

    private static void Expect(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The account could not be saved: {string.Join("; ", result.Errors.Select(e => e.Description))}");
        }
    }

    private static Account Nobody() => new() { Id = "", DisplayName = "", CreatedAtUtc = default };
}
