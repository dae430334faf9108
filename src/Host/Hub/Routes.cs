using CityHub.Kernel.Modules;
using CityHub.Web;

namespace CityHub.Host.Hub;

/// <summary>Every route of the program: health, API description, and what the modules map.</summary>
internal static class Routes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => TypedResults.Text("live")).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", (Readiness readiness) => readiness.WaitingFor is { } what
            ? TypedResults.Text(what, statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Text("ready")).AllowAnonymous().ExcludeFromDescription();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        foreach (var module in app.Services.GetServices<IModule>())
        {
            module.MapRoutes(app);
        }

        app.MapWebShell();
    }
}
