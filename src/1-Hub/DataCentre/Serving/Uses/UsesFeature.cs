using CityHub.DataCentre.Catalogue.Uses;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Serving.Uses;

/// <summary><c>GET /api/v1/resources/{code}/uses</c>: who used the rows, how often and how; for those whose posts cover the resource.</summary>
internal static class UsesFeature
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/v1/resources/{code}/uses", async (
            string code, int? days,
            Caller caller, HttpContext context, ReadGate gate, ResourceUses uses, CancellationToken ct) =>
        {
            if (!(await gate.Open(code, caller, ct)).Try(out var read, out var fault))
            {
                return fault.ToProblem();
            }

            if (!read.InScope)
            {
                return ServingFaults.NotYours(read.Resource).ToProblem();
            }

            if (days is < 1 or > ResourceUses.MostDays)
            {
                return ServingFaults.WrongParameter("days", days.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), new($" 1 到 {ResourceUses.MostDays} 的整数", $"a whole number from 1 to {ResourceUses.MostDays}")).ToProblem();
            }

            return (IResult)TypedResults.Json(await uses.Of(read.Resource, days ?? ResourceUses.UsualDays, RequestLanguage.Of(context), ct));
        })
        .RequireAuthorization(ReadRights.Permission).WithName("usesOfRows").WithTags("resources")
        .WithSummary("资源的使用情况 / Who uses a resource's rows, how often and how")
        .WithQuery(new QueryParameter("days", $"到今天为止的天数，默认 {ResourceUses.UsualDays} / Days up to today, {ResourceUses.UsualDays} by default") { Whole = (1, ResourceUses.MostDays) })
        .Produces<ResourceUsesAnswer>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
}
