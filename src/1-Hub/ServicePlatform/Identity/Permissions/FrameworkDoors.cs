using CityHub.Kernel;
using Microsoft.AspNetCore.Http;

namespace CityHub.ServicePlatform.Identity.Permissions;

/// <summary>
/// The few endpoints that ASP.NET Core maps by itself and that we cannot mark: Blazor's script is for everybody, its circuit only for
/// people who are signed in (the portal's pages are static). Everything else that names no permission stays shut.
/// </summary>
internal static class FrameworkDoors
{
    public static bool Open(HttpContext? context, Caller caller)
    {
        if (context is null)
        {
            return false;
        }

        var path = context.Request.Path;
        return path.StartsWithSegments("/_framework") || (path.StartsWithSegments("/_blazor") && caller.SignedIn);
    }
}
