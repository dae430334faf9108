using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Identity;
using CityHub.ServicePlatform.Identity.Applications;
using CityHub.ServicePlatform.Identity.SignIn;
using CityHub.ServicePlatform.Identity.Tokens;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.ServicePlatform.Contracts;

/// <summary>Sign-in and rights in the request's way.</summary>
public static class IdentityPipeline
{
    /// <summary>
    /// Leads requests with a token to endpoints that carry <see cref="ShortWay"/> without any other middleware. Call it behind what handles
    /// failures and before everything else; routing has been done by then. No cookie is read here, so nothing can be forged across sites.
    /// </summary>
    public static IApplicationBuilder UseShortWay(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var tokens = app.ApplicationServices.GetRequiredService<ActiveTokens>();
        return app.Use(next => context =>
            context.GetEndpoint() is { RequestDelegate: { } handle } endpoint && endpoint.Metadata.GetMetadata<ShortWay>() is not null
            // Policies are looked at on the long way only: what names one is never let past it.
            && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && CityAuthentication.TokenOf(context) is { } token && TokenText.Is(token.Span)
                ? Go(context, tokens.Find(token), handle)
                : next(context));

        static Task Go(HttpContext context, ValueTask<(Caller Caller, AuthenticateResult Ticket)?> found, RequestDelegate handle)
        {
            if (!found.IsCompletedSuccessfully)
            {
                return Wait(context, found, handle);
            }

            context.Features.Set(found.Result?.Caller);
            return handle(context);
        }

        static async Task Wait(HttpContext context, ValueTask<(Caller Caller, AuthenticateResult Ticket)?> found, RequestDelegate handle)
        {
            context.Features.Set((await found)?.Caller);
            await handle(context);
        }
    }

    /// <summary>
    /// Adds authentication, authorization (deny by default), refusal of cross-site changes and antiforgery, in the right order. Call it
    /// after static files and before the routes are mapped.
    /// </summary>
    public static IApplicationBuilder UseIdentity(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.Use(AllowedOrigins.Answer).UseAuthentication().Use(RefuseBadTokens).Use(CrossSite.Refuse).UseAuthorization().UseAntiforgery();
    }

    // Also where anybody may read: who sends a token that is none wants to be somebody, and is told.
    private static Task RefuseBadTokens(HttpContext context, RequestDelegate next)
    {
        if (CityAuthentication.TokenOf(context) is null || context.Features.Get<Caller>() is { SignedIn: true } || !context.Request.Path.StartsWithSegments("/api"))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        return IdentityFaults.TokenRefused.ToProblem().ExecuteAsync(context);
    }
}
