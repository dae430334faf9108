using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CityHub.DataCentre.Catalogue.Versions;

/// <summary>A published version: number, when, by which organisation; the person's name only for those signed in.</summary>
internal sealed record VersionLine(int Version, DateTimeOffset PublishedAt, string? Organisation, string? PublishedBy, string? Note, bool GatherAgain);

/// <summary>A published version, whole.</summary>
internal sealed record VersionAnswer(string Code, int Version, DateTimeOffset PublishedAt, string? Note, EntryContent Entry);

/// <summary>The differences between two versions.</summary>
/// <param name="From">Version number, or draft.</param>
internal sealed record DifferenceAnswer(string Code, string From, string To, EntryDifference Difference);

/// <summary>Every published version of the list, newest first.</summary>
internal sealed record VersionList(int Total, IReadOnlyList<VersionLine> Items);

/// <summary>版本: what was published when, and what changed between.</summary>
internal static class ListVersions
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var versions = routes.MapGroup("/api/v1/catalogue/{code}").AllowAnonymous().WithTags("Catalogue");
        versions.MapGet("/versions", List).WithName("ListVersions").WithSummary("版本清单 · Published versions, newest first").Produces<VersionList>();
        versions.MapGet("/versions/{number:int}", One).WithName("ReadVersion").WithSummary("一个版本 · One published version, whole").Produces<VersionAnswer>();
        versions.MapGet("/diff", Difference).WithName("CompareVersions").WithSummary("版本差异 · What changed between any two versions; draft names the one that waits")
            .WithQuery(
                new QueryParameter("from", "版本号或 draft；默认为 to 的前一版 / Version number or draft; the one before 'to' by default") { Example = "1" },
                new QueryParameter("to", "版本号或 draft；默认为现行版本 / Version number or draft; the present one by default") { Example = "2" })
            .Produces<DifferenceAnswer>();
    }

    private static async Task<IResult> List(string code, Caller caller, EntryReader reader, CatalogueStore store, CancellationToken ct)
    {
        if (!reader.Read(code, caller).Try(out var entry, out var fault))
        {
            return fault.ToProblem();
        }

        var rows = await store.Versions(entry.Resource.Id, ct);
        return TypedResults.Ok(new VersionList(rows.Count, [.. rows.Select(v => new VersionLine(
            v.Number, v.PublishedAtUtc, v.Organisation, caller.SignedIn ? v.PublishedBy : null, v.Note, v.GatherAgain))]));
    }

    private static async Task<IResult> One(string code, int number, Caller caller, EntryReader reader, CatalogueStore store, CancellationToken ct) =>
        !reader.Read(code, caller).Try(out var entry, out var fault) ? fault.ToProblem()
        : await store.Version(entry.Resource.Id, number, ct) is not { } version ? CatalogueFaults.NoSuchVersion(entry.Resource.Code, number).ToProblem()
        : TypedResults.Ok(new VersionAnswer(
            entry.Resource.Code, number, version.PublishedAtUtc, version.Note, EntryJson.Read<EntryContent>(version.Content)));

    private static async Task<IResult> Difference(
        string code, Caller caller, EntryReader reader, ComparedVersions versions, CancellationToken ct, string? from = null, string? to = null)
    {
        if (!reader.Read(code, caller).Try(out var entry, out var fault))
        {
            return fault.ToProblem();
        }

        var later = to ?? ComparedVersions.Word(entry.Resource.Version);
        var earlier = from ?? ComparedVersions.Word(Math.Max(1, entry.Resource.Version - 1));
        return (await versions.Between(entry, earlier, later, caller, ct)).Match(
            difference => (IResult)TypedResults.Ok(new DifferenceAnswer(entry.Resource.Code, earlier, later, difference)),
            problem => problem.ToProblem());
    }
}
