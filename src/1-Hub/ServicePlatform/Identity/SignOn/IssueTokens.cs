using System.Globalization;
using System.Security.Claims;
using CityHub.Kernel.Audit;
using CityHub.ServicePlatform.Identity.Applications;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CityHub.ServicePlatform.Identity.SignOn;

/// <summary>Gives out tokens for a code, for a refresh token, or to an application for itself. OpenIddict has checked the application and the grant.</summary>
internal static class IssueTokens
{
    public static async Task<IResult> Handle(HttpContext context, ApplicationStandings applications, PersonClaims persons, IAuditTrail trail)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict did not read the request.");
        if (await applications.Of(request.ClientId ?? "") is not { Disabled: false } application)
        {
            return Refused.With(Errors.UnauthorizedClient, "The application is disabled, or its organisation was closed.");
        }

        if (request.IsClientCredentialsGrantType())
        {
            await trail.Durable(AuditEntry.By(application.Caller, "sign-on.token", application.ClientId));
            return SignIn(OfApplication(application, request.GetScopes()));
        }

        var given = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        var scopes = given.GetScopes();
        var identity = await persons.Of(given.GetClaim(Claims.Subject) ?? "", long.Parse(given.GetClaim(Claims.AuthenticationTime)!, CultureInfo.InvariantCulture), given.GetClaim(PersonClaims.WaysClaim), scopes);
        if (identity is null || identity.GetClaim(PersonClaims.StampClaim) != given.GetClaim(PersonClaims.StampClaim))
        {
            return Refused.With(Errors.InvalidGrant, "The person's account was disabled, or its password changed; the person must sign in again.");
        }

        identity.SetAuthorizationId(given.GetAuthorizationId());
        return SignIn(identity);
    }

    private static ClaimsIdentity OfApplication(ApplicationStanding application, IReadOnlyCollection<string> scopes)
    {
        var identity = new ClaimsIdentity("OpenIddict", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, application.ClientId).SetClaim(Claims.Name, application.Name);
        identity.SetScopes(scopes);
        identity.SetResources(SignOnServer.Audience);
        identity.SetDestinations(static _ => [Destinations.AccessToken]);
        return identity;
    }

    private static IResult SignIn(ClaimsIdentity identity) =>
        Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
}

/// <summary>A refusal in the protocol's own words, sent to the application.</summary>
internal static class Refused
{
    public static IResult With(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
