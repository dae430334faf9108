using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.ServicePlatform.Identity.SignIn;

/// <summary>Checks user name and password. A stranger learns nothing: the answer and the time are the same whatever was wrong.</summary>
internal sealed class SignInDesk(IServiceScopeFactory scopes, Callers callers, IPasswordHasher<Account> hasher, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly Lazy<string> _hashOfNobody = new(() => hasher.HashPassword(Nobody(), Id.New()));

    public async Task<Outcome<Account>> Check(string userName, string password, CancellationToken ct)
    {
        // One attempt at a time for each account, else parallel guesses would share one failure count.
        var turn = _turns[(uint)StringComparer.OrdinalIgnoreCase.GetHashCode(userName) % (uint)_turns.Length];
        await turn.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await Check(scope.ServiceProvider.GetRequiredService<AccountManager>(), userName, password);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        foreach (var turn in _turns)
        {
            turn.Dispose();
        }
    }

    private async Task<Outcome<Account>> Check(AccountManager manager, string userName, string password)
    {
        var account = await manager.FindByNameAsync(userName);
        if (account is null)
        {
            hasher.VerifyHashedPassword(Nobody(), _hashOfNobody.Value, password);
            // The name is not kept: people type passwords into the wrong field.
            return await Refuse(manager, new AuditEntry("identity.sign-in-refused", "", Detail: "unknown user name"), null);
        }

        var right = hasher.VerifyHashedPassword(account, account.PasswordHash ?? _hashOfNobody.Value, password);
        if (account.DisabledAtUtc is not null || await manager.IsLockedOutAsync(account))
        {
            var why = account.DisabledAtUtc is not null ? "account disabled" : "account locked";
            return await Refuse(manager, new AuditEntry("identity.sign-in-refused", account.Id, Detail: why), null);
        }

        if (right == PasswordVerificationResult.Failed)
        {
            return await Refuse(manager, new AuditEntry("identity.sign-in-refused", account.Id, Detail: "wrong password"), account);
        }

        account.AccessFailedCount = 0;
        account.LockoutEnd = null;
        account.LastSignInAtUtc = clock.GetUtcNow();
        if (right == PasswordVerificationResult.SuccessRehashNeeded)
        {
            account.PasswordHash = hasher.HashPassword(account, password);
        }

        var standing = await callers.Of(account.Id);
        manager.Db.Note(AuditEntry.By(standing!.Caller, "identity.sign-in"), clock);
        Expect(await manager.UpdateAsync(account));
        return account;
    }

    private async Task<Outcome<Account>> Refuse(AccountManager manager, AuditEntry entry, Account? failed)
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

        return IdentityFaults.SignInRefused;
    }

    private static void Expect(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The account could not be saved: {string.Join("; ", result.Errors.Select(e => e.Description))}");
        }
    }

    private static Account Nobody() => new() { Id = "", DisplayName = "", CreatedAtUtc = default };
}
