using CityHub.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.ServicePlatform.Search.Saved;

/// <summary>Saved searches over HTTP; each account has its own.</summary>
internal static class SavedSearchRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/search/saved").RequireAuthorization().WithTags("Search");
        group.MapGet("", async (Caller caller, SavedSearches saved, CancellationToken ct) => TypedResults.Ok(new OwnSearches(await saved.Own(caller, ct))))
            .WithSummary("The caller's saved searches, with the hits that are new");
        group.MapPost("", async (SaveSearch asked, Caller caller, SavedSearches saved, CancellationToken ct) =>
            (await saved.Save(asked, caller, ct)).Match<IResult>(id => TypedResults.Created($"/api/v1/search/saved/{id}", new { id }), fault => fault.ToProblem()))
            .WithSummary("Saves a search: a name and the address of a list");
        group.MapPost("/{id}/look", async (string id, Caller caller, SavedSearches saved, CancellationToken ct) =>
            (await saved.Look(id, caller, ct)).Match<IResult>(_ => TypedResults.NoContent(), fault => fault.ToProblem()))
            .WithSummary("Its hits were looked at: only later ones are new");
        group.MapDelete("/{id}", async (string id, Caller caller, SavedSearches saved, CancellationToken ct) =>
            (await saved.Delete(id, caller, ct)).Match<IResult>(_ => TypedResults.NoContent(), fault => fault.ToProblem())).WithSummary("Deletes it");
    }
}

/// <summary>The caller's saved searches.</summary>
internal sealed record OwnSearches(IReadOnlyList<SavedSearch> Items);
