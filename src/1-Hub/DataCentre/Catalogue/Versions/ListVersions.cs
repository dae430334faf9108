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
    /// <summary>The newest first; their numbers rise with the time at which they were published.</summary>
    public static ListOrders Orders { get; } = new(new("version", true), new("organisation", false));

    public static void Map(IEndpointRouteBuilder routes)
    {
        var versions = routes.MapGroup("/api/v1/catalogue/{code}").AllowAnonymous().WithTags("Catalogue");
        versions.MapGet("/versions", (string code, Caller caller, EntryReader reader, CatalogueStore store, string? sort, string? order, CancellationToken ct) =>
                Answer(code, caller, reader, store, sort, order, lines => TypedResults.Ok(new VersionList(lines.Count, lines)), ct))
            .WithName("ListVersions").WithSummary("版本清单 · Published versions, newest first").WithQuery(Orders.Parameters).Produces<VersionList>().ProducesProblem(400);
        versions.MapGet("/versions.csv", (string code, Caller caller, EntryReader reader, CatalogueStore store, string? sort, string? order, CancellationToken ct) =>
                Answer(code, caller, reader, store, sort, order, Sheet, ct))
            .WithName("ExportVersions").WithSummary("版本清单，导出 CSV · Published versions as CSV").WithQuery(Orders.Parameters).Produces<string>(StatusCodes.Status200OK, CsvSheet.ContentType).ProducesProblem(400);
        versions.MapGet("/versions/{number:int}", One).WithName("ReadVersion").WithSummary("一个版本 · One published version, whole").Produces<VersionAnswer>();
        versions.MapGet("/diff", Difference).WithName("CompareVersions").WithSummary("版本差异 · What changed between any two versions; draft names the one that waits")
            .WithQuery(
                new QueryParameter("from", "版本号或 draft；默认为 to 的前一版 / Version number or draft; the one before 'to' by default") { Example = "1" },
                new QueryParameter("to", "版本号或 draft；默认为现行版本 / Version number or draft; the present one by default") { Example = "2" })
            .Produces<DifferenceAnswer>();
    }

    private static async Task<IResult> Answer(
        string code, Caller caller, EntryReader reader, CatalogueStore store, string? sort, string? order, Func<IReadOnlyList<VersionLine>, IResult> answer, CancellationToken ct)
    {
        if (!reader.Read(code, caller).Try(out var entry, out var fault) || !Orders.Read(sort, order).Try(out var by, out fault))
        {
            return fault.ToProblem();
        }

        var rows = await store.Versions(entry.Resource.Id, ct);
        return answer([.. Sort(rows, v => v, by).Select(v => new VersionLine(
            v.Number, v.PublishedAtUtc, v.Organisation, caller.SignedIn ? v.PublishedBy : null, v.Note, v.GatherAgain))]);
    }

    private static CsvSheet Sheet(IReadOnlyList<VersionLine> lines) => new(
        "versions.csv", ["version", "publishedAt", "organisation", "publishedBy", "note", "gatherAgain"],
        lines.Select(v => (IReadOnlyList<string?>)
            [CsvSheet.Text(v.Version), CsvSheet.Text(v.PublishedAt), v.Organisation, v.PublishedBy, v.Note, v.GatherAgain ? "true" : "false"]).ToAsyncEnumerable());

    /// <summary>Versions in this order.</summary>
    internal static IEnumerable<T> Sort<T>(IEnumerable<T> versions, Func<T, VersionRow> row, ListOrder order) =>
        order.Sort(versions, v => order.By == "organisation" ? row(v).Organisation : row(v).Number).ThenByDescending(v => row(v).Number);

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
