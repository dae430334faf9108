using CityHub.ServicePlatform.Identity.SecondFactor;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CityHub.ServicePlatform.Identity.Accounts;

/// <summary>
/// ASP.NET Core Identity's user manager on the record store. Its context is the scope's, so that an audit entry noted on that
/// context commits with the change. Lock-out follows the program's clock.
/// </summary>
internal sealed class AccountManager(
    AccountStore store, IOptions<IdentityOptions> options, IPasswordHasher<Account> hasher,
    IEnumerable<IUserValidator<Account>> userValidators, IEnumerable<IPasswordValidator<Account>> passwordValidators,
    ILookupNormalizer normalizer, IdentityErrorDescriber errors, IServiceProvider services, ILogger<UserManager<Account>> logger, TimeProvider clock)
    : UserManager<Account>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    /// <summary>The context of this scope: note audit entries here before the change is made.</summary>
    public RecordsDb Db => store.Context;

    /// <summary>The row that would keep a passkey; add it to <see cref="Db"/>.</summary>
    public PasskeyRow RowOf(Account user, UserPasskeyInfo passkey) => store.RowOf(user, passkey);

    public override Task<bool> IsLockedOutAsync(Account user) => Task.FromResult(user.LockoutEnabled && user.LockoutEnd > clock.GetUtcNow());

    public override Task<IdentityResult> AccessFailedAsync(Account user)
    {
        if (++user.AccessFailedCount >= Options.Lockout.MaxFailedAccessAttempts)
        {
            (user.AccessFailedCount, user.LockoutEnd) = (0, clock.GetUtcNow().Add(Options.Lockout.DefaultLockoutTimeSpan));
        }

        return UpdateUserAsync(user);
    }
}

/// <summary>Accounts in the record store. No claims, logins or external tokens: rights are posts.</summary>
internal sealed class AccountStore(RecordsDb db, IdentityErrorDescriber errors)
    : UserOnlyStore<Account, RecordsDb, string, IdentityUserClaim<string>, IdentityUserLogin<string>, IdentityUserToken<string>, PasskeyRow>(db, errors)
{
    public PasskeyRow RowOf(Account user, UserPasskeyInfo passkey) => CreateUserPasskey(user, passkey);
}
