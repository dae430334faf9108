using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.ServicePlatform.Identity.Permissions;

/// <summary>What a refused request is told: programs get problem details, people are led to where they can mend it.</summary>
internal sealed class RefusedRequests(Callers callers) : IAuthorizationMiddlewareResultHandler
{
    private static readonly PathString[] ForPrograms = ["/api", "/openapi", "/_blazor", "/health"];

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var caller = context.Features.Get<Caller>() ?? Caller.Anonymous;
        var hindrance = caller.SignedIn ? (await callers.Of(caller.AccountId))?.Caller.Hindrance : null;

        // Nothing is mapped here: "not found" tells more than "sign in", and there is nothing to protect. A page of the console that asks
        // for no permission still waits for an own password and for the second factor of a post that needs one.
        if (context.GetEndpoint() is not { } endpoint || IsRoutings(endpoint) || (authorizeResult.Succeeded && !(hindrance is not null && context.Request.Path.StartsWithSegments("/console"))))
        {
            await next(context);
            return;
        }

        var forPrograms = ForPrograms.Any(p => context.Request.Path.StartsWithSegments(p));
        if (forPrograms)
        {
            await FaultFor(context, policy, caller, hindrance).ToProblem().ExecuteAsync(context);
        }
        else if (!caller.SignedIn)
        {
            context.Response.Redirect($"/sign-in?returnUrl={Uri.EscapeDataString(context.Request.PathBase + context.Request.Path + context.Request.QueryString)}");
        }
        else if (hindrance is not null)
        {
            context.Response.Redirect("/account");
        }
        else
        {
            // The Host's status page says it in words.
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
    }

    // "405 HTTP Method Not Supported", "415 HTTP Unsupported Media Type": routing's own answers, which reach nothing of ours.
    private static bool IsRoutings(Endpoint endpoint) => endpoint is not RouteEndpoint && endpoint.DisplayName is ['4', _, _, ' ', 'H', 'T', 'T', 'P', ..];

    private static Fault FaultFor(HttpContext context, AuthorizationPolicy policy, Caller caller, Fault? hindrance)
    {
        if (!caller.SignedIn)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return context.Request.Headers.Authorization.Count > 0 ? IdentityFaults.TokenRefused : IdentityFaults.NotSignedIn;
        }

        var needed = policy.Requirements.OfType<PermissionRequirement>().Select(r => r.Permission).ToList();
        return hindrance ?? needed.Select(permission => caller.TokenLacks(permission)).FirstOrDefault(lack => lack is not null) ?? IdentityFaults.NotPermitted(needed);
    }
}
