using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using CityHub.ServicePlatform.Identity.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.ServicePlatform.Identity.Organisations;

/// <summary>An organisation as the API tells it.</summary>
internal sealed record OrganisationShown(
    string Code, string Name, string NameEn, OrganisationKind Kind, string? Parent, string Path, string DivisionCode, string? CreditCode,
    bool CreditCodeIsGenerated, string Source, bool Closed, int Children);

/// <summary>Which organisations, and in which order.</summary>
/// <param name="Parent">Only those right below this one.</param>
/// <param name="Within">Path of a subtree; empty for all.</param>
/// <param name="Search">Part of a name, beginning of a code, or a whole credit code.</param>
internal sealed record OrganisationQuery(string? Parent = null, string Within = "", string? Search = null)
{
    public ListOrder Order { get; init; } = OrganisationRoutes.Orders.Usual;
}

internal sealed record OrganisationList(int Total, IReadOnlyList<OrganisationShown> Items, string? Next);

/// <summary>The tree of state for programs: read by everybody who is signed in, departments changed by administrators of their area.</summary>
internal static class OrganisationRoutes
{
    /// <summary>As the tree has them; names as characters are numbered.</summary>
    public static ListOrders Orders { get; } = new(new("tree", false), new("name", false), new("code", false), new("kind", false), new("below", true));

    private static readonly QueryParameter[] Filters =
    [
        new("parent", "上级机构代码：只列其下一级 / Code of an organisation: those right below it") { Example = "500000" },
        QueryParameter.District, QueryParameter.Q("机构名称与代码", "name and code"), .. Orders.Parameters,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/organisations").WithTags("organisations");
        group.MapGet("", (string? parent, string? district, string? q, string? sort, string? order, string? cursor, int? limit, OrganisationTree tree) =>
            Read(tree, parent, district, q, sort, order).Then(query => Page(tree, query, cursor, Math.Clamp(limit ?? 50, 1, 500))).Match(list => (IResult)TypedResults.Ok(list), fault => fault.ToProblem()))
            .RequireAuthorization().Produces<OrganisationList>().ProducesProblem(400).WithSummary("Organisations below a parent, of a district or by name, in the order of the tree")
            .WithQuery([.. Filters, QueryParameter.Cursor, QueryParameter.Limit(50, 500)]);
        routes.MapGet("/api/v1/organisations.csv", (string? parent, string? district, string? q, string? sort, string? order, OrganisationTree tree) =>
            Read(tree, parent, district, q, sort, order).Match(query => (IResult)Sheet(tree, query), fault => fault.ToProblem()))
            .RequireAuthorization().WithTags("organisations").WithSummary("Organisations as CSV, with the filters and the order of the list").WithQuery(Filters)
            .Produces<string>(StatusCodes.Status200OK, CsvSheet.ContentType).ProducesProblem(400);
        group.MapGet("/{code}", (string code, OrganisationTree tree) => tree.Find(code) is { } found
            ? TypedResults.Ok(Show(tree, found)) : (IResult)IdentityFaults.OrganisationUnknown(code).ToProblem())
            .RequireAuthorization().WithSummary("One organisation, closed ones too");
        group.MapPost("", async (AddDepartment request, Caller caller, OrganisationDesk desk, OrganisationTree tree, CancellationToken ct) =>
            (await desk.Add(request, caller, ct)).Match<IResult>(code => TypedResults.Created($"/api/v1/organisations/{code}", Show(tree, tree.Find(code)!)), fault => fault.ToProblem()))
            .RequireAuthorization(AccountDesk.Manage).WithSummary("Adds a department below the city, a district or a county");
        group.MapPut("/{code}", async (string code, RenameDepartment request, Caller caller, OrganisationDesk desk, OrganisationTree tree, CancellationToken ct) =>
            (await desk.Rename(code, request, caller, ct)).Match<IResult>(_ => TypedResults.Ok(Show(tree, tree.Find(code)!)), fault => fault.ToProblem()))
            .RequireAuthorization(AccountDesk.Manage).WithSummary("Renames a department");
        group.MapPost("/{code}/close", async (string code, Caller caller, OrganisationDesk desk, CancellationToken ct) =>
            (await desk.Close(code, caller, ct)).Match<IResult>(_ => TypedResults.NoContent(), fault => fault.ToProblem()))
            .RequireAuthorization(AccountDesk.Manage).WithSummary("Closes a department where no post is held any more");
    }

    /// <summary>What an address asks for.</summary>
    internal static Outcome<OrganisationQuery> Read(OrganisationTree tree, string? parent, string? district, string? search, string? sort, string? order) =>
        Subtree.Path(tree, district).Then(within => Orders.Read(sort, order).Then<OrganisationQuery>(by => new OrganisationQuery(parent, within, search?.Trim()) { Order = by }));

    /// <summary>One page; the cursor is the path of the last one shown, which may have been closed since.</summary>
    internal static Outcome<OrganisationList> Page(OrganisationTree tree, OrganisationQuery query, string? cursor, int limit)
    {
        var found = Found(tree, query).ToList();
        var last = string.IsNullOrEmpty(cursor) ? null : tree.Find(cursor.TrimEnd('/').Split('/')[^1]);
        if (last?.Path != (string.IsNullOrEmpty(cursor) ? null : cursor))
        {
            return IdentityFaults.CursorUnknown;
        }

        var rest = KeyedPage.After(InOrder(tree, query.Order, last is null || found.Contains(last) ? found : found.Append(last)), o => o.Path, cursor)!;
        return new OrganisationList(found.Count, [.. rest.Take(limit).Select(o => Show(tree, o))], rest.Count > limit ? rest[limit - 1].Path : null);
    }

    private static IEnumerable<Organisation> Found(OrganisationTree tree, OrganisationQuery query) => (query.Parent is null ? tree.Open : tree.Below(query.Parent))
        .Where(o => o.Path.StartsWith(query.Within, StringComparison.Ordinal))
        .Where(o => string.IsNullOrEmpty(query.Search) || o.Name.Zh.Contains(query.Search, StringComparison.OrdinalIgnoreCase)
            || o.Name.En.Contains(query.Search, StringComparison.OrdinalIgnoreCase) || o.Code.StartsWith(query.Search, StringComparison.OrdinalIgnoreCase) || o.CreditCode == query.Search);

    private static List<Organisation> InOrder(OrganisationTree tree, ListOrder order, IEnumerable<Organisation> found) => [.. order.Sort(found, o => order.By switch
        {
            "name" => o.Name.Zh,
            "code" => o.Code,
            "kind" => o.Kind,
            "below" => tree.Below(o.Code).Count,
            _ => o.Path,
        })
        .ThenBy(o => o.Path, StringComparer.Ordinal)];

    private static CsvSheet Sheet(OrganisationTree tree, OrganisationQuery query) => new(
        "organisations.csv", ["code", "name", "nameEn", "kind", "parent", "division", "creditCode", "creditCodeIsGenerated", "source", "below"],
        InOrder(tree, query.Order, Found(tree, query)).ToAsyncEnumerable().Select(o => (IReadOnlyList<string?>)
        [
            o.Code, o.Name.Zh, o.Name.En, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(o.Kind.ToString()), o.ParentCode, o.DivisionCode, o.CreditCode,
            o.CreditCodeIsGenerated ? "true" : "false", o.Source, CsvSheet.Text(tree.Below(o.Code).Count),
        ]));

    internal static OrganisationShown Show(OrganisationTree tree, Organisation o) => new(
        o.Code, o.Name.Zh, o.Name.En, o.Kind, o.ParentCode, o.Path, o.DivisionCode, o.CreditCode, o.CreditCodeIsGenerated, o.Source, tree.IsClosed(o.Code), tree.Below(o.Code).Count);
}
