using CityHub.ServicePlatform.Identity.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CityHub.ServicePlatform.Identity.SignOn;

/// <summary>What the person agreed to tell, as it is now (OpenID Connect Core 1.0, 5.3).</summary>
internal static class UserInfo
{
    public static async Task<IResult> Handle(HttpContext context, Callers callers, PersonClaims persons)
    {
        var principal = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        var standing = await callers.Of(principal.GetClaim(Claims.Subject) ?? "");
        return standing is not { Disabled: false } || PersonClaims.StampOf(standing) != principal.GetClaim(PersonClaims.StampClaim)
            ? Results.Challenge(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidToken,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The token was not given for a person, or the person's account was disabled or its password changed.",
                }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme])
            : Results.Json(await persons.About(standing, principal.GetScopes()));
    }
}
