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

/// <summary>一数一源 over HTTP. A caller sees the data in which its posts have a part.</summary>
internal sealed class OneSourceRoutes(LeadSources leads, IOrganisations organisations, EntryAnswers answers, Quality.IStandards standards)
{
    public const string Permission = "resource.read";
    private const int UsualLimit = 50, MostLimit = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/one-source", (
                HttpContext http, Caller caller, OneSourceRoutes read, string? by, string? district, string? q, bool? led, bool? describing, bool? singles, string? cursor, int? limit) =>
                read.List(by, district, q, led, describing ?? false, singles ?? false, cursor, limit ?? UsualLimit, caller, RequestLanguage.Of(http)).Match(list => (IResult)TypedResults.Ok(list), f => f.ToProblem()))
            .RequireAuthorization(Permission).WithName("ListRepeats").WithTags("OneSource").WithSummary("重复采集的数据项 · Data that several providers collect")
            .WithQuery(
                new("by", "凭什么认定重复 / What makes it the same datum") { Words = ["element", "name", "values"] }, QueryParameter.District,
                QueryParameter.Q("数据项与资源", "data and resources"), new("led", "是否已确定数源 / Whether its lead source is named") { Truth = true },
                new("describing", "是否也列出地点、时间、计量等描述性数据，默认不列 / Whether places, times and figures that only describe other data are listed, too; not by default") { Truth = true },
                new("singles", "是否也列出只有一个来源的数据，默认不列 / Whether data with one source are listed, too; not by default") { Truth = true },
                QueryParameter.Cursor, QueryParameter.Limit(UsualLimit, MostLimit))
            .Produces<RepeatList>().ProducesProblem(400);
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

    public Outcome<RepeatList> List(string? by, string? district, string? q, bool? led, bool describing, bool singles, string? cursor, int limit, Caller caller, Language language)
    {
        if (by is not (null or "" or "element" or "name" or "values"))
        {
            return CatalogueFaults.BadFilter("by", Checks.EntryFaults.Short(by), "element, name, values");
        }

        if (limit is < 1 or > MostLimit)
        {
            return CatalogueFaults.BadLimit;
        }

        var within = string.IsNullOrWhiteSpace(district) ? "" : organisations.Find(district.Trim())?.Path;
        if (within is null)
        {
            return CatalogueFaults.BadFilter("district", Checks.EntryFaults.Short(district!), "GB/T 2260, 500103");
        }

        var words = (q ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var all = leads.Repeats(singles)
            .Where(r => describing || !r.Describing)
            .Where(r => string.IsNullOrEmpty(by) || r.By == by)
            .Where(r => r.Sources.Any(s => caller.May(Permission, s.Resource.ProviderPath) && s.Resource.ProviderPath.StartsWith(within, StringComparison.Ordinal)))
            .Where(r => led is null || leads.Find(r.Key) is not null == led)
            .Select(r => Line(r, caller, language))
            .Where(l => words.All(w => l.Name.Contains(w, StringComparison.OrdinalIgnoreCase) || l.Sources.Any(s => $"{s.Title}\n{s.ProviderName}\n{s.Item}".Contains(w, StringComparison.OrdinalIgnoreCase))))
            .ToList();
        if (KeyedPage.After(all, l => l.Key, cursor) is not { } rest)
        {
            return CatalogueFaults.BadCursor;
        }

        var page = rest.Take(limit).ToList();
        return new RepeatList(all.Count, all.Count(l => l.Sources.Any(s => s.Lead)), page, rest.Count > limit ? page[^1].Key : null, leads.ScannedAt);
    }

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
