using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.EditResource;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Storage.Idempotency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PublishSlice = CityHub.DataCentre.Catalogue.PublishResource.PublishResource;

namespace CityHub.DataCentre.Catalogue.WithdrawResource;

/// <summary>Why a resource is withdrawn.</summary>
internal sealed record WithdrawRequest(string? Reason);

/// <summary>撤销发布: neither entry nor rows are served any more; versions, rows and code are kept. Publishing brings it back.</summary>
internal sealed class WithdrawResource(CatalogueStore store, WithdrawalNotices notices, TimeProvider clock)
{
    private const int LongestReason = 500;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/catalogue/{code}/withdraw", async (
            string code, WithdrawRequest request, HttpContext http, Caller caller, WithdrawResource withdraw, EntryAnswers answers, CancellationToken ct) =>
            (await withdraw.Do(ResourceCode.FromAddress(code), request.Reason, caller, ct)).Match(
                entry => Revisions.Answer(http, entry, answers.Whole(entry, RequestLanguage.Of(http))),
                fault => fault.ToProblem()))
        .RequireAuthorization(PublishSlice.Permission)
        .Idempotent()
        .WithName("WithdrawResource")
        .WithTags("Catalogue")
        .WithSummary("撤销发布 · Withdraw a published resource; the reason is required")
        .Produces<EntryAnswer>();

    public async Task<Outcome<Entry>> Do(string code, string? reason, Caller caller, CancellationToken ct)
    {
        var users = await notices.UsersOf(code, ct);
        return await store.Change(
            code, entry => Decide(entry, reason, caller, clock.GetUtcNow()), caller, "catalogue.withdraw", note: null, ct,
            (db, entry) => notices.Withdrawn(db, entry, users, caller));
    }

    internal static Outcome<Entry> Decide(Entry entry, string? reason, Caller caller, DateTimeOffset nowUtc)
    {
        var resource = entry.Resource;
        if (!caller.May(PublishSlice.Permission, resource.ProviderPath))
        {
            return CatalogueFaults.MayNotChange(resource, caller);
        }

        if (resource.State != ResourceState.Published)
        {
            return CatalogueFaults.NotPublished(resource.Code);
        }

        if (string.IsNullOrWhiteSpace(reason))
        {
            return CatalogueFaults.Invalid([EntryFaults.Required("reason")]);
        }

        if (reason.Length > LongestReason)
        {
            return CatalogueFaults.Invalid([EntryFaults.TooLong("reason", reason.Length, LongestReason)]);
        }

        return entry with { Resource = resource with { State = ResourceState.Withdrawn }, WithdrawnAtUtc = nowUtc, WithdrawReason = reason.Trim() };
    }
}
