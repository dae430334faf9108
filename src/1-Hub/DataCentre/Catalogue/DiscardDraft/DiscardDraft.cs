using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Storage.Idempotency;
using CityHub.Storage.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RegisterSlice = CityHub.DataCentre.Catalogue.RegisterResource.RegisterResource;

namespace CityHub.DataCentre.Catalogue.DiscardDraft;

/// <summary>
/// 放弃草稿: the draft of a next version goes, the published one stays; an entry that was never published is destroyed with its rows, and
/// its code is not given out again.
/// </summary>
internal sealed class DiscardDraft(CatalogueStore store, ITableStore tables)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDelete("/api/v1/catalogue/{code}/draft", async (string code, Caller caller, DiscardDraft discard, CancellationToken ct) =>
                (await discard.Revision(ResourceCode.FromAddress(code), caller, ct)).Match(_ => TypedResults.NoContent(), fault => fault.ToProblem()))
            .RequireAuthorization(RegisterSlice.Permission)
            .Idempotent()
            .WithName("DiscardDraft")
            .WithTags("Catalogue")
            .WithSummary("放弃修订草稿 · Drop the draft of the next version")
            .Produces(StatusCodes.Status204NoContent);
        routes.MapDelete("/api/v1/catalogue/{code}", async (string code, Caller caller, DiscardDraft discard, CancellationToken ct) =>
                (await discard.Entry(ResourceCode.FromAddress(code), caller, ct)).Match(_ => TypedResults.NoContent(), fault => fault.ToProblem()))
            .RequireAuthorization(RegisterSlice.Permission)
            .Idempotent()
            .WithName("DestroyResource")
            .WithTags("Catalogue")
            .WithSummary("删除未发布的资源 · Destroy an entry that was never published")
            .Produces(StatusCodes.Status204NoContent);
    }

    public Task<Outcome<Entry>> Revision(string code, Caller caller, CancellationToken ct) =>
        store.Change(code, entry => DecideRevision(entry, caller), caller, "catalogue.discard", note: null, ct);

    public async Task<Outcome<Entry>> Entry(string code, Caller caller, CancellationToken ct)
    {
        var outcome = await store.Destroy(code, entry => DecideEntry(entry, caller), caller, ct);
        if (outcome.Succeeded)
        {
            await tables.Drop(outcome.Value.Resource.Id, CancellationToken.None);
        }

        return outcome;
    }

    internal static Outcome<Entry> DecideRevision(Entry entry, Caller caller) => entry switch
    {
        _ when !caller.May(RegisterSlice.Permission, entry.Resource.ProviderPath) => CatalogueFaults.MayNotChange(entry.Resource, caller),
        { Draft: null } => CatalogueFaults.NoDraft(entry.Resource.Code),
        _ => entry with { Draft = null },
    };

    internal static Outcome<Entry> DecideEntry(Entry entry, Caller caller) => entry switch
    {
        _ when !caller.May(RegisterSlice.Permission, entry.Resource.ProviderPath) => CatalogueFaults.MayNotChange(entry.Resource, caller),
        { Resource.Version: > 0 } => CatalogueFaults.PublishedBefore(entry.Resource.Code),
        _ => entry,
    };
}
