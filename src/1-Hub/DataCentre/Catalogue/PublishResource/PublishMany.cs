using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Storage.Idempotency;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Catalogue.PublishResource;

/// <param name="Codes">Codes of the entries, 1,000 at most.</param>
/// <param name="Note">Stays with every version.</param>
internal sealed record PublishManyRequest(IReadOnlyList<string>? Codes, string? Note);

/// <summary>What became of one entry.</summary>
/// <param name="Version">The version that is published now; null when it was refused.</param>
/// <param name="Fault">Code of the refusal; null when it was published.</param>
/// <param name="Detail">What is wrong, and how to mend it.</param>
internal sealed record PublishedOne(string Code, string? Title, int? Version, string? Fault, string? Detail);

internal sealed record PublishedMany(int Published, int Refused, IReadOnlyList<PublishedOne> Items);

/// <summary>批量发布: many drafts, each judged and published for itself; what is refused does not hold the others up.</summary>
internal sealed class PublishMany(PublishResource publish, CatalogueBook book)
{
    public const int Most = 1000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/v1/catalogue-publications", async (PublishManyRequest request, HttpContext http, Caller caller, PublishMany many, CancellationToken ct) =>
            (await many.Do(request, caller, RequestLanguage.Of(http), null, ct)).Match<IResult>(done => TypedResults.Ok(done), fault => fault.ToProblem()))
        .RequireAuthorization(PublishResource.Permission)
        .Idempotent()
        .WithName("PublishMany")
        .WithTags("Catalogue")
        .WithSummary("批量发布 · Publishes many drafts, each for itself")
        .Produces<PublishedMany>();

    /// <param name="request">Which.</param>
    /// <param name="caller">Who publishes.</param>
    /// <param name="language">Of the refusals.</param>
    /// <param name="progress">Told after each entry.</param>
    /// <param name="ct">Ends it between two entries; what was published stays published.</param>
    public async Task<Outcome<PublishedMany>> Do(PublishManyRequest request, Caller caller, Language language, Func<PublishedOne, Task>? progress, CancellationToken ct)
    {
        if (request.Codes is not { Count: > 0 and <= Most })
        {
            return CatalogueFaults.PublishCount(request.Codes?.Count ?? 0, Most);
        }

        var items = new List<PublishedOne>(request.Codes.Count);
        foreach (var code in request.Codes.Select(ResourceCode.FromAddress).Distinct(StringComparer.Ordinal))
        {
            ct.ThrowIfCancellationRequested();
            var outcome = await publish.Do(code, request.Note, null, caller, ct);
            items.Add(outcome.Try(out var entry, out var fault)
                ? new(code, entry.Resource.Title, entry.Resource.Version, null, null)
                : new(code, book.Entry(code) is { } known && ReadResource.EntryReader.IsOfficial(known, caller) ? known.Latest.Title : null, null, fault.Code, Said(fault, language)));
            if (progress is not null)
            {
                await progress(items[^1]);
            }
        }

        return new PublishedMany(items.Count(i => i.Version is not null), items.Count(i => i.Version is null), items);
    }

    // The parts say more than "3 faults".
    private static string Said(Fault fault, Language language) =>
        fault.Parts.Count == 0 ? fault.Say(language) : string.Join(' ', fault.Parts.Take(3).Select(p => p.Say(language)));
}
