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

internal sealed record OrganisationList(int Total, IReadOnlyList<OrganisationShown> Items, string? Next);

/// <summary>The tree of state for programs: read by everybody who is signed in, departments changed by administrators of their area.</summary>
internal static class OrganisationRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/organisations").WithTags("organisations");
        group.MapGet("", (string? parent, string? q, string? cursor, int? limit, OrganisationTree tree) =>
            Knows(tree, cursor) ? TypedResults.Ok(Page(tree, parent, q, cursor, Math.Clamp(limit ?? 50, 1, 500))) : (IResult)IdentityFaults.CursorUnknown.ToProblem())
            .RequireAuthorization().Produces<OrganisationList>().ProducesProblem(400).WithSummary("Organisations below a parent, or by name, in the order of the tree")
            .WithQuery(
                new QueryParameter("parent", "上级机构代码：只列其下一级 / Code of an organisation: those right below it") { Example = "500000" },
                QueryParameter.Q("机构名称与代码", "name and code"), QueryParameter.Cursor, QueryParameter.Limit(50, 500));
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

    /// <summary>Whether the cursor is the path of an organisation, also of one that was closed since; none is the first page.</summary>
    internal static bool Knows(OrganisationTree tree, string? cursor) =>
        string.IsNullOrEmpty(cursor) || tree.Find(cursor.TrimEnd('/').Split('/')[^1])?.Path == cursor;

    /// <summary>One page; the cursor is the path of the last one shown.</summary>
    internal static OrganisationList Page(OrganisationTree tree, string? parent, string? search, string? cursor, int limit)
    {
        var text = search?.Trim();
        var all = (parent is null ? tree.Open : tree.Below(parent))
            .Where(o => string.IsNullOrEmpty(text) || o.Name.Zh.Contains(text, StringComparison.OrdinalIgnoreCase)
                || o.Name.En.Contains(text, StringComparison.OrdinalIgnoreCase) || o.Code.StartsWith(text, StringComparison.OrdinalIgnoreCase) || o.CreditCode == text)
            .ToList();
        var page = all.Where(o => cursor is null || string.CompareOrdinal(o.Path, cursor) > 0).Take(limit + 1).ToList();
        return new OrganisationList(all.Count, [.. page.Take(limit).Select(o => Show(tree, o))], page.Count > limit ? page[limit - 1].Path : null);
    }

    internal static OrganisationShown Show(OrganisationTree tree, Organisation o) => new(
        o.Code, o.Name.Zh, o.Name.En, o.Kind, o.ParentCode, o.Path, o.DivisionCode, o.CreditCode, o.CreditCodeIsGenerated, o.Source, tree.IsClosed(o.Code), tree.Below(o.Code).Count);
}
