using CityHub.ServicePlatform.Identity.SignIn;
using Microsoft.AspNetCore.Builder;

namespace CityHub.ServicePlatform.Contracts;

/// <summary>Sign-in and rights in the request's way.</summary>
public static class IdentityPipeline
{
    /// <summary>
    /// Adds authentication, authorization (deny by default), refusal of cross-site changes and antiforgery, in the right order. Call it
    /// after static files and before the routes are mapped.
    /// </summary>
    public static IApplicationBuilder UseIdentity(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.UseAuthentication().Use(CrossSite.Refuse).UseAuthorization().UseAntiforgery();
    }
}
