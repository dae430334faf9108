using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.EditResource;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.OneSource;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.DataCentre.Catalogue.Versions;
using CityHub.DataCentre.Catalogue.WithdrawResource;
using CityHub.DataCentre.Quality;
using CityHub.Kernel.Organisations;
using CityHub.Kernel;
using CityHub.Storage.Idempotency;
using CityHub.Storage.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Catalogue.PublishResource;

/// <summary>What the bureau says when it publishes.</summary>
internal sealed record PublishRequest(string? Note);

/// <summary>发布资源: the bureau makes the draft the current version, in one step. The catalogue's two reviews come with the review flow.</summary>
internal sealed class PublishResource(
    CatalogueStore store, CatalogueBook book, IStandards standards, IOrganisations organisations, ITableStore tables, EntryReferences references,
    TheirChange theirs, WithdrawalNotices notices, LeadSources leads, TimeProvider clock)
{
    public const string Permission = "catalogue.publish";

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/catalogue/{code}/publish", async (
            string code, HttpContext http, Caller caller, PublishResource publish, EntryAnswers answers, CancellationToken ct, PublishRequest? request = null) =>
            (await publish.Do(ResourceCode.FromAddress(code), request?.Note, Revisions.Wanted(http.Request), caller, ct)).Match(
                entry => Revisions.Answer(http, entry, answers.Whole(entry, RequestLanguage.Of(http))),
                fault => fault.ToProblem()))
        .RequireAuthorization(Permission)
        .Idempotent()
        .WithName("PublishResource")
        .WithTags("Catalogue")
        .WithSummary("发布资源 · Publish the draft as the current version")
        .Produces<EntryAnswer>();

    public async Task<Outcome<Entry>> Do(string code, string? note, int? revision, Caller caller, CancellationToken ct)
    {
        var wasWithdrawn = book.Entry(code)?.Resource.State == ResourceState.Withdrawn;
        var outcome = await store.Change(
            code,
            entry =>
            {
                var next = entry.Latest;
                return Decide(
                    entry, note, revision, caller, organisations.Find(next.Provider), book.TitleTaken(next.Provider, next.Title, entry.Resource.Id),
                    tables.Find(entry.Resource.Id), standards, clock.GetUtcNow(), references, leads.Unexplained(next, entry.Resource));
            },
            caller, "catalogue.publish", string.IsNullOrWhiteSpace(note) ? null : note.Trim(), ct,
            wasWithdrawn ? (db, entry) => notices.Restored(db, entry, caller, ct) : null);
        return await theirs.Explain(outcome, code, revision, ct);
    }

    /// <summary>The draft is judged again: the standards library or the tree may have changed since it was saved.</summary>
    internal static Outcome<Entry> Decide(
        Entry entry, string? note, int? revision, Caller caller, Organisation? provider, bool titleTaken, VisibleTable? rows, IStandards standards,
        DateTimeOffset nowUtc, EntryReferences? references = null, IReadOnlyList<Fault>? repeats = null)
    {
        var resource = entry.Resource;
        if (!caller.May(Permission, resource.ProviderPath))
        {
            return CatalogueFaults.MayNotChange(resource, caller);
        }

        if (revision is { } wanted && wanted != entry.Revision)
        {
            return CatalogueFaults.ChangedMeanwhile(resource.Code, entry.ChangedBy);
        }

        if (note is { Length: > EntryCheck.LongestCondition })
        {
            return CatalogueFaults.Invalid([EntryFaults.TooLong("note", note.Length, EntryCheck.LongestCondition)]);
        }

        if (!entry.Waiting)
        {
            // A withdrawn resource without a draft comes back as it was: the version is the same.
            return resource.State == ResourceState.Withdrawn
                ? entry with { Resource = resource with { State = ResourceState.Published }, WithdrawnAtUtc = null, WithdrawReason = null }
                : CatalogueFaults.NothingToPublish(resource.Code, resource.Version);
        }

        // A draft may repeat what another resource leads; what is published says why (国务院令第809号 第十九条).
        List<Fault> faults = [.. EntryJudgement.Of(EntryReading.Back(entry.Latest), provider, standards, out var content, references, resource.Code), .. repeats ?? []];
        if (titleTaken || faults.Count > 0)
        {
            return faults.Count == 0 ? CatalogueFaults.TitleTaken(content.Title) : CatalogueFaults.Invalid(faults);
        }

        return entry with
        {
            Resource = content.Into(resource.Id, resource.Code, provider!.Path, ResourceState.Published, resource.Version + 1),
            Draft = null, GatherAgain = RowsFit.Reasons(rows, content.Items).Count > 0, PublishedAtUtc = nowUtc, WithdrawnAtUtc = null, WithdrawReason = null,
        };
    }
}
