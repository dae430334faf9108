using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Sessions;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CityHub.ServicePlatform.Identity.SignOn;

/// <summary>
/// An application signs a person out of the hub (OpenID Connect RP-Initiated Logout 1.0). With an identity token of that person at once, else the
/// person is asked: any page could send people here.
/// </summary>
internal static class EndSession
{
    public const string Path = "/connect/logout";

    public static async Task<IResult> Handle(HttpContext context, Caller caller, SessionDesk sessions, IAntiforgery antiforgery, CancellationToken ct)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("OpenIddict did not read the request.");
        if (caller.SignedIn && SignIn.SessionCookie.IdOf(context.User) is not null)
        {
            var hinted = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal?.GetClaim(Claims.Subject);
            var agreed = HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType && context.Request.Form[Authorize.Decision] == "yes" && await antiforgery.IsRequestValidAsync(context);
            if (!agreed && (request.IdTokenHint is null || hinted != caller.AccountId))
            {
                var sent = HttpMethods.IsPost(context.Request.Method)
                    ? context.Request.Form.Where(f => f.Key is not (Authorize.Decision or "__RequestVerificationToken"))
                    : context.Request.Query.AsEnumerable();
                return Results.LocalRedirect("/connect/leave" + new QueryBuilder(sent).ToString());
            }

            await sessions.SignOut(context, caller, ct);
        }

        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
