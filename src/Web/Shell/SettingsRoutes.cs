using CityHub.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.Web;

/// <summary>The switches of the header as plain links, so that they work without a script: <c>/settings/language?to=en&amp;back=/datasets</c>.</summary>
internal static class SettingsRoutes
{
    private static readonly Dictionary<string, (string Cookie, string[] Values)> Switches = new()
    {
        ["language"] = (RequestLanguage.Cookie, ["zh", "en"]),
        ["theme"] = (Reader.ThemeCookie, ["light", "dark", "system"]),
        ["size"] = (Reader.SizeCookie, ["normal", "large"]),
    };

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/settings/{name}", ["GET", "POST"], Change)
        .AllowAnonymous()
        .ExcludeFromDescription();

    private static IResult Change(string name, string? to, string? back, HttpContext context)
    {
        if (!Switches.TryGetValue(name, out var known) || !known.Values.Contains(to))
        {
            return TypedResults.NotFound();
        }

        context.Response.Cookies.Append(known.Cookie, to!, new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = TimeSpan.FromDays(365),
            Path = "/",
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.LocalRedirect(LocalPath.Or(back, "/"));
    }
}
