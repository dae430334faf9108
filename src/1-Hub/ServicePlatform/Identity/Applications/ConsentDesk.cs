using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.SignOn;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CityHub.ServicePlatform.Identity.Applications;

/// <summary>What a person let an application know and do.</summary>
internal sealed record ConsentShown(string Id, string ClientId, string Application, string Purpose, IReadOnlyList<string> Scopes, IReadOnlyList<string> Means, DateTimeOffset GivenAt);

internal sealed record ConsentList(IReadOnlyList<ConsentShown> Items);

/// <summary>A person sees what applications were let in, and takes it back.</summary>
internal sealed class ConsentDesk(IServiceScopeFactory scopes, TimeProvider clock)
{
    public async Task<IReadOnlyList<ConsentShown>> Own(Caller caller, Language language, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<RecordsDb>().Set<AuthorizationRow>().AsNoTracking().Include(a => a.Application)
            .Where(a => a.Subject == caller.AccountId && a.Status == Statuses.Valid && a.Type == AuthorizationTypes.Permanent).OrderByDescending(a => a.CreationDate).ToListAsync(ct);
        return [.. rows.Select(row =>
        {
            var scopesGiven = ApplicationStandings.List(row.Scopes);
            return new ConsentShown(row.Id!, row.Application!.ClientId!, row.Application.DisplayName ?? row.Application.ClientId!, row.Application.Purpose, scopesGiven,
                [.. scopesGiven.Where(SignOnScopes.All.ContainsKey).Select(s => SignOnScopes.All[s].In(language))], new DateTimeOffset(row.CreationDate ?? default, TimeSpan.Zero));
        })];
    }

    public async Task<Outcome<bool>> TakeBack(string id, Caller caller, CancellationToken ct)
    {
        if (caller.Application is not null)
        {
            return IdentityFaults.OnlyInTheBrowser;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RecordsDb>();
        var row = await db.Set<AuthorizationRow>().Include(a => a.Application).SingleOrDefaultAsync(a => a.Id == id && a.Subject == caller.AccountId && a.Status == Statuses.Valid, ct);
        if (row is null)
        {
            return ApplicationFaults.ConsentUnknown;
        }

        db.Note(AuditEntry.By(caller, "sign-on.taken-back", row.Application!.ClientId), clock);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().TryRevokeAsync(row, ct);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().RevokeByAuthorizationIdAsync(id, ct);
        return true;
    }
}
