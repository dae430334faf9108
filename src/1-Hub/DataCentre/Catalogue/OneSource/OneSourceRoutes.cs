using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Idempotency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PublishSlice = CityHub.DataCentre.Catalogue.PublishResource.PublishResource;

namespace CityHub.DataCentre.Catalogue.OneSource;

/// <summary>Where a datum is collected.</summary>
internal sealed record SourceLine(string Code, string Title, string Provider, string ProviderName, string Column, string Item, bool Lead, string? RepeatReason);

/// <summary>A datum that several providers collect.</summary>
internal sealed record RepeatLine(string Key, string By, string Name, double? Overlap, string? LeadNote, string? LeadNamedBy, bool MayName, IReadOnlyList<SourceLine> Sources);

/// <summary>Repeated data: with a lead source, and in all.</summary>
internal sealed record RepeatList(int Total, int Led, IReadOnlyList<RepeatLine> Items, string? Next, DateTimeOffset? ScannedAt);

/// <summary>Which repeated data, and in which order, as an address says it.</summary>
internal sealed record RepeatQuery
{
    /// <summary>element, name, values.</summary>
    public string? By { get; init; }

    /// <summary>Organisation code of a subtree, one of whose sources it is.</summary>
    public string? District { get; init; }
    public string? Q { get; init; }

    /// <summary>Whether its lead source is named; null for either.</summary>
    public bool? Led { get; init; }

    /// <summary>Places, times and figures, too.</summary>
    public bool? Describing { get; init; }

    /// <summary>Data with a single source, too.</summary>
    public bool? Singles { get; init; }
    public string? Sort { get; init; }
    public string? Order { get; init; }
}

/// <summary>一数一源 over HTTP. A caller sees the data in which its posts have a part.</summary>
internal sealed class OneSourceRoutes(LeadSources leads, IOrganisations organisations, EntryAnswers answers, Quality.IStandards standards)
{
    public const string Permission = "resource.read";
    private const int UsualLimit = 50, MostLimit = 200;

    /// <summary>As they were found, or with the most sources first.</summary>
    public static ListOrders Orders { get; } = new(new("found", false), new("name", false), new("sources", true), new("lead", false));

    private static readonly QueryParameter[] Filters =
    [
        new("by", "凭什么认定重复 / What makes it the same datum") { Words = ["element", "name", "values"] }, QueryParameter.District,
        QueryParameter.Q("数据项与资源", "data and resources"), new("led", "是否已确定数源 / Whether its lead source is named") { Truth = true },
        new("describing", "是否也列出地点、时间、计量等描述性数据，默认不列 / Whether places, times and figures that only describe other data are listed, too; not by default") { Truth = true },
        new("singles", "是否也列出只有一个来源的数据，默认不列 / Whether data with one source are listed, too; not by default") { Truth = true }, .. Orders.Parameters,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/one-source", ([AsParameters] RepeatQuery query, HttpContext http, Caller caller, OneSourceRoutes read, string? cursor, int? limit) =>
                read.List(query, cursor, limit ?? UsualLimit, caller, RequestLanguage.Of(http)).Match(list => (IResult)TypedResults.Ok(list), f => f.ToProblem()))
            .RequireAuthorization(Permission).WithName("ListRepeats").WithTags("OneSource").WithSummary("重复采集的数据项 · Data that several providers collect")
            .WithQuery([.. Filters, QueryParameter.Cursor, QueryParameter.Limit(UsualLimit, MostLimit)]).Produces<RepeatList>().ProducesProblem(400);
        routes.MapGet("/api/v1/one-source.csv", ([AsParameters] RepeatQuery query, HttpContext http, Caller caller, OneSourceRoutes read) =>
                read.All(query, caller, RequestLanguage.Of(http)).Match(all => (IResult)Sheet(all), f => f.ToProblem()))
            .RequireAuthorization(Permission).WithName("ExportRepeats").WithTags("OneSource").WithSummary("重复采集的数据项，导出 CSV · The repeated data as CSV, one line for each source")
            .WithQuery(Filters).Produces<string>(StatusCodes.Status200OK, CsvSheet.ContentType).ProducesProblem(400);
        routes.MapPost("/api/v1/one-source/leads", async (LeadRequest request, Caller caller, LeadSources leads, CancellationToken ct) =>
                (await leads.Name(request, caller, ct)).Match(lead => (IResult)TypedResults.Ok(lead), f => f.ToProblem()))
            .RequireAuthorization(PublishSlice.Permission).Idempotent().WithName("NameLead").WithTags("OneSource").WithSummary("确定数源 · Names the lead source of a datum").Produces<Lead>();
        routes.MapDelete("/api/v1/one-source/leads", async (string key, Caller caller, LeadSources leads, CancellationToken ct) =>
                (await leads.Unname(key, caller, ct)).Match(_ => (IResult)TypedResults.NoContent(), f => f.ToProblem()))
            .RequireAuthorization(PublishSlice.Permission).Idempotent().WithName("DropLead").WithTags("OneSource").WithSummary("取消数源 · Takes the naming back").WithQuery(new QueryParameter("key", "数据项的 key，见清单 / The datum's key, as the list gives it")).Produces(StatusCodes.Status204NoContent);
        routes.MapGet("/api/v1/one-source/scan", (ScanValues scan) => TypedResults.Ok(scan.Status))
            .RequireAuthorization(Permission).WithName("ReadScan").WithTags("OneSource").WithSummary("取值比较的进度 · How far the comparison of values is");
        routes.MapPost("/api/v1/one-source/scan", (Caller caller, ScanValues scan) =>
                scan.Start(caller).Match(status => (IResult)TypedResults.Accepted("/api/v1/one-source/scan", status), f => f.ToProblem()))
            .RequireAuthorization(PublishSlice.Permission).Idempotent().WithName("StartScan").WithTags("OneSource").WithSummary("开始取值比较 · Compares the values of all published columns").Produces<ScanStatus>(StatusCodes.Status202Accepted);
    }

    public Outcome<RepeatList> List(RepeatQuery query, string? cursor, int limit, Caller caller, Language language)
    {
        if (limit is < 1 or > MostLimit)
        {
            return CatalogueFaults.BadLimit;
        }

        return All(query, caller, language).Then<RepeatList>(all => KeyedPage.After(all, l => l.Key, cursor) is not { } rest ? CatalogueFaults.BadCursor
            : new RepeatList(all.Count, all.Count(l => l.Sources.Any(s => s.Lead)), [.. rest.Take(limit)], rest.Count > limit ? rest[limit - 1].Key : null, leads.ScannedAt));
    }

    /// <summary>All that the query means, in its order.</summary>
    public Outcome<IReadOnlyList<RepeatLine>> All(RepeatQuery query, Caller caller, Language language)
    {
        if (query.By is not (null or "" or "element" or "name" or "values"))
        {
            return CatalogueFaults.BadFilter("by", Checks.EntryFaults.Short(query.By), "element, name, values");
        }

        if (!Subtree.Path(organisations, query.District).Try(out var within, out var fault) || !Orders.Read(query.Sort, query.Order).Try(out var order, out fault))
        {
            return fault;
        }

        var words = (query.Q ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var found = leads.Repeats(query.Singles ?? false)
            .Where(r => query.Describing == true || !r.Describing)
            .Where(r => string.IsNullOrEmpty(query.By) || r.By == query.By)
            .Where(r => r.Sources.Any(s => caller.May(Permission, s.Resource.ProviderPath) && s.Resource.ProviderPath.StartsWith(within, StringComparison.Ordinal)))
            .Where(r => query.Led is null || leads.Find(r.Key) is not null == query.Led)
            .Select(r => Line(r, caller, language))
            .Where(l => words.All(w => l.Name.Contains(w, StringComparison.OrdinalIgnoreCase) || l.Sources.Any(s => $"{s.Title}\n{s.ProviderName}\n{s.Item}".Contains(w, StringComparison.OrdinalIgnoreCase))));
        // As they were found: by element first, by values last, each with the most sources first.
        return order.By == "found" ? (order.Falling ? found.Reverse() : found).ToList()
            : order.Sort(found, l => order.By switch
            {
                "name" => l.Name,
                "lead" => l.Sources.FirstOrDefault(s => s.Lead)?.ProviderName,
                _ => l.Sources.Count,
            }).ThenBy(l => l.Key, StringComparer.Ordinal).ToList();
    }

    private static CsvSheet Sheet(IReadOnlyList<RepeatLine> lines) => new(
        "one-source.csv", ["key", "by", "name", "overlap", "resource", "title", "provider", "providerName", "column", "item", "lead", "repeatReason"],
        lines.SelectMany(l => l.Sources, (l, s) => (IReadOnlyList<string?>)
            [l.Key, l.By, l.Name, CsvSheet.Text(l.Overlap), s.Code, s.Title, s.Provider, s.ProviderName, s.Column, s.Item, s.Lead ? "true" : "false", s.RepeatReason]).ToAsyncEnumerable());

    private RepeatLine Line(Repeat repeat, Caller caller, Language language)
    {
        var lead = leads.Find(repeat.Key);
        var name = repeat.By == "element" && standards.Element(repeat.Key["element:".Length..]) is { } element ? $"{element.Name.In(language)} {element.Code}"
            : string.Join(" / ", repeat.Sources.Select(s => s.Item.Name).Distinct().Take(3));
        return new(
            repeat.Key, repeat.By, name, repeat.Overlap, lead?.Note, lead?.NamedBy, repeat.Sources.All(s => caller.May(PublishSlice.Permission, s.Resource.ProviderPath)),
            [.. repeat.Sources.Select(s => new SourceLine(
                s.Resource.Code, s.Resource.Title, s.Resource.Provider, answers.Name(s.Resource.Provider, language), s.Item.Column, s.Item.Name,
                lead is not null && lead.ResourceId == s.Resource.Id && lead.Column == s.Item.Column, s.Item.RepeatReason))]);
    }
}
