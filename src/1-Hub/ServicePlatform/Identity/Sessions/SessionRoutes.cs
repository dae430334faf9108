using CityHub.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.ServicePlatform.Identity.Sessions;

/// <summary>A person's own sessions, for programs.</summary>
internal static class SessionRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/sessions").RequireAuthorization().WithTags("session");
        group.MapGet("", async (HttpContext http, Caller caller, SessionDesk desk, CancellationToken ct) => TypedResults.Ok(new SessionList(await desk.Own(caller, http.User, ct))))
            .WithSummary("The caller's browser sessions that go on, the latest first");
        group.MapDelete("/{id}", async (string id, Caller caller, SessionDesk desk, CancellationToken ct) =>
            (await desk.End(id, caller, ct)).Match<IResult>(_ => TypedResults.NoContent(), fault => fault.ToProblem())).WithSummary("Ends one of the caller's browser sessions at once");
    }
}
