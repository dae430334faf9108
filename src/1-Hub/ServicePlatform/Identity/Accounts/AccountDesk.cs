using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.ServicePlatform.Identity.SecondFactor;
using CityHub.ServicePlatform.Identity.Sessions;
using CityHub.ServicePlatform.Identity.SignIn;
using CityHub.ServicePlatform.Identity.Tokens;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.ServicePlatform.Identity.Accounts;

internal sealed record CreateAccount(string? UserName, string? DisplayName, string? Phone, string? Email, string? Organisation, string? Role, DateTimeOffset? To);

internal sealed record GivePost(string? Organisation, string? Role, DateTimeOffset? To);

/// <summary>A password that was made for somebody: shown once, good for setting an own one.</summary>
internal sealed record MadePassword(string UserName, string Password);

/// <summary>
/// What an administrator does with accounts. Each act asks whether the account and the post lie in the administrator's area, notes itself
/// in the audit trail in the same transaction, and takes effect at once.
/// </summary>
internal sealed class AccountDesk(IServiceScopeFactory scopes, OrganisationTree tree, Callers callers, ActiveTokens tokens, SessionDesk sessions, TimeProvider clock)
{
    public const string Manage = "identity.manage";
    public const int LongestName = 64;

    public async Task<Outcome<MadePassword>> Create(CreateAccount request, Caller caller)
    {
        var userName = request.UserName?.Trim() ?? "";
        var displayName = request.DisplayName?.Trim() ?? "";
        if (WrongName(userName) is { } wrong)
        {
            return wrong;
        }

        if (displayName.Length is 0 or > LongestName)
        {
            return IdentityFaults.DisplayNameMissing;
        }

        if (!Post(new(request.Organisation, request.Role, request.To), caller).Try(out var post, out var fault))
        {
            return fault;
        }

        await using var scope = scopes.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<AccountManager>();
        if (await manager.FindByNameAsync(userName) is not null)
        {
            return IdentityFaults.UserNameTaken(userName);
        }

        var account = new Account
        {
            Id = Id.New(), UserName = userName, DisplayName = displayName, PhoneNumber = Blank(request.Phone), Email = Blank(request.Email),
            MustChangePassword = true, CreatedAtUtc = clock.GetUtcNow(),
        };
        var password = Passwords.Generate();
        manager.Db.Note(AuditEntry.By(caller, "identity.account-created", account.Id) with { Detail = $"{userName}: {post.Role} of {post.OrganisationCode}" }, clock);
        manager.Db.Add(Held(post, account.Id));
        var made = await manager.CreateAsync(account, password);
        return made.Succeeded ? new MadePassword(userName, password) : IdentityFaults.UserNameInvalid;
    }

    public Task<Outcome<PostHeld>> Give(string userName, GivePost request, Caller caller) => Change<PostHeld>(userName, caller, async (manager, account) =>
    {
        if (!Post(request, caller).Try(out var post, out var fault))
        {
            return fault;
        }

        var held = Held(post, account.Id);
        manager.Db.Add(held);
        manager.Db.Note(AuditEntry.By(caller, "identity.post-given", account.Id) with { Detail = $"{post.Role} of {post.OrganisationCode}" }, clock);
        await manager.Db.SaveChangesAsync();
        return held;
    });

    public Task<Outcome<PostHeld>> End(string userName, string postId, Caller caller) => Change<PostHeld>(userName, caller, async (manager, account) =>
    {
        var now = clock.GetUtcNow();
        var held = await manager.Db.Set<PostHeld>().SingleOrDefaultAsync(p => p.Id == postId && p.AccountId == account.Id);
        if (held is null || held.ToUtc <= now)
        {
            return IdentityFaults.PostUnknown;
        }

        held.ToUtc = now;
        manager.Db.Note(AuditEntry.By(caller, "identity.post-ended", account.Id) with { Detail = $"{held.Role} of {held.OrganisationCode}" }, clock);
        await manager.Db.SaveChangesAsync();
        return held;
    });

    public Task<Outcome<Account>> Disable(string userName, Caller caller) => Set(userName, caller, "identity.account-disabled", account => account.DisabledAtUtc = clock.GetUtcNow());

    public Task<Outcome<Account>> Enable(string userName, Caller caller) => Set(userName, caller, "identity.account-enabled", account => account.DisabledAtUtc = null);

    public Task<Outcome<Account>> Unlock(string userName, Caller caller) =>
        Set(userName, caller, "identity.account-unlocked", account => (account.LockoutEnd, account.AccessFailedCount) = (null, 0));

    public Task<Outcome<MadePassword>> ResetPassword(string userName, Caller caller) => Change<MadePassword>(userName, caller, async (manager, account) =>
    {
        var password = Passwords.Generate();
        account.PasswordHash = manager.PasswordHasher.HashPassword(account, password);
        (account.MustChangePassword, account.LockoutEnd, account.AccessFailedCount) = (true, null, 0);
        manager.Db.Note(AuditEntry.By(caller, "identity.password-reset", account.Id), clock);
        // A reset answers a theft: tokens made with the old password end with it, as a new stamp ends every session.
        foreach (var token in await manager.Db.Set<TokenRow>().Where(t => t.AccountId == account.Id && t.RevokedAtUtc == null).ToListAsync())
        {
            token.RevokedAtUtc = clock.GetUtcNow();
            tokens.Remove(token.Hash);
        }

        if (!(await manager.UpdateSecurityStampAsync(account)).Succeeded)
        {
            throw Lost();
        }

        await sessions.EndAll(account.Id);
        return new MadePassword(account.UserName!, password);
    });

    /// <summary>Takes an account's second factors away, for whoever lost the phone. The password alone signs in again, so the sessions end.</summary>
    public Task<Outcome<Account>> ResetFactor(string userName, Caller caller) => Change<Account>(userName, caller, async (manager, account) =>
    {
        if (!await manager.Db.RemoveFactors(account.Id))
        {
            return SecondFactorFaults.NoFactor;
        }

        manager.Db.Note(AuditEntry.By(caller, "identity.factor-reset", account.Id), clock);
        if (!(await manager.UpdateSecurityStampAsync(account)).Succeeded)
        {
            throw Lost();
        }

        await sessions.EndAll(account.Id);
        return account;
    });

    private Task<Outcome<Account>> Set(string userName, Caller caller, string act, Action<Account> set) => Change<Account>(userName, caller, async (manager, account) =>
    {
        set(account);
        manager.Db.Note(AuditEntry.By(caller, act, account.Id), clock);
        if (!(await manager.UpdateSecurityStampAsync(account)).Succeeded)
        {
            throw Lost();
        }

        await sessions.EndAll(account.Id);
        return account;
    });

    private async Task<Outcome<T>> Change<T>(string userName, Caller caller, Func<AccountManager, Account, Task<Outcome<T>>> change)
    {
        await using var scope = scopes.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<AccountManager>();
        if (await manager.FindByNameAsync(userName) is not { } account)
        {
            return IdentityFaults.AccountUnknown(userName);
        }

        if (account.Id == caller.AccountId)
        {
            return IdentityFaults.OwnAccount;
        }

        var posts = await manager.Db.Set<PostHeld>().AsNoTracking().Where(p => p.AccountId == account.Id).ToListAsync();
        if (OutOfReach(caller, posts) is { } organisation)
        {
            return IdentityFaults.OutOfScope(organisation);
        }

        var outcome = await change(manager, account);
        callers.Forget(account.Id);
        return outcome;
    }

    /// <summary>An account is in somebody's area when all organisations where it ever held a post are.</summary>
    private string? OutOfReach(Caller caller, List<PostHeld> posts) => posts.Count == 0
        ? caller.May(Manage, tree.Root.Path) ? null : tree.Root.Code
        : posts.Select(p => p.OrganisationCode).FirstOrDefault(code => tree.Find(code) is not { } organisation || !caller.May(Manage, organisation.Path));

    /// <summary>A post as the caller may give it.</summary>
    internal Outcome<PostHeld> Post(GivePost request, Caller caller)
    {
        if (request.Organisation is null || tree.IsClosed(request.Organisation) || tree.Find(request.Organisation) is not { } organisation)
        {
            return IdentityFaults.OrganisationUnknown(request.Organisation ?? "");
        }

        if (Roles.Find(request.Role ?? "") is not { } role)
        {
            return IdentityFaults.RoleUnknown(request.Role ?? "");
        }

        // A bureau's post reaches further than its own organisation, so the whole reach must be the administrator's to give.
        if (!caller.May(Manage, Roles.ScopeOf(organisation)))
        {
            return IdentityFaults.OutOfScope(organisation.Code);
        }

        return request.To is { } to && to <= clock.GetUtcNow()
            ? IdentityFaults.PostEndsTooEarly
            : new PostHeld { Id = Id.New(), AccountId = "", OrganisationCode = organisation.Code, Role = role.Code, FromUtc = clock.GetUtcNow(), ToUtc = request.To?.ToUniversalTime() };
    }

    internal static PostHeld Held(PostHeld post, string accountId) => new()
    {
        Id = post.Id, AccountId = accountId, OrganisationCode = post.OrganisationCode, Role = post.Role, FromUtc = post.FromUtc, ToUtc = post.ToUtc,
    };

    /// <summary>What is wrong with a user name; null when it can be one.</summary>
    internal static Fault? WrongName(string userName) =>
        userName.Length is < 3 or > LongestName || userName.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_')) ? IdentityFaults.UserNameInvalid : null;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static InvalidOperationException Lost() => new("The account was changed by somebody else at the same time.");
}
