using System.Text;
using CityHub.DataCentre.Gathering;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Quality.Standards;

/// <summary>A page of a list.</summary>
internal sealed record StandardsPage<T>(int Total, IReadOnlyList<T> Items, string? Next);

/// <summary>A data element as the API shows it.</summary>
internal sealed record ElementView(
    string Code, Words Name, string Type, int? Length, int? Scale, string? CodeList, IReadOnlyList<string> Rules, int Grade, string Mask, string Basis);

/// <summary>A code list without its codes.</summary>
internal sealed record CodeListView(string Code, Words Name, string Source, int Codes);

/// <summary>A code list with a page of its codes.</summary>
internal sealed record CodesView(string Code, Words Name, string Source, int Total, IReadOnlyList<CodeMeaning> Items, string? Next);

/// <summary>The standards library over HTTP: open to everybody, since whoever sends data must know what it is checked against.</summary>
internal static class ReadStandards
{
    private const int DefaultLimit = 50, MostAtOnce = 1000;
    private static readonly QueryParameter Asked = QueryParameter.Q("代码与名称", "code and name");
    private static readonly QueryParameter[] Paged = [QueryParameter.Limit(DefaultLimit, MostAtOnce), QueryParameter.Cursor];

    /// <summary>Names as characters are numbered.</summary>
    public static ListOrders ElementOrders { get; } = new(new("code", false), new("name", false), new("type", false), new("codeList", false));

    /// <summary>The longest lists first, when ordered by their size.</summary>
    public static ListOrders CodeListOrders { get; } = new(new("code", false), new("name", false), new("codes", true));

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/standards").AllowAnonymous().WithTags("Standards");
        group.MapGet("/elements", (IStandards standards, string? q, string? sort, string? order, int? limit, string? cursor) =>
                Answer(Elements(standards, q, sort, order).Then(all => Page(all, e => e.Code, limit, cursor, View))))
            .Produces<StandardsPage<ElementView>>().ProducesProblem(400).WithSummary("Data elements (数据元)").WithQuery([Asked, .. ElementOrders.Parameters, .. Paged]);
        group.MapGet("/code-lists", (IStandards standards, string? q, string? sort, string? order, int? limit, string? cursor) =>
                Answer(CodeLists(standards, q, sort, order).Then(all => Page(all, l => l.Code, limit, cursor, l => new CodeListView(l.Code, l.Name, l.Source, l.Codes.Count)))))
            .Produces<StandardsPage<CodeListView>>().ProducesProblem(400).WithSummary("Code lists (代码表)").WithQuery([Asked, .. CodeListOrders.Parameters, .. Paged]);
        Csv(routes, "elements", "Data elements as CSV", ElementOrders, (standards, q, sort, order) => Elements(standards, q, sort, order).Then<CsvSheet>(all => new CsvSheet(
            "elements.csv", ["code", "name", "nameEn", "type", "length", "scale", "codeList", "rules", "grade", "basis"],
            all.Select(e => (IReadOnlyList<string?>)
                [e.Code, e.Name.Zh, e.Name.En, ((char)e.Type).ToString(), CsvSheet.Text(e.Length), CsvSheet.Text(e.Scale), e.CodeList, string.Join("; ", e.Rules), CsvSheet.Text(e.Grade), e.Basis]).ToAsyncEnumerable())));
        Csv(routes, "code-lists", "Code lists as CSV, without their codes", CodeListOrders, (standards, q, sort, order) => CodeLists(standards, q, sort, order).Then<CsvSheet>(all => new CsvSheet(
            "code-lists.csv", ["code", "name", "nameEn", "source", "codes"],
            all.Select(l => (IReadOnlyList<string?>)[l.Code, l.Name.Zh, l.Name.En, l.Source, CsvSheet.Text(l.Codes.Count)]).ToAsyncEnumerable())));
        group.MapGet("/code-lists/{**code}", Codes).Produces<CodesView>().ProducesProblem(400).ProducesProblem(404).WithSummary("The codes of one list; the code is written like gbt-2261.1").WithQuery([Asked, .. Paged]);
        group.MapGet("/rules", Rules).WithSummary("The rules that rows are checked with");
    }

    /// <summary>The data elements that are asked for, in their order.</summary>
    public static Outcome<List<DataElement>> Elements(IStandards standards, string? q, string? sort, string? order) => ElementOrders.Read(sort, order).Then<List<DataElement>>(by =>
        by.Sort(standards.Elements.Where(e => Matches(q, e.Code, e.Name.Zh, e.Name.En, e.Basis)), e => by.By switch
        {
            "name" => e.Name.Zh,
            "type" => ((char)e.Type).ToString(),
            "codeList" => e.CodeList,
            _ => e.Code,
        }).ThenBy(e => e.Code, StringComparer.Ordinal).ToList());

    /// <summary>The code lists that are asked for, in their order.</summary>
    public static Outcome<List<CodeList>> CodeLists(IStandards standards, string? q, string? sort, string? order) => CodeListOrders.Read(sort, order).Then<List<CodeList>>(by =>
        by.Sort(standards.CodeLists.Where(l => Matches(q, l.Code, l.Name.Zh, l.Name.En)), l => by.By switch
        {
            "name" => l.Name.Zh,
            "codes" => l.Codes.Count,
            _ => l.Code,
        }).ThenBy(l => l.Code, StringComparer.Ordinal).ToList());

    private static void Csv(IEndpointRouteBuilder routes, string name, string summary, ListOrders orders, Func<IStandards, string?, string?, string?, Outcome<CsvSheet>> sheet) =>
        routes.MapGet($"/api/v1/standards/{name}.csv", (IStandards standards, string? q, string? sort, string? order) =>
                sheet(standards, q, sort, order).Match(found => (IResult)found, fault => fault.ToProblem()))
            .AllowAnonymous().WithTags("Standards").WithSummary(summary).WithQuery([Asked, .. orders.Parameters]).Produces<string>(StatusCodes.Status200OK, CsvSheet.ContentType).ProducesProblem(400);

    private static IResult Codes(string code, IStandards standards, string? q, int? limit, string? cursor)
    {
        if (standards.CodeList(code) is not { } list)
        {
            return QualityFaults.NoSuchCodeList(code).ToProblem();
        }

        return Answer(Page([.. list.Codes.Where(c => Matches(q, c.Code, c.Name))], c => c.Code, limit, cursor, c => c)
            .Then<CodesView>(page => new CodesView(list.Code, list.Name, list.Source, page.Total, page.Items, page.Next)));
    }

    private static IResult Answer<T>(Outcome<T> outcome) => outcome.Match(value => (IResult)TypedResults.Ok(value), fault => fault.ToProblem());

    private static Ok<StandardsPage<RuleTitle>> Rules() => TypedResults.Ok(new StandardsPage<RuleTitle>(RuleTitles.All.Count, RuleTitles.All, null));

    /// <summary>Whether one of the texts contains the question; no question matches all.</summary>
    public static bool Matches(string? question, params ReadOnlySpan<string> texts)
    {
        if (string.IsNullOrWhiteSpace(question))
        {
            return true;
        }

        foreach (var text in texts)
        {
            if (text.Contains(question.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The items after the cursor.</summary>
    public static Outcome<StandardsPage<TView>> Page<T, TView>(List<T> all, Func<T, string> code, int? limit, string? cursor, Func<T, TView> view)
    {
        // A cursor is read back as it was written; that of another list or question names nothing here.
        if (KeyedPage.After(all, item => Encode(code(item)), cursor) is not { } rest)
        {
            return GatheringFaults.CursorBroken;
        }

        var size = Math.Clamp(limit ?? DefaultLimit, 1, MostAtOnce);
        return new StandardsPage<TView>(all.Count, [.. rest.Take(size).Select(view)], rest.Count > size ? Encode(code(rest[size - 1])) : null);
    }

    private static ElementView View(DataElement e) => new(
        e.Code, e.Name, ((char)e.Type).ToString(), e.Length, e.Scale, e.CodeList, e.Rules, e.Grade,
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(e.Mask.ToString()), e.Basis);

    private static string Encode(string code) => Convert.ToHexString(Encoding.UTF8.GetBytes(code));
}
