using CityHub.ServicePlatform.Identity.Applications;
using CityHub.ServicePlatform.Identity.Sessions;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CityHub.ServicePlatform.Identity.SignOn;

/// <summary>Removes what nobody can use any more, at the start and once an hour; docs/retention.md says how long what is kept.</summary>
internal sealed class SweepSignOn(IServiceScopeFactory scopes, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>An access token that ran out tells nothing: the trail says who took it.</summary>
    private static readonly TimeSpan AccessTokens = TimeSpan.FromDays(1);

    /// <summary>Longer than a refresh token lives, so that one that comes twice is known.</summary>
    private static readonly TimeSpan Chains = TimeSpan.FromDays(15);

    private static readonly TimeSpan Sessions = TimeSpan.FromDays(180);

    /// <summary>One sweep.</summary>
    public async Task Sweep(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<RecordsDb>();
        var expired = (now - AccessTokens).UtcDateTime;
        await db.Set<IssuedTokenRow>().Where(t => t.Type == TokenTypeIdentifiers.AccessToken && t.ExpirationDate < expired).ExecuteDeleteAsync(ct);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(now - Chains, ct);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(now - Chains, ct);
        var old = now - Sessions;
        await db.Set<SessionRow>().Where(s => s.SeenAtUtc < old).ExecuteDeleteAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Hour, clock);
        do
        {
            await Sweep(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
