using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.ServicePlatform.Identity.Accounts;

internal sealed record RoleShown(string Code, string Title, string Summary, IReadOnlyList<string> Permissions);

/// <summary>What the page of accounts can do, for programs.</summary>
internal static class AccountRoutes
{
    private static readonly QueryParameter[] Filters = [QueryParameter.Q("用户名与姓名", "user name and name"), QueryParameter.District, .. ListAccounts.Orders.Parameters];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/accounts").RequireAuthorization(AccountDesk.Manage).WithTags("accounts");
        group.MapGet("", async (string? q, string? district, string? sort, string? order, string? cursor, int? limit, HttpContext http, Caller caller, ListAccounts list, CancellationToken ct) =>
            !list.Read(q, district, sort, order).Try(out var query, out var fault) ? fault.ToProblem()
            : !await list.Knows(caller, cursor, ct) ? IdentityFaults.CursorUnknown.ToProblem()
            : (IResult)TypedResults.Ok(await list.Page(query, cursor, Math.Clamp(limit ?? 50, 1, 500), caller, RequestLanguage.Of(http), ct)))
            .Produces<AccountList>().ProducesProblem(400).WithSummary("Accounts in the caller's area")
            .WithQuery([.. Filters, QueryParameter.Cursor, QueryParameter.Limit(50, 500)]);
        routes.MapGet("/api/v1/accounts.csv", Export).RequireAuthorization(AccountDesk.Manage).WithTags("accounts").WithSummary("Accounts in the caller's area as CSV, with the filters and the order of the list")
            .WithQuery(Filters).Produces<string>(StatusCodes.Status200OK, CsvSheet.ContentType).ProducesProblem(400);
        group.MapPost("", async (CreateAccount request, Caller caller, AccountDesk desk) =>
            (await desk.Create(request, caller)).Match<IResult>(made => TypedResults.Created($"/api/v1/accounts/{made.UserName}", made), fault => fault.ToProblem()))
            .WithSummary("Creates an account with a first post; answers the generated password once");
        group.MapGet("/{userName}", async (string userName, HttpContext http, Caller caller, ListAccounts list, CancellationToken ct) =>
            Ok(await list.One(caller, userName, ct, RequestLanguage.Of(http)))).WithSummary("One account with its posts");
        group.MapPost("/{userName}/posts", async (string userName, GivePost request, HttpContext http, Caller caller, AccountDesk desk, ListAccounts list, CancellationToken ct) =>
            (await desk.Give(userName, request, caller)).Try(out _, out var fault) ? Ok(await list.One(caller, userName, ct, RequestLanguage.Of(http))) : fault.ToProblem()).WithSummary("Gives a post");
        group.MapPost("/{userName}/posts/{post}/end", async (string userName, string post, Caller caller, AccountDesk desk) =>
            Done(await desk.End(userName, post, caller))).WithSummary("Ends a post, at once");
        group.MapPost("/{userName}/disable", async (string userName, Caller caller, AccountDesk desk) => Done(await desk.Disable(userName, caller))).WithSummary("Disables an account; its sessions and tokens stop at once");
        group.MapPost("/{userName}/enable", async (string userName, Caller caller, AccountDesk desk) => Done(await desk.Enable(userName, caller))).WithSummary("Enables an account again");
        group.MapPost("/{userName}/unlock", async (string userName, Caller caller, AccountDesk desk) => Done(await desk.Unlock(userName, caller))).WithSummary("Ends a lock-out");
        group.MapPost("/{userName}/reset-password", async (string userName, Caller caller, AccountDesk desk) => Ok(await desk.ResetPassword(userName, caller)))
            .WithSummary("Makes a password that must be changed at the next sign-in; answered once");
        group.MapPost("/{userName}/reset-factor", async (string userName, Caller caller, AccountDesk desk) => Done(await desk.ResetFactor(userName, caller)))
            .WithSummary("Removes an account's second factors, for a lost phone; its sessions end");
        routes.MapGet("/api/v1/roles", () => TypedResults.Ok(Roles.All.Select(r => new RoleShown(r.Code, r.Title.Zh, r.Summary.Zh, [.. r.Permissions.Order(StringComparer.Ordinal)]))))
            .RequireAuthorization(AccountDesk.Manage).WithTags("accounts").WithSummary("Roles and their permissions");
    }

    // Who may do what, in one file: that somebody took it stands in the trail.
    private static async Task<IResult> Export(string? q, string? district, string? sort, string? order, HttpContext http, Caller caller, ListAccounts list, IAuditTrail trail, CancellationToken ct)
    {
        if (!list.Read(q, district, sort, order).Try(out var query, out var fault))
        {
            return fault.ToProblem();
        }

        await trail.Durable(AuditEntry.By(caller, "identity.accounts-exported"));
        return new CsvSheet("accounts.csv", ["userName", "displayName", "posts", "state", "secondFactor", "createdAt", "lastSignInAt"], list.All(query, caller, RequestLanguage.Of(http), ct).Select(Cells));
    }

    private static IReadOnlyList<string?> Cells(AccountShown account) =>
    [
        account.UserName, account.DisplayName, string.Join("; ", account.Posts.Select(p => $"{p.OrganisationName} {p.RoleTitle}")), account.State,
        account.SecondFactor ? "true" : "false", CsvSheet.Text(account.CreatedAt), CsvSheet.Text(account.LastSignInAt),
    ];

    private static IResult Ok<T>(Outcome<T> outcome) => outcome.Match<IResult>(value => TypedResults.Ok(value), fault => fault.ToProblem());

    private static IResult Done<T>(Outcome<T> outcome) => outcome.Match<IResult>(_ => TypedResults.NoContent(), fault => fault.ToProblem());
}
