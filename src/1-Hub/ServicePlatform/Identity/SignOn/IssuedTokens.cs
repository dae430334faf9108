using System.Security.Claims;
using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Applications;
using CityHub.ServicePlatform.Identity.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CityHub.ServicePlatform.Identity.SignOn;

/// <summary>
/// Who calls the hub's interface with an access token of the provider: a person through an application, with no more than the application's role
/// carries, or the application itself.
/// </summary>
internal sealed class IssuedTokens(Callers callers, ApplicationStandings applications)
{
    public const string Scheme = "AccessToken";

    /// <summary>The caller of the request's access token; null when the token gives nobody.</summary>
    public async ValueTask<(Caller Caller, AuthenticateResult Ticket)?> Find(HttpContext context)
    {
        if ((await context.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme)).Principal is not { } principal
            || !principal.HasScope(SignOnScopes.Hub)
            || await applications.Of(principal.GetClaim(Claims.ClientId) ?? "") is not { Disabled: false, Role: { } role } application
            || await Of(principal, application, role) is not { } caller)
        {
            return null;
        }

        var identity = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, caller.AccountId), new(ClaimTypes.Name, caller.Name)], Scheme);
        return (caller, AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme)));
    }

    private async ValueTask<Caller?> Of(ClaimsPrincipal principal, ApplicationStanding application, Accounts.Role role)
    {
        var subject = principal.GetClaim(Claims.Subject);
        if (subject == application.ClientId)
        {
            return application.Caller;
        }

        return await callers.Of(subject ?? "") is { Disabled: false } standing && PersonClaims.StampOf(standing) == principal.GetClaim(PersonClaims.StampClaim)
            ? standing.Through(application.ClientId, role.Permissions)
            : null;
    }
}
