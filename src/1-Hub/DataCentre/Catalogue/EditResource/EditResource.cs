using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.DataCentre.Quality;
using CityHub.Kernel.Organisations;
using CityHub.Kernel;
using CityHub.Storage.Idempotency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RegisterSlice = CityHub.DataCentre.Catalogue.RegisterResource.RegisterResource;

namespace CityHub.DataCentre.Catalogue.EditResource;

/// <summary>修订资源: before its first publication a draft changes itself; afterwards changes make a draft of the next version.</summary>
internal sealed class EditResource(
    CatalogueStore store, CatalogueBook book, IStandards standards, IOrganisations organisations, EntryReferences references, TheirChange theirs)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/api/v1/catalogue/{code}", async (
            string code, EntryRequest request, HttpContext http, Caller caller, EditResource edit, EntryAnswers answers, CancellationToken ct) =>
            (await edit.Do(ResourceCode.FromAddress(code), request, Revisions.Wanted(http.Request), caller, ct)).Match(
                entry => Revisions.Answer(http, entry, answers.Whole(entry, RequestLanguage.Of(http))),
                fault => fault.ToProblem()))
        .RequireAuthorization(RegisterSlice.Permission)
        .Idempotent()
        .WithName("EditResource")
        .WithTags("Catalogue")
        .WithSummary("修订资源 · Change an entry; a published one gets a draft of its next version")
        .WithDescription("Send the ETag that the entry was read with as If-Match: when somebody changed it meanwhile, 412 tells by whom and what differs. Without If-Match the change is made to whatever is there.")
        .Produces<EntryAnswer>();

    /// <param name="revision">The revision that the change was made on; null to change whatever is there.</param>
    public async Task<Outcome<Entry>> Do(string code, EntryRequest request, int? revision, Caller caller, CancellationToken ct)
    {
        var provider = organisations.Find(request.Provider?.Trim() ?? "");
        var outcome = await store.Change(
            code,
            entry => Decide(
                entry, request, revision, caller, provider,
                book.TitleTaken(provider?.Code ?? "", request.Title ?? "", entry.Resource.Id), standards, references),
            caller, "catalogue.edit", note: null, ct);
        return await theirs.Explain(outcome, code, revision, ct);
    }

    internal static Outcome<Entry> Decide(
        Entry entry, EntryRequest request, int? revision, Caller caller, Organisation? provider, bool titleTaken, IStandards standards,
        EntryReferences? references = null)
    {
        var resource = entry.Resource;
        if (!caller.May(RegisterSlice.Permission, resource.ProviderPath))
        {
            return CatalogueFaults.MayNotChange(resource, caller);
        }

        if (revision is { } wanted && wanted != entry.Revision)
        {
            return CatalogueFaults.ChangedMeanwhile(resource.Code, entry.ChangedBy);
        }

        if (request.Category is { Length: > 0 } category && category.Trim() != ResourceCode.CategoryOf(resource.Code))
        {
            return CatalogueFaults.CategoryFixed(resource.Code);
        }

        // The same rules as for a new entry, and the new provider must be within the caller's scope, too.
        if (!RegisterSlice.Decide(request, caller, provider, titleTaken, standards, references, resource.Code).Try(out var content, out var fault))
        {
            return fault;
        }

        if (resource.Version == 0)
        {
            return entry with { Resource = content.Into(resource.Id, resource.Code, provider!.Path, ResourceState.Draft, version: 0) };
        }

        // Back to what is published: nothing is left to publish.
        var changed = Versions.EntryDifference.Between(EntryContent.Of(resource), content).Any;
        return entry with { Draft = changed ? content : null };
    }
}
