using System.Globalization;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.Kernel.Search;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Catalogue.FindResources;

/// <summary>A page of the catalogue.</summary>
internal sealed record EntryList(int Total, IReadOnlyList<EntryLine> Items, string? Next);

/// <summary>The filters as they stand in an address; texts, so that a wrong one is told by name. A filter given twice takes either value.</summary>
internal sealed record FindRequest
{
    [FromQuery(Name = "q")] public string? Q { get; init; }
    [FromQuery(Name = "class")] public string[]? Class { get; init; }
    [FromQuery(Name = "theme")] public string[]? Theme { get; init; }
    [FromQuery(Name = "provider")] public string[]? Provider { get; init; }
    [FromQuery(Name = "district")] public string[]? District { get; init; }
    [FromQuery(Name = "sharing")] public string[]? Sharing { get; init; }
    [FromQuery(Name = "cycle")] public string[]? Cycle { get; init; }
    [FromQuery(Name = "format")] public string[]? Format { get; init; }
    [FromQuery(Name = "grade")] public string[]? Grade { get; init; }
    [FromQuery(Name = "open")] public string[]? Open { get; init; }
    [FromQuery(Name = "state")] public string? State { get; init; }
    [FromQuery(Name = "sort")] public string? Sort { get; init; }
    [FromQuery(Name = "limit")] public string? Limit { get; init; }
    [FromQuery(Name = "cursor")] public string? Cursor { get; init; }
}

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
            "q: words in code, title, summary, theme, provider or items, also as synonyms, pinyin or initials; class: code of a class (类 or 项); theme; provider: organisation code; "
            + "district: organisation code of a subtree; sharing; cycle; format; grade: highest grade of its items; open: true|false; state: published "
            + "(default), and for officials draft, withdrawn, all; sort: relevance (default with q)|code (default without)|title|published|changed; limit 1-200; cursor. "
            + "A filter may be repeated: either value is taken.")
        .Produces<EntryList>();

    private static async Task<IResult> Handle(
        [AsParameters] FindRequest request, HttpContext http, Caller caller, CatalogueSearch search, EntryAnswers answers, IOrganisations organisations, CancellationToken ct)
    {
        if (!Read(request, caller, organisations).Try(out var query, out var refused) || !Limit(request.Limit).Try(out var limit, out refused))
        {
            return refused.ToProblem();
        }

        var language = RequestLanguage.Of(http);
        return (await search.Page(query, limit, Given(request.Cursor), caller, ct)).Match(
            page => (IResult)TypedResults.Ok(new EntryList(
                page.Total, [.. page.Entries.Select(e => answers.Line(e, language, EntryReader.IsOfficial(e, caller)))], page.Next)),
            fault => fault.ToProblem());
    }

    /// <summary>The query that an address asks for.</summary>
    internal static Outcome<CatalogueQuery> Read(FindRequest request, Caller caller, IOrganisations organisations)
    {
        var state = Given(request.State) ?? "published";
        var sort = Given(request.Sort) ?? (Given(request.Q) is null ? "code" : "relevance");
        if (Given(request.Open).FirstOrDefault(o => o is not ("true" or "false")) is { } open)
        {
            return CatalogueFaults.BadFilter("open", EntryFaults.Short(open), "true, false");
        }

        if (!States.Contains(state, StringComparer.OrdinalIgnoreCase))
        {
            return CatalogueFaults.BadFilter("state", EntryFaults.Short(state), string.Join(", ", States));
        }

        if (!caller.SignedIn && !state.Equals("published", StringComparison.OrdinalIgnoreCase))
        {
            return CatalogueFaults.SignInForState;
        }

        if (!Enum.TryParse<SearchOrder>(sort, ignoreCase: true, out var order) || !Enum.IsDefined(order))
        {
            return CatalogueFaults.BadFilter("sort", EntryFaults.Short(sort), "relevance, code, title, published, changed");
        }

        if (Given(request.District).FirstOrDefault(d => organisations.Find(d) is null) is { } unknown)
        {
            return CatalogueFaults.BadFilter("district", EntryFaults.Short(unknown), "GB/T 2260, 500103");
        }

        if (WrongWord("sharing", request.Sharing, EntryWords.Sharing) is { } sharing)
        {
            return sharing;
        }

        if (WrongWord("cycle", request.Cycle, EntryWords.Cycles) is { } cycle)
        {
            return cycle;
        }

        var filters = Filters(request);
        return new CatalogueQuery(
            request.Q, state.Equals("all", StringComparison.OrdinalIgnoreCase) ? null : Enum.Parse<ResourceState>(state, ignoreCase: true), order) { Filters = filters };
    }

    // A department is a subtree of its own: what it provides.
    private static Dictionary<string, IReadOnlyList<string>> Filters(FindRequest request)
    {
        var (districts, departments) = (Given(request.District).Where(CatalogueFacets.IsDivision).ToList(), Given(request.District).Where(d => !CatalogueFacets.IsDivision(d)));
        var filters = new Dictionary<string, IReadOnlyList<string>>
        {
            [CatalogueFacets.Class] = Given(request.Class), [CatalogueFacets.Theme] = Given(request.Theme), [CatalogueFacets.Provider] = [.. Given(request.Provider), .. departments], [CatalogueFacets.District] = districts,
            [CatalogueFacets.Sharing] = Given(request.Sharing), [CatalogueFacets.Cycle] = Given(request.Cycle), [CatalogueFacets.Format] = Given(request.Format),
            [CatalogueFacets.Grade] = Given(request.Grade), [CatalogueFacets.Open] = Given(request.Open),
        };
        return filters.Where(f => f.Value.Count > 0).ToDictionary();
    }

    private static Fault? WrongWord<T>(string name, string[]? given, IReadOnlyList<Choice<T>> choices)
        where T : struct, Enum =>
        Given(given).FirstOrDefault(g => choices.All(c => !c.Word.Equals(g, StringComparison.OrdinalIgnoreCase))) is { } wrong
            ? CatalogueFaults.BadFilter(name, EntryFaults.Short(wrong), string.Join(", ", choices.Select(c => c.Word)))
            : null;

    private static Outcome<int> Limit(string? text) =>
        Given(text) is not { } given ? UsualLimit
        : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MostLimit ? limit
        : CatalogueFaults.BadLimit;

    private static List<string> Given(string[]? texts) => [.. (texts ?? []).Where(t => !string.IsNullOrWhiteSpace(t)).Select(t => t.Trim())];

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
