using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Identity.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.ServicePlatform.Identity.Applications;

/// <summary>What the pages of applications can do, for programs.</summary>
internal static class ApplicationRoutes
{
    private static readonly QueryParameter[] Filters =
        [QueryParameter.Q("客户端标识、名称、用途", "client id, name, purpose"), QueryParameter.District, .. ApplicationDesk.Orders.Parameters];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/applications").RequireAuthorization(AccountDesk.Manage).WithTags("applications");
        group.MapGet("", async (string? q, string? district, string? sort, string? order, string? cursor, int? limit, HttpContext http, Caller caller, ApplicationDesk desk, CancellationToken ct) =>
            !desk.Read(q, district, sort, order).Try(out var query, out var fault) ? fault.ToProblem()
                : Ok(await desk.Page(query, cursor, Math.Clamp(limit ?? 50, 1, 500), caller, RequestLanguage.Of(http), ct)))
            .Produces<ApplicationList>().ProducesProblem(400).WithSummary("Applications that sign people in through the hub or call it, in the caller's area")
            .WithQuery([.. Filters, QueryParameter.Cursor, QueryParameter.Limit(50, 500)]);
        routes.MapGet("/api/v1/applications.csv", async (string? q, string? district, string? sort, string? order, HttpContext http, Caller caller, ApplicationDesk desk, CancellationToken ct) =>
            !desk.Read(q, district, sort, order).Try(out var query, out var fault) ? fault.ToProblem() : Sheet(await desk.All(query, caller, RequestLanguage.Of(http), ct)))
            .RequireAuthorization(AccountDesk.Manage).WithTags("applications").WithSummary("Applications in the caller's area as CSV, with the filters and the order of the list")
            .WithQuery(Filters).Produces<string>(StatusCodes.Status200OK, CsvSheet.ContentType).ProducesProblem(400);
        group.MapPost("", async (RegisterApplication request, Caller caller, ApplicationDesk desk, CancellationToken ct) =>
            (await desk.Register(request, caller, ct)).Match<IResult>(made => TypedResults.Created($"/api/v1/applications/{made.ClientId}", made), fault => fault.ToProblem()))
            .WithSummary("Registers an application; answers its secret once");
        group.MapGet("/{clientId}", async (string clientId, HttpContext http, Caller caller, ApplicationDesk desk, CancellationToken ct) =>
            Ok(await desk.One(clientId, caller, RequestLanguage.Of(http), ct))).Produces<ApplicationShown>().WithSummary("One application");
        group.MapPut("/{clientId}", async (string clientId, ApplicationTerms request, Caller caller, ApplicationDesk desk, CancellationToken ct) =>
            Ok(await desk.Edit(clientId, request, caller, ct))).Produces<MadeApplication>().WithSummary("Changes an application; answers a secret when it is the first one");
        group.MapPost("/{clientId}/secret", async (string clientId, Caller caller, ApplicationDesk desk, CancellationToken ct) =>
            Ok(await desk.RenewSecret(clientId, caller, ct))).Produces<MadeApplication>().WithSummary("Makes a new secret, answered once; the old one ends at once");
        group.MapPost("/{clientId}/disable", async (string clientId, Caller caller, ApplicationDesk desk, CancellationToken ct) =>
            Done(await desk.Disable(clientId, caller, ct))).WithSummary("Disables an application; what was given out to it ends at once");
        group.MapPost("/{clientId}/enable", async (string clientId, Caller caller, ApplicationDesk desk, CancellationToken ct) =>
            Done(await desk.Enable(clientId, caller, ct))).WithSummary("Enables an application again");

        var consents = routes.MapGroup("/api/v1/consents").RequireAuthorization().WithTags("applications");
        consents.MapGet("", async (HttpContext http, Caller caller, ConsentDesk desk, CancellationToken ct) => TypedResults.Ok(new ConsentList(await desk.Own(caller, RequestLanguage.Of(http), ct))))
            .WithSummary("Applications that the caller let in, with what they were told");
        consents.MapDelete("/{id}", async (string id, Caller caller, ConsentDesk desk, CancellationToken ct) => Done(await desk.TakeBack(id, caller, ct)))
            .WithSummary("Takes a consent back; what was given out under it ends at once");
    }

    private static CsvSheet Sheet(IReadOnlyList<ApplicationShown> applications) => new(
        "applications.csv", ["clientId", "name", "purpose", "kind", "organisation", "organisationName", "role", "people", "lastTokenAt", "disabled"],
        applications.Select(a => (IReadOnlyList<string?>)
        [
            a.ClientId, a.Name, a.Purpose, a.Kind, a.Organisation, a.OrganisationName, a.Role, CsvSheet.Text(a.People), CsvSheet.Text(a.LastTokenAt), a.Disabled ? "true" : "false",
        ]).ToAsyncEnumerable());

    private static IResult Ok<T>(Outcome<T> outcome) => outcome.Match<IResult>(value => TypedResults.Ok(value), fault => fault.ToProblem());

    private static IResult Done<T>(Outcome<T> outcome) => outcome.Match<IResult>(_ => TypedResults.NoContent(), fault => fault.ToProblem());
}
