using CityHub.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.ServicePlatform.Identity.Delegations;

/// <summary>A person's own delegations, for programs that hold her session.</summary>
internal static class DelegationRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/delegations").RequireAuthorization().WithTags("delegations");
        group.MapGet("", async (HttpContext http, Caller caller, DelegatePost desk, CancellationToken ct) => TypedResults.Ok(await desk.Own(caller, RequestLanguage.Of(http), ct)))
            .WithSummary("岗位委托 · The caller's delegations that hold or will, given and taken, and the posts that can be delegated");
        group.MapPost("", async (DelegateRequest request, HttpContext http, Caller caller, DelegatePost desk, CancellationToken ct) =>
            (await desk.Do(request, caller, RequestLanguage.Of(http), ct)).Match<IResult>(made => TypedResults.Created($"/api/v1/delegations/{made.Id}", made), fault => fault.ToProblem()))
            .WithSummary("委托 · A colleague acts in one of the caller's posts from day to day").Produces<DelegationShown>(201);
        group.MapPost("/{id}/end", async (string id, Caller caller, DelegatePost desk, CancellationToken ct) =>
            (await desk.End(id, caller, ct)).Match<IResult>(_ => TypedResults.NoContent(), fault => fault.ToProblem()))
            .WithSummary("结束委托 · Either side ends it, at once").Produces(204);
    }
}
