using System.Text.Json;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Organisations;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.ServicePlatform.Identity.SignOn;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;
using Grants = OpenIddict.Abstractions.OpenIddictConstants.Permissions;

namespace CityHub.ServicePlatform.Identity.Applications;

/// <param name="Name">Name that people who sign in read, at most 64 characters.</param>
/// <param name="Purpose">What it is for, at most 200 characters.</param>
/// <param name="Role">Code of a role over data: what it may do over its organisation in its own name, and at most in a person's; null for signing in only.</param>
/// <param name="RedirectUris">Addresses that people are sent back to with a code.</param>
/// <param name="PostLogoutRedirectUris">Addresses that people are sent back to after signing out.</param>
/// <param name="Keys">JSON Web Key Set with which it proves itself (private_key_jwt) in place of a secret.</param>
/// <param name="AsksConsent">Whether people are asked once before anything is told of them; true when left out.</param>
internal sealed record ApplicationTerms(
    string? Name, string? Purpose, string? Role, IReadOnlyList<string>? RedirectUris, IReadOnlyList<string>? PostLogoutRedirectUris, JsonElement? Keys, bool? AsksConsent);

/// <param name="ClientId">3 to 64 lower-case letters, digits or -.</param>
/// <param name="Kind"><c>web</c>, <c>public</c> or <c>service</c>.</param>
/// <param name="Organisation">Code of the organisation that answers for it.</param>
internal sealed record RegisterApplication(
    string? ClientId, string? Kind, string? Organisation, string? Name, string? Purpose, string? Role, IReadOnlyList<string>? RedirectUris,
    IReadOnlyList<string>? PostLogoutRedirectUris, JsonElement? Keys, bool? AsksConsent)
{
    public ApplicationTerms Terms => new(Name, Purpose, Role, RedirectUris, PostLogoutRedirectUris, Keys, AsksConsent);
}

/// <summary>A secret that was made; shown this once. Null where the application needs none.</summary>
internal sealed record MadeApplication(string ClientId, string? Secret);

internal sealed record ApplicationShown(
    string ClientId, string Kind, string Name, string Purpose, string Organisation, string OrganisationName, string? Role, IReadOnlyList<string> RedirectUris,
    IReadOnlyList<string> PostLogoutRedirectUris, bool HasKeys, JsonElement? Keys, bool AsksConsent, bool Disabled, DateTimeOffset CreatedAt, int People, DateTimeOffset? LastTokenAt);

internal sealed record ApplicationList(int Total, IReadOnlyList<ApplicationShown> Items, string? Next);

/// <summary>Which applications, and in which order.</summary>
/// <param name="Search">Part of a client id, name or purpose.</param>
/// <param name="Within">Path of the organisations that answer for them; empty for all.</param>
internal sealed record ApplicationQuery(string? Search = null, string Within = "")
{
    public ListOrder Order { get; init; } = ApplicationDesk.Orders.Usual;
}

/// <summary>The register of applications: who may change one, and what a change does. Each act notes itself in the audit trail in the same transaction.</summary>
internal sealed class ApplicationDesk(IServiceScopeFactory scopes, OrganisationTree tree, ApplicationStandings standings, TimeProvider clock)
{
    public async Task<Outcome<MadeApplication>> Register(RegisterApplication request, Caller caller, CancellationToken ct)
    {
        var terms = Tidy(request.Terms);
        if (!ApplicationRules.IsClientId(request.ClientId))
        {
            return ApplicationFaults.ClientId;
        }

        if (request.Kind is null || !ApplicationKinds.All.ContainsKey(request.Kind))
        {
            return ApplicationFaults.Kind;
        }

        if (tree.Find(request.Organisation ?? "") is not { } organisation || tree.IsClosed(organisation.Code))
        {
            return IdentityFaults.OrganisationUnknown(request.Organisation ?? "");
        }

        if (!caller.May(AccountDesk.Manage, Roles.ScopeOf(organisation)))
        {
            return IdentityFaults.OutOfScope(organisation.Code);
        }

        if (ApplicationRules.Decide(request.Kind, terms) is { } fault)
        {
            return fault;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RecordsDb>();
        var manager = scope.ServiceProvider.GetRequiredService<OpenIddictApplicationManager<ApplicationRow>>();
        if (await manager.FindByClientIdAsync(request.ClientId!, ct) is not null)
        {
            return ApplicationFaults.Taken(request.ClientId!);
        }

        var row = new ApplicationRow { OrganisationCode = organisation.Code, CreatedAtUtc = clock.GetUtcNow() };
        var secret = request.Kind == ApplicationKinds.Public || terms.Keys is not null ? null : ApplicationManager.NewSecret();
        var descriptor = Describe(request.ClientId!, request.Kind, terms);
        descriptor.ClientSecret = secret;
        await manager.PopulateAsync(row, descriptor, ct);
        (row.Role, row.Purpose) = (terms.Role, terms.Purpose!);
        // Set by populating, and hashed when given to the manager.
        row.ClientSecret = null;
        db.Note(AuditEntry.By(caller, "application.registered", request.ClientId) with { Detail = $"{request.Kind} of {organisation.Code}, role {terms.Role ?? "none"}" }, clock);
        await manager.CreateAsync(row, secret, ct);
        standings.Forget();
        return new MadeApplication(request.ClientId!, secret);
    }

    public Task<Outcome<MadeApplication>> Edit(string clientId, ApplicationTerms request, Caller caller, CancellationToken ct) => Change(clientId, caller, "application.edited", async (manager, row, _) =>
    {
        var terms = Tidy(request);
        var kind = KindOf(row);
        if (ApplicationRules.Decide(kind, terms) is { } fault)
        {
            return fault;
        }

        // Without its keys it needs a secret to prove itself, and the other way round.
        var hadKeys = row.JsonWebKeySet is not null;
        var descriptor = Describe(clientId, kind, terms);
        var secret = kind != ApplicationKinds.Public && terms.Keys is null && hadKeys ? ApplicationManager.NewSecret() : null;
        descriptor.ClientSecret = row.ClientSecret;
        await manager.PopulateAsync(row, descriptor, ct);
        (row.Role, row.Purpose) = (terms.Role, terms.Purpose!);
        if (terms.Keys is not null)
        {
            row.ClientSecret = null;
        }

        if (secret is not null)
        {
            await manager.UpdateAsync(row, secret, ct);
        }
        else
        {
            await manager.UpdateAsync(row, ct);
        }

        return new MadeApplication(clientId, secret);
    }, ct);

    public Task<Outcome<MadeApplication>> RenewSecret(string clientId, Caller caller, CancellationToken ct) => Change(clientId, caller, "application.secret-renewed", async (manager, row, _) =>
    {
        if (row.ClientSecret is null)
        {
            return ApplicationFaults.NoSecret;
        }

        var secret = ApplicationManager.NewSecret();
        await manager.UpdateAsync(row, secret, ct);
        return new MadeApplication(clientId, secret);
    }, ct);

    /// <summary>Nobody signs in to it any more, and what was given out to it ends at once.</summary>
    public Task<Outcome<MadeApplication>> Disable(string clientId, Caller caller, CancellationToken ct) => Change(clientId, caller, "application.disabled", async (manager, row, services) =>
    {
        row.DisabledAtUtc ??= clock.GetUtcNow();
        await manager.UpdateAsync(row, ct);
        await services.GetRequiredService<IOpenIddictTokenManager>().RevokeByApplicationIdAsync(row.Id!, ct);
        return new MadeApplication(clientId, null);
    }, ct);

    public Task<Outcome<MadeApplication>> Enable(string clientId, Caller caller, CancellationToken ct) => Change(clientId, caller, "application.enabled", async (manager, row, _) =>
    {
        row.DisabledAtUtc = null;
        await manager.UpdateAsync(row, ct);
        return new MadeApplication(clientId, null);
    }, ct);

    public async Task<Outcome<ApplicationShown>> One(string clientId, Caller caller, Language language, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RecordsDb>();
        return await InArea(db, caller).SingleOrDefaultAsync(a => a.ClientId == clientId, ct) is { } row
            ? (await Show(db, [row], language, ct))[0]
            : ApplicationFaults.Unknown(clientId);
    }

    /// <summary>Client ids first; names as characters are numbered.</summary>
    public static ListOrders Orders { get; } = new(new("clientId", false), new("name", false), new("organisation", false));

    /// <summary>What an address asks for.</summary>
    public Outcome<ApplicationQuery> Read(string? search, string? district, string? sort, string? order) =>
        Subtree.Path(tree, district).Then(within => Orders.Read(sort, order).Then<ApplicationQuery>(by => new ApplicationQuery(search, within) { Order = by }));

    /// <summary>Every application of such a list.</summary>
    public async Task<IReadOnlyList<ApplicationShown>> All(ApplicationQuery query, Caller caller, Language language, CancellationToken ct) =>
        (await Page(query, null, int.MaxValue - 1, caller, language, ct)).Value.Items;

    /// <summary>Applications in the caller's area.</summary>
    public async Task<Outcome<ApplicationList>> Page(ApplicationQuery query, string? cursor, int limit, Caller caller, Language language, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RecordsDb>();
        var rows = InArea(db, caller);
        var after = cursor is { Length: > 0 } ? await rows.FirstOrDefaultAsync(a => a.ClientId == cursor, ct) : null;
        if (cursor is { Length: > 0 } && after is null)
        {
            return IdentityFaults.CursorUnknown;
        }

        if (query.Within.Length > 0)
        {
            var codes = tree.All(query.Within);
            rows = rows.Where(a => codes.Contains(a.OrganisationCode));
        }

        if (!string.IsNullOrWhiteSpace(query.Search))
        {
            var text = $"%{query.Search.Trim().Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal)}%";
            rows = rows.Where(a => EF.Functions.Like(a.ClientId!, text) || EF.Functions.Like(a.DisplayName!, text) || EF.Functions.Like(a.Purpose, text));
        }

        var total = await rows.CountAsync(ct);
        var sorted = query.Order.By switch
        {
            "name" => rows.InOrder(a => a.DisplayName, a => a.ClientId, query.Order, false, after),
            "organisation" => rows.InOrder(a => a.OrganisationCode, a => a.ClientId, query.Order, false, after),
            _ => rows.InOrder(a => a.ClientId, a => a.ClientId, query.Order, false, after),
        };
        var page = await sorted.Take(limit + 1).ToListAsync(ct);
        var shown = await Show(db, [.. page.Take(limit)], language, ct);
        return new ApplicationList(total, shown, page.Count > limit ? shown[^1].ClientId : null);
    }

    private async Task<Outcome<MadeApplication>> Change(
        string clientId, Caller caller, string act, Func<OpenIddictApplicationManager<ApplicationRow>, ApplicationRow, IServiceProvider, Task<Outcome<MadeApplication>>> change, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RecordsDb>();
        var manager = scope.ServiceProvider.GetRequiredService<OpenIddictApplicationManager<ApplicationRow>>();
        if (await db.Set<ApplicationRow>().SingleOrDefaultAsync(a => a.ClientId == clientId, ct) is not { } row
            || tree.Find(row.OrganisationCode) is not { } organisation || !caller.May(AccountDesk.Manage, Roles.ScopeOf(organisation)))
        {
            return ApplicationFaults.Unknown(clientId);
        }

        // Noted on the context that the change is saved with; a refused change saves nothing.
        db.Note(AuditEntry.By(caller, act, clientId), clock);
        var outcome = await change(manager, row, scope.ServiceProvider);
        standings.Forget();
        return outcome;
    }

    private IQueryable<ApplicationRow> InArea(RecordsDb db, Caller caller)
    {
        var codes = caller.May(AccountDesk.Manage, tree.Root.Path)
            ? null
            : caller.Scopes(AccountDesk.Manage).SelectMany(tree.Within).Select(o => o.Code).Distinct().ToList();
        var rows = db.Set<ApplicationRow>().AsNoTracking();
        return codes is null ? rows : rows.Where(a => codes.Contains(a.OrganisationCode));
    }

    private async Task<List<ApplicationShown>> Show(RecordsDb db, IReadOnlyList<ApplicationRow> rows, Language language, CancellationToken ct)
    {
        var ids = rows.Select(r => r.Id).ToList();
        var people = await db.Set<AuthorizationRow>().Where(a => ids.Contains(a.Application!.Id) && a.Status == Statuses.Valid && a.Type == AuthorizationTypes.Permanent)
            .GroupBy(a => a.Application!.Id).Select(g => new { Id = g.Key, Count = g.Select(a => a.Subject).Distinct().Count() }).ToDictionaryAsync(g => g.Id!, g => g.Count, ct);
        var tokens = await db.Set<IssuedTokenRow>().Where(t => ids.Contains(t.Application!.Id))
            .GroupBy(t => t.Application!.Id).Select(g => new { Id = g.Key, Last = g.Max(t => t.CreationDate) }).ToDictionaryAsync(g => g.Id!, g => g.Last, ct);
        return [.. rows.Select(r => new ApplicationShown(
            r.ClientId!, KindOf(r), r.DisplayName ?? r.ClientId!, r.Purpose, r.OrganisationCode, tree.Find(r.OrganisationCode)?.Name.In(language) ?? r.OrganisationCode, r.Role,
            ApplicationStandings.List(r.RedirectUris), ApplicationStandings.List(r.PostLogoutRedirectUris), r.JsonWebKeySet is not null,
            r.JsonWebKeySet is null ? null : JsonSerializer.Deserialize<JsonElement>(r.JsonWebKeySet), r.ConsentType != ConsentTypes.Implicit, r.DisabledAtUtc is not null, r.CreatedAtUtc,
            people.GetValueOrDefault(r.Id!), tokens.GetValueOrDefault(r.Id!) is { } last ? new DateTimeOffset(last, TimeSpan.Zero) : null))];
    }

    private static string KindOf(ApplicationRow row) =>
        row.ClientType == ClientTypes.Public ? ApplicationKinds.Public : ApplicationStandings.List(row.RedirectUris).Count > 0 ? ApplicationKinds.Web : ApplicationKinds.Service;

    private static ApplicationTerms Tidy(ApplicationTerms terms) => terms with
    {
        Name = terms.Name?.Trim(), Purpose = terms.Purpose?.Trim(), Role = string.IsNullOrWhiteSpace(terms.Role) ? null : terms.Role.Trim(),
        RedirectUris = Addresses(terms.RedirectUris), PostLogoutRedirectUris = Addresses(terms.PostLogoutRedirectUris),
        Keys = terms.Keys is { ValueKind: JsonValueKind.Object } keys ? keys : null,
    };

    private static List<string> Addresses(IReadOnlyList<string>? addresses) =>
        [.. (addresses ?? []).Select(a => a?.Trim() ?? "").Where(a => a.Length > 0).Distinct(StringComparer.Ordinal)];

    private static OpenIddictApplicationDescriptor Describe(string clientId, string kind, ApplicationTerms terms)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = clientId,
            DisplayName = terms.Name,
            ApplicationType = kind == ApplicationKinds.Public ? ApplicationTypes.Native : ApplicationTypes.Web,
            ClientType = kind == ApplicationKinds.Public ? ClientTypes.Public : ClientTypes.Confidential,
            ConsentType = terms.AsksConsent == false ? ConsentTypes.Implicit : ConsentTypes.Explicit,
            JsonWebKeySet = terms.Keys is { } keys ? ApplicationRules.KeysOf(keys) : null,
            Permissions = { Grants.Endpoints.Token, Grants.Endpoints.Revocation },
        };
        if (kind != ApplicationKinds.Service)
        {
            descriptor.RedirectUris.UnionWith(terms.RedirectUris!.Select(a => new Uri(a)));
            descriptor.PostLogoutRedirectUris.UnionWith(terms.PostLogoutRedirectUris!.Select(a => new Uri(a)));
            descriptor.Permissions.UnionWith(
            [
                Grants.Endpoints.Authorization, Grants.Endpoints.EndSession, Grants.GrantTypes.AuthorizationCode, Grants.GrantTypes.RefreshToken, Grants.ResponseTypes.Code,
                .. SignOnScopes.All.Keys.Where(s => s is not (SignOnScopes.Hub or "openid" or "offline_access")).Select(s => Grants.Prefixes.Scope + s),
            ]);
        }

        if (kind != ApplicationKinds.Public)
        {
            descriptor.Permissions.Add(Grants.Endpoints.Introspection);
        }

        if (terms.Role is not null)
        {
            descriptor.Permissions.Add(Grants.Prefixes.Scope + SignOnScopes.Hub);
            if (kind != ApplicationKinds.Public)
            {
                descriptor.Permissions.Add(Grants.GrantTypes.ClientCredentials);
            }
        }

        return descriptor;
    }
}
