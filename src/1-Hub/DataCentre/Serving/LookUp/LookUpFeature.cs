using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.DataCentre.Serving.LookUp;

/// <summary><c>POST /api/v1/resources/{code}/lookup</c> (核验): one row by its key, from the row index only.</summary>
internal static class LookUpFeature
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        // Not by the request's services: a scope for each request is what a look-up can do without.
        var desk = new Lazy<LookUpDesk>(() => ActivatorUtilities.CreateInstance<LookUpDesk>(routes.ServiceProvider));
        routes.MapPost("/api/v1/resources/{code}/lookup", (Delegate)((HttpContext context) => desk.Value.Handle(context)))
            .AllowAnonymous().WithMetadata(new ShortWay()).WithName("lookUp").WithTags("resources")
            .WithSummary("按主键核验一行 / Look a row up by its key")
            .WithDescription("{\"key\": \"...\"} or {\"keys\": {\"column\": \"value\"}}; optional fields, purpose; with match: {\"column\": \"value\"} the answer is only {\"matches\": true|false}. POST, because keys are personal.")
            .WithQuery(QueryParameter.Purpose)
            .Accepts<LookUpBody>("application/json")
            .Produces<IReadOnlyDictionary<string, object?>>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(410).ProducesProblem(409);
    }
}

/// <summary>Body of a look-up, for its description.</summary>
/// <param name="Key">The key, when it is one column.</param>
/// <param name="Keys">The key by column, when it has several.</param>
/// <param name="Fields">Columns to answer; all when left out.</param>
/// <param name="Match">Values to compare; the answer is then only whether all of them are equal.</param>
/// <param name="Purpose">What the look-up is for; stands in the audit trail.</param>
internal sealed record LookUpBody(
    string? Key, IReadOnlyDictionary<string, string>? Keys, IReadOnlyList<string>? Fields, IReadOnlyDictionary<string, string>? Match, string? Purpose);
