using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace CityHub.Web;

/// <summary>What programs call answers problem details or nothing, never a page.</summary>
internal static class ForPrograms
{
    private static readonly string[] Roots = ["/api", "/health", "/openapi", "/reference", "/_blazor", "/_framework", "/_content"];

    public static bool Is(PathString path) => Array.Exists(Roots, root => path.StartsWithSegments(root, StringComparison.Ordinal));

    /// <summary>Keeps the page "no such page" from programs.</summary>
    public static Task NoPages(HttpContext context, RequestDelegate next)
    {
        if (Is(context.Request.Path) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        return next(context);
    }
}
