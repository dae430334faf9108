using Microsoft.AspNetCore.Http;

namespace CityHub.ServicePlatform.Identity.SignIn;

/// <summary>
/// A session cookie is sent by the browser whoever asks. SameSite=Lax stops other sites' forms and scripts; browsers that say where a
/// request comes from are taken at their word too.
/// </summary>
internal static class CrossSite
{
    public static Task Refuse(HttpContext context, RequestDelegate next)
    {
        var changes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !HttpMethods.IsOptions(context.Request.Method);
        return changes
            && context.User.Identity?.AuthenticationType == SessionCookie.Scheme
            && context.Request.Headers["Sec-Fetch-Site"] is [("cross-site" or "same-site"), ..]
            ? IdentityFaults.CrossSite.ToProblem().ExecuteAsync(context)
            : next(context);
    }
}
