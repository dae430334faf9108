using System.Globalization;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Catalogue.FindResources;

/// <summary>A page of the catalogue.</summary>
internal sealed record EntryList(int Total, IReadOnlyList<EntryLine> Items, string? Next);

/// <summary>The filters as they stand in an address; texts, so that a wrong one is told by name.</summary>
internal sealed record FindRequest(
    [FromQuery] string? Q, [FromQuery] string? Theme, [FromQuery] string? Provider, [FromQuery] string? District, [FromQuery] string? Open,
    [FromQuery] string? State, [FromQuery] string? Sort, [FromQuery] string? Limit, [FromQuery] string? Cursor);

/// <summary>查找资源: the catalogue as a list.</summary>
internal static class FindResources
{
    private const int UsualLimit = 50;
    private const int MostLimit = 200;
    private static readonly string[] States = ["draft", "published", "withdrawn", "all"];

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/catalogue", Handle)
        .AllowAnonymous()
        .WithName("FindResources")
        .WithTags("Catalogue")
        .WithSummary("查找资源 · Search the catalogue")
        .WithDescription(
            "q: words in code, title, summary, theme or items; theme; provider: organisation code; district: organisation code of a subtree; "
            + "open: true|false; state: published (default), and for officials draft, withdrawn, all; sort: code|title|published|changed; limit 1-200; cursor.")
        .Produces<EntryList>();

    private static IResult Handle(
        [AsParameters] FindRequest request, HttpContext http, Caller caller, CatalogueSearch search, EntryAnswers answers, IOrganisations organisations)
    {
        var language = RequestLanguage.Of(http);
        return Read(request, caller, organisations)
            .Then(query => Limit(request.Limit).Then(limit => search.Page(query, limit, request.Cursor, caller)))
            .Match(
                page => (IResult)TypedResults.Ok(new EntryList(
                    page.Total, [.. page.Entries.Select(e => answers.Line(e, language, EntryReader.IsOfficial(e, caller)))], page.Next)),
                fault => fault.ToProblem());
    }

    /// <summary>The query that an address asks for.</summary>
    internal static Outcome<CatalogueQuery> Read(FindRequest request, Caller caller, IOrganisations organisations)
    {
        var (open, state, sort) = (Given(request.Open), Given(request.State) ?? "published", Given(request.Sort) ?? "code");
        if (open is not (null or "true" or "false"))
        {
            return CatalogueFaults.BadFilter("open", open, "true, false");
        }

        if (!States.Contains(state, StringComparer.OrdinalIgnoreCase))
        {
            return CatalogueFaults.BadFilter("state", state, string.Join(", ", States));
        }

        if (!caller.SignedIn && !state.Equals("published", StringComparison.OrdinalIgnoreCase))
        {
            return CatalogueFaults.SignInForState;
        }

        if (!Enum.TryParse<CatalogueOrder>(sort, ignoreCase: true, out var order) || !Enum.IsDefined(order))
        {
            return CatalogueFaults.BadFilter("sort", sort, "code, title, published, changed");
        }

        string? within = null;
        if (Given(request.District) is { } district)
        {
            within = organisations.Find(district)?.Path;
            if (within is null)
            {
                return CatalogueFaults.BadFilter("district", EntryFaults.Short(district), "GB/T 2260, 500103");
            }
        }

        return new CatalogueQuery(
            CatalogueQuery.Split(request.Q), Given(request.Theme), Given(request.Provider), within, open is null ? null : open == "true",
            state.Equals("all", StringComparison.OrdinalIgnoreCase) ? null : Enum.Parse<ResourceState>(state, ignoreCase: true), order);
    }

    private static Outcome<int> Limit(string? text) =>
        Given(text) is not { } given ? UsualLimit
        : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostLimit ? limit
        : CatalogueFaults.BadLimit;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
