using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.ServicePlatform.Search;

/// <summary>A hit.</summary>
/// <param name="Kind">Kind, one word.</param>
/// <param name="KindTitle">Its heading.</param>
/// <param name="Code">Public code; null when there is none.</param>
/// <param name="Title">Title.</param>
/// <param name="Summary">Summary; null when there is none.</param>
/// <param name="Under">What it belongs to.</param>
/// <param name="Href">Its page.</param>
/// <param name="Highlight">Where the words stand.</param>
internal sealed record FoundItem(string Kind, string KindTitle, string? Code, string Title, string? Summary, string? Under, string Href, Highlight Highlight);

/// <summary>Stretches to be marked, UTF-16 units.</summary>
internal sealed record Highlight(IReadOnlyList<TextSpan> Title, IReadOnlyList<TextSpan> Summary);

/// <summary>A value of a facet with the number of hits.</summary>
internal sealed record FoundValue(string Value, string Name, int Count);

/// <summary>A page of hits.</summary>
internal sealed record FoundPage(int Total, IReadOnlyList<FoundItem> Items, IReadOnlyDictionary<string, IReadOnlyList<FoundValue>> Facets, string? Next, bool Approximate);

/// <summary>Suggestions for what is being typed.</summary>
internal sealed record Suggestions(IReadOnlyList<FoundItem> Items);

/// <summary>查找: one box for everything the modules register. Open to everybody; what a caller may not find is neither listed nor counted.</summary>
internal static class SearchRoutes
{
    private const int Suggested = 10;
    private const int MostValues = 100;
    private const string Kind = "kind";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var sources = routes.ServiceProvider.GetServices<ISearchSource>().ToList();
        var group = routes.MapGroup("/api/v1/search").AllowAnonymous().WithTags("Search");
        group.MapGet("", Find).WithName("Search").WithSummary("查找 · Search everything").WithDescription(
            "Filters hold together; one that is repeated holds with any of its values. Each facet is counted without its own filter; its 100 largest values are listed.")
            .WithQuery([.. SearchAddress.Meaning(sources)]).Produces<FoundPage>();
        group.MapGet("/suggest", Suggest).WithName("Suggest").WithSummary("联想 · Suggestions while typing").WithQuery([.. SearchAddress.Meaning(sources).Where(p => p.Name is "q" or Kind)]).Produces<Suggestions>();
    }

    private static async Task<IResult> Find(HttpContext http, Caller caller, ISearch search, SearchAddress address, CancellationToken ct)
    {
        if (!address.Read(http.Request.Query).Try(out var request, out var refused))
        {
            return refused.ToProblem();
        }

        var language = RequestLanguage.Of(http);
        return (await search.Find(request with { Count = [Kind, .. search.Facets.Select(f => f.Name)] }, caller, ct)).Match(
            page => (IResult)TypedResults.Ok(new FoundPage(
                page.Total, Items(page.Hits, request.Typed, search, language),
                page.Facets.Where(f => f.Value.Count > 0).ToDictionary(f => f.Key, f => Values(f.Key, f.Value, search, language)), page.Next, page.Approximate)),
            fault => fault.ToProblem());
    }

    private static async Task<IResult> Suggest(string? q, string? kind, HttpContext http, Caller caller, ISearch search, CancellationToken ct)
    {
        var hits = await search.Suggest(q, string.IsNullOrWhiteSpace(kind) ? [] : [kind], Suggested, caller, ct);
        return TypedResults.Ok(new Suggestions(Items(hits, q, search, RequestLanguage.Of(http))));
    }

    private static List<FoundItem> Items(IReadOnlyList<SearchHit> hits, string? typed, ISearch search, Language language)
    {
        var marks = search.Marking(typed);
        return [.. hits.Select(h => new FoundItem(
            h.Kind, search.Kinds.First(k => k.Kind == h.Kind).Title.In(language), h.Code.Length > 0 ? h.Code : null, h.Title.In(language),
            h.Summary.In(language) is { Length: > 0 } summary ? summary : null, h.Under?.In(language), h.Href,
            new(marks(h.Title.In(language)), marks(h.Summary.In(language)))))];
    }

    private static IReadOnlyList<FoundValue> Values(string facet, IReadOnlyList<FacetCount> counts, ISearch search, Language language)
    {
        Func<string, Words?> nameOf = facet == Kind ? kind => search.Kinds.FirstOrDefault(k => k.Kind == kind).Title : search.Facets.First(f => f.Name == facet).NameOf;
        return [.. counts.Take(MostValues).Select(c => new FoundValue(c.Value, nameOf(c.Value)?.In(language) ?? c.Value, c.Count))];
    }
}
