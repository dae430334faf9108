using Microsoft.AspNetCore.Http;

namespace CityHub.ServicePlatform.Identity.Applications;

/// <summary>
/// Lets pages of registered applications fetch tokens, keys and what the person agreed to from a browser (CORS). No cookie goes with such a
/// request: <c>Access-Control-Allow-Credentials</c> is never sent.
/// </summary>
internal static class AllowedOrigins
{
    private static readonly PathString[] Paths = ["/.well-known", "/connect/token", "/connect/userinfo", "/connect/revoke"];

    public static async Task Answer(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Origin is not [{ Length: > 0 } origin] || !Array.Exists(Paths, p => context.Request.Path.StartsWithSegments(p)))
        {
            await next(context);
            return;
        }

        var applications = (ApplicationStandings)context.RequestServices.GetService(typeof(ApplicationStandings))!;
        context.Response.Headers.Vary = "Origin";
        if (await applications.HasPagesAt(origin))
        {
            context.Response.Headers.AccessControlAllowOrigin = origin;
            if (HttpMethods.IsOptions(context.Request.Method) && context.Request.Headers.AccessControlRequestMethod.Count > 0)
            {
                context.Response.Headers.AccessControlAllowMethods = "GET, POST";
                context.Response.Headers.AccessControlAllowHeaders = "authorization, content-type";
                context.Response.Headers.AccessControlMaxAge = "600";
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }
        }

        await next(context);
    }
}
