using System.Text;
using System.Text.RegularExpressions;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.Storage.Trail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.ServicePlatform.Identity.Auditing;

/// <summary>The trail for auditors' programs. Reading the trail stands in the trail, too.</summary>
internal static partial class AuditRoutes
{
    public const string Read = "audit.read";

    /// <summary>The newest first, as the trail is read from its end.</summary>
    public static ListOrders Orders { get; } = new(new ListOrder("time", true));

    private static readonly QueryParameter[] Filters =
    [
        new("who", "用户名或账号编号 / User name or account id"), new("act", "行为代码，或其开头 / Code of the act, or the beginning of one") { Example = "identity." },
        new("resource", "资源代码 / Code of a resource"), QueryParameter.District, new("from", "起，含 / From, inclusive") { Example = "2026-01-01T00:00:00+08:00" },
        new("to", "止，不含 / Up to, exclusive") { Example = "2026-02-01T00:00:00+08:00" }, .. Orders.Parameters,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/audit").RequireAuthorization(Read).WithTags("audit");
        group.MapGet("", Page).WithSummary("Records of the audit trail, newest first unless asked otherwise").WithQuery([.. Filters, QueryParameter.Cursor, QueryParameter.Limit(50, 1000)]);
        group.MapGet("/export", Export).WithSummary("The filtered records as CSV").WithQuery(Filters).Produces(200, contentType: "text/csv");
        group.MapPost("/verify", Verify).WithSummary("Verifies every record, link and signature of the trail");
    }

    private static async Task<IResult> Page(
        string? who, string? act, string? resource, string? district, DateTimeOffset? from, DateTimeOffset? to, string? sort, string? order, string? cursor, int? limit,
        Caller caller, AuditReader reader, ListAccounts accounts, OrganisationTree tree, IAuditTrail trail, CancellationToken ct)
    {
        if (!AuditReach.Of(caller, tree, district).Try(out var sees, out var fault) || !Orders.Read(sort, order).Try(out var by, out fault))
        {
            return fault.ToProblem();
        }

        var filter = await Filter(who, act, resource, from, to, accounts, ct) with { Sees = sees, OldestFirst = !by.Falling };
        await trail.Durable(AuditEntry.By(caller, "audit.viewed") with { Detail = Words(filter, district) });
        try
        {
            return TypedResults.Ok(reader.Page(filter, string.IsNullOrEmpty(cursor) ? null : cursor, Math.Clamp(limit ?? 50, 1, 1000), ct));
        }
        catch (FormatException)
        {
            return IdentityFaults.CursorUnknown.ToProblem();
        }
    }

    private static async Task Export(
        string? who, string? act, string? resource, string? district, DateTimeOffset? from, DateTimeOffset? to, string? sort, string? order,
        HttpContext context, Caller caller, AuditReader reader, ListAccounts accounts, OrganisationTree tree, IAuditTrail trail, CancellationToken ct)
    {
        if (!AuditReach.Of(caller, tree, district).Try(out var sees, out var fault) || !Orders.Read(sort, order).Try(out var by, out fault))
        {
            await fault.ToProblem().ExecuteAsync(context);
            return;
        }

        var filter = await Filter(who, act, resource, from, to, accounts, ct) with { Sees = sees, OldestFirst = !by.Falling };
        await trail.Durable(AuditEntry.By(caller, "audit.exported") with { Detail = Words(filter, district) });
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"audit.csv\"";
        await AuditCsv.Write(context.Response.Body, reader.All(filter, ct), accounts, RequestLanguage.Of(context), ct);
    }

    private static async Task<IResult> Verify(Caller caller, AuditVerifier verifier, IAuditTrail trail, CancellationToken ct)
    {
        var verdict = await verifier.Verify(null, ct);
        await trail.Durable(AuditEntry.By(caller, "audit.verified") with
        {
            Rows = verdict.Records,
            Detail = verdict.FirstBreak is { } found ? $"broken in {found.Segment} at {found.Sequence}: {found.Why.En}" : "intact",
        });
        return TypedResults.Ok(verdict);
    }

    // People know a user name and the code as it stands in addresses; the trail has the account's id and the code as it is written.
    private static async Task<AuditFilter> Filter(
        string? who, string? act, string? resource, DateTimeOffset? from, DateTimeOffset? to, ListAccounts accounts, CancellationToken ct) =>
        new(string.IsNullOrEmpty(who) ? null : await accounts.IdOf(who, ct) ?? who, act, resource is not null && InAddress().IsMatch(resource) ? resource.Replace('-', '/') : resource, from, to);

    [GeneratedRegex(@"^\d+-\d+$")]
    private static partial Regex InAddress();

    internal static string? Words(AuditFilter filter, string? district)
    {
        var words = new StringBuilder();
        foreach (var (name, value) in new[] { ("who", filter.Who), ("act", filter.Act), ("resource", filter.Resource), ("district", district) })
        {
            if (!string.IsNullOrEmpty(value))
            {
                words.Append(words.Length > 0 ? ", " : "").Append(name).Append('=').Append(value);
            }
        }

        return words.Length == 0 ? null : words.ToString();
    }
}
