using System.Runtime.CompilerServices;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.ServicePlatform.Identity.SecondFactor;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.Accounts;

/// <summary>An account as an administrator sees it.</summary>
/// <param name="SecondFactor">Whether the password alone does not sign it in.</param>
internal sealed record AccountShown(
    string Id, string UserName, string DisplayName, string? Phone, string? Email, string State, bool SecondFactor, DateTimeOffset CreatedAt, DateTimeOffset? LastSignInAt,
    IReadOnlyList<PostShown> Posts);

internal sealed record PostShown(string Id, string Organisation, string OrganisationName, string Role, string RoleTitle, DateTimeOffset From, DateTimeOffset? To);

internal sealed record AccountList(int Total, IReadOnlyList<AccountShown> Items, string? Next);

/// <summary>Which accounts, and in which order.</summary>
/// <param name="Search">Part of a user name or name.</param>
/// <param name="Within">Path of the organisations in which they hold a post; empty for all, also those who hold none.</param>
internal sealed record AccountQuery(string? Search = null, string Within = "")
{
    public ListOrder Order { get; init; } = ListAccounts.Orders.Usual;
}

/// <summary>Accounts in the administrator's area, by user name unless another order is asked for.</summary>
internal sealed class ListAccounts(IDbContextFactory<RecordsDb> factory, OrganisationTree tree, TimeProvider clock)
{
    public static ListOrders Orders { get; } = new(new("userName", false), new("name", false), new("lastSignIn", true));

    /// <summary>What an address asks for.</summary>
    public Outcome<AccountQuery> Read(string? search, string? district, string? sort, string? order) =>
        Subtree.Path(tree, district).Then(within => Orders.Read(sort, order).Then<AccountQuery>(by => new AccountQuery(search, within) { Order = by }));

    /// <summary>Whether the cursor names an account of the caller's area; none is the first page.</summary>
    public async Task<bool> Knows(Caller caller, string? cursor, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return true;
        }

        await using var db = await factory.CreateDbContextAsync(ct);
        return await InArea(db, caller).AnyAsync(a => a.NormalizedUserName == cursor, ct);
    }

    /// <summary>Id of the account of this user name; null for none.</summary>
    public async Task<string?> IdOf(string userName, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var name = userName.ToUpperInvariant();
        return await db.Set<Account>().Where(a => a.NormalizedUserName == name).Select(a => a.Id).FirstOrDefaultAsync(ct);
    }

    public async Task<AccountList> Page(AccountQuery query, string? cursor, int limit, Caller caller, Language language, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var accounts = InArea(db, caller);
        if (!string.IsNullOrWhiteSpace(query.Search))
        {
            var text = $"%{query.Search.Trim().Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal)}%";
            accounts = accounts.Where(a => EF.Functions.Like(a.UserName!, text) || EF.Functions.Like(a.DisplayName, text));
        }

        if (query.Within.Length > 0)
        {
            // A closed department still has its people; a post that is over has nobody.
            var (codes, now) = (tree.All(query.Within), clock.GetUtcNow());
            accounts = accounts.Where(a => db.Set<PostHeld>().Any(p => p.AccountId == a.Id && codes.Contains(p.OrganisationCode) && (p.ToUtc == null || p.ToUtc > now)));
        }

        var total = await accounts.CountAsync(ct);
        var order = query.Order;
        var after = string.IsNullOrEmpty(cursor) ? null : await InArea(db, caller).FirstOrDefaultAsync(a => a.NormalizedUserName == cursor, ct);
        var sorted = order.By switch
        {
            "name" => accounts.InOrder(a => a.DisplayName, a => a.NormalizedUserName, order, false, after),
            "lastSignIn" => accounts.InOrder(a => a.LastSignInAtUtc, a => a.NormalizedUserName, order, false, after),
            _ => accounts.InOrder(a => a.NormalizedUserName, a => a.NormalizedUserName, order, false, after),
        };
        var page = await sorted.Take(limit + 1).ToListAsync(ct);
        var shown = page.Take(limit).ToList();
        var ids = shown.Select(a => a.Id).ToList();
        var posts = (await db.Set<PostHeld>().AsNoTracking().Where(p => ids.Contains(p.AccountId)).OrderBy(p => p.FromUtc).ToListAsync(ct)).ToLookup(p => p.AccountId);
        var factors = await db.WithSecondFactor(ids, ct);
        return new AccountList(total, [.. shown.Select(a => Show(a, posts[a.Id], factors.Contains(a.Id), language))], page.Count > limit ? shown[^1].NormalizedUserName : null);
    }

    /// <summary>Every account of such a list, page by page.</summary>
    public async IAsyncEnumerable<AccountShown> All(AccountQuery query, Caller caller, Language language, [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var page = await Page(query, cursor, 500, caller, language, ct);
            foreach (var account in page.Items)
            {
                yield return account;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    public async Task<Outcome<AccountShown>> One(Caller caller, string userName, CancellationToken ct, Language language = Language.Chinese)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var name = userName.ToUpperInvariant();
        var account = await InArea(db, caller).SingleOrDefaultAsync(a => a.NormalizedUserName == name, ct);
        return account is null
            ? IdentityFaults.AccountUnknown(userName)
            : Show(account, await db.Set<PostHeld>().AsNoTracking().Where(p => p.AccountId == account.Id).OrderBy(p => p.FromUtc).ToListAsync(ct), await db.FactorsOf(account.Id) > 0, language);
    }

    /// <summary>Names of accounts by id, for lists that hold ids.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Names(IEnumerable<string> ids, Language language, CancellationToken ct)
    {
        var list = ids.Distinct().ToList();
        await using var db = await factory.CreateDbContextAsync(ct);
        return await db.Set<Account>().AsNoTracking().Where(a => list.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => language == Language.English ? $"{a.DisplayName} ({a.UserName})" : $"{a.DisplayName}（{a.UserName}）", ct);
    }

    private IQueryable<Account> InArea(RecordsDb db, Caller caller)
    {
        var accounts = db.Set<Account>().AsNoTracking();
        if (caller.May(AccountDesk.Manage, tree.Root.Path))
        {
            return accounts;
        }

        var codes = caller.Scopes(AccountDesk.Manage).SelectMany(tree.Within).Select(o => o.Code).Distinct().ToList();
        return accounts.Where(a => db.Set<PostHeld>().Any(p => p.AccountId == a.Id && codes.Contains(p.OrganisationCode)));
    }

    private AccountShown Show(Account account, IEnumerable<PostHeld> posts, bool secondFactor, Language language)
    {
        var now = clock.GetUtcNow();
        var state = account.DisabledAtUtc is not null ? "disabled" : account.LockoutEnd > now ? "locked" : account.MustChangePassword ? "mustChangePassword" : "active";
        return new AccountShown(account.Id, account.UserName!, account.DisplayName, account.PhoneNumber, account.Email, state, secondFactor, account.CreatedAtUtc, account.LastSignInAtUtc,
            [.. posts.Where(p => p.ToUtc is null || p.ToUtc > now).Select(p => new PostShown(
                p.Id, p.OrganisationCode, tree.Find(p.OrganisationCode)?.Name.In(language) ?? p.OrganisationCode, p.Role, Roles.Find(p.Role)?.Title.In(language) ?? p.Role, p.FromUtc, p.ToUtc))]);
    }
}
