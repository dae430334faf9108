using System.Globalization;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Classification;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Catalogue.FindResources;

/// <summary>A page of the catalogue.</summary>
internal sealed record EntryList(int Total, IReadOnlyList<EntryLine> Items, string? Next);

/// <summary>The filters as they stand in an address; texts, so that a wrong one is told by name. A filter given twice takes either value.</summary>
internal sealed record FindRequest
{
    public string? Q { get; init; }
    public string[]? Class { get; init; }
    public string[]? Theme { get; init; }
    public string[]? Provider { get; init; }
    public string[]? District { get; init; }
    public string[]? Sharing { get; init; }
    public string[]? Cycle { get; init; }
    public string[]? Format { get; init; }
    public string[]? Grade { get; init; }
    public string[]? Open { get; init; }
    public string? State { get; init; }
    public string? Sort { get; init; }
    public string? Order { get; init; }

    /// <summary>What they mean, for the API description.</summary>
    public static QueryParameter[] Meaning { get; } =
    [
        QueryParameter.Q("代码、名称、摘要、主题、提供方、信息项，含同义词、拼音与首字母", "code, title, summary, theme, provider, items; also as synonyms, pinyin or initials") with { Example = "医疗机构" },
        new("class", "分类（类、项、目或细目）的代码 / Code of a class, item or detail") { Repeats = true },
        new("theme", "主题 / Theme") { Repeats = true, Example = "医疗卫生" },
        new("provider", "提供方的机构代码 / Organisation code of the provider") { Repeats = true, Example = "500000-wjw" },
        QueryParameter.District with { Repeats = true },
        new("sharing", "共享类型 / Sharing type") { Repeats = true, Words = [.. EntryWords.Sharing.Select(c => c.Word)] },
        new("cycle", "更新周期 / Update cycle") { Repeats = true, Words = [.. EntryWords.Cycles.Select(c => c.Word)] },
        new("format", "可下载或保存的格式，小写 / Format that it is kept as or downloaded in") { Repeats = true, Example = "xlsx" },
        new("grade", "信息项中最高的数据级别 / Highest grade of its items") { Repeats = true, Example = "1" },
        new("open", "是否向社会开放 / Whether it is open to the public") { Repeats = true, Words = ["true", "false"] },
        new("state", "状态，默认 published；其余须登录 / State, published by default; the others after signing in") { Words = States },
        CatalogueQuery.Orders.Parameters[0] with { Meaning = "排序依据；有 q 时默认 relevance，否则 code / What to order by; relevance by default with q, else code" }, CatalogueQuery.Orders.Parameters[1],
    ];

    /// <summary>States that are asked for.</summary>
    public static IReadOnlyList<string> States => ["draft", "published", "withdrawn", "all"];
}

/// <summary>查找资源: the catalogue as a list.</summary>
internal static class FindResources
{
    private const int UsualLimit = 50;
    private const int MostLimit = 200;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/catalogue", Handle)
        .AllowAnonymous()
        .WithName("FindResources")
        .WithTags("Catalogue")
        .WithSummary("查找资源 · Search the catalogue")
        .WithDescription(
            "All filters hold together. One that is repeated holds with any of its values.")
        .WithQuery([.. FindRequest.Meaning, QueryParameter.Limit(UsualLimit, MostLimit), QueryParameter.Cursor])
        .Produces<EntryList>();

    private static async Task<IResult> Handle(
        [AsParameters] FindRequest request, string? limit, string? cursor, HttpContext http, Caller caller, CatalogueSearch search, EntryAnswers answers, IOrganisations organisations, ClassTable classes, CancellationToken ct)
    {
        if (!Read(request, caller, organisations, classes).Try(out var query, out var refused) || !Limit(limit).Try(out var size, out refused))
        {
            return refused.ToProblem();
        }

        var language = RequestLanguage.Of(http);
        return (await search.Page(query, size, Given(cursor), caller, ct)).Match(
            page => (IResult)TypedResults.Ok(new EntryList(
                page.Total, [.. page.Entries.Select(e => answers.Line(e, language, EntryReader.IsOfficial(e, caller)))], page.Next)),
            fault => fault.ToProblem());
    }

    /// <summary>The query that an address asks for.</summary>
    internal static Outcome<CatalogueQuery> Read(FindRequest request, Caller caller, IOrganisations organisations, ClassTable classes)
    {
        var state = Given(request.State) ?? "published";
        var sort = Given(request.Sort) ?? (Given(request.Q) is null ? "code" : "relevance");
        if (Given(request.Open).FirstOrDefault(o => o is not ("true" or "false")) is { } open)
        {
            return CatalogueFaults.BadFilter("open", EntryFaults.Short(open), "true, false");
        }

        if (!FindRequest.States.Contains(state, StringComparer.OrdinalIgnoreCase))
        {
            return CatalogueFaults.BadFilter("state", EntryFaults.Short(state), string.Join(", ", FindRequest.States));
        }

        if (!caller.SignedIn && !state.Equals("published", StringComparison.OrdinalIgnoreCase))
        {
            return CatalogueFaults.SignInForState;
        }

        if (!CatalogueQuery.Orders.Read(sort, request.Order).Try(out var order, out var unordered))
        {
            return unordered;
        }

        if (Given(request.District).FirstOrDefault(d => organisations.Find(d) is null) is { } unknown)
        {
            return QueryFaults.UnknownOrganisation("district", unknown);
        }

        if (Given(request.Class).FirstOrDefault(c => classes.Find(c) is null) is { } noClass)
        {
            return CatalogueFaults.BadFilter("class", EntryFaults.Short(noClass), "GET /api/v1/catalogue-classes");
        }

        if (Given(request.Provider).FirstOrDefault(p => organisations.Find(p) is null) is { } noProvider)
        {
            return CatalogueFaults.BadFilter("provider", EntryFaults.Short(noProvider), "GET /api/v1/organisations");
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
