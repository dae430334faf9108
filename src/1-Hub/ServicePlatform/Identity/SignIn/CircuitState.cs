using CityHub.Kernel;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Logging;

namespace CityHub.ServicePlatform.Identity.SignIn;

/// <summary>A console page that stays open loses its person within half a minute of a revoked session or a changed password.</summary>
internal sealed class CircuitState(ILoggerFactory log, ICallers callers) : RevalidatingServerAuthenticationStateProvider(log)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        (await callers.Of(authenticationState.User)).SignedIn;
}
