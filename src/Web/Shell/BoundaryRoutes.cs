using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.Web;

/// <summary>The boundaries of the districts, as the maps draw them. Public facts.</summary>
internal static class BoundaryRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/reference/districts.geojson", Send)
        .AllowAnonymous()
        .ExcludeFromDescription();

    private static IResult Send(HubSettings settings, HttpContext context)
    {
        var file = new FileInfo(Path.Combine(settings.ReferenceFolder, "districts.geojson"));
        if (!file.Exists)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "public, max-age=86400";
        return TypedResults.PhysicalFile(file.FullName, "application/geo+json", lastModified: file.LastWriteTimeUtc);
    }
}
