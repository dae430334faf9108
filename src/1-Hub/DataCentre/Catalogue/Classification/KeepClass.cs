using System.Globalization;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Idempotency;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using PublishSlice = CityHub.DataCentre.Catalogue.PublishResource.PublishResource;

namespace CityHub.DataCentre.Catalogue.Classification;

/// <summary>Name of a class.</summary>
internal sealed record ClassRequest(string? Zh, string? En);

/// <summary>A class with the published entries that count in it or below it.</summary>
internal sealed record ClassLine(string Code, Words Name, bool Own, int Published);

/// <summary>Every class, by code.</summary>
internal sealed record ClassList(int Total, IReadOnlyList<ClassLine> Items);

/// <summary>分类管理: everybody reads the classes; who publishes for the whole city adds to them and removes what no code counts in. Those of the guide stay as they are.</summary>
internal sealed class KeepClass(ClassTable classes, CatalogueBook book, IOrganisations organisations, IDbContextFactory<RecordsDb> records, TimeProvider clock)
{
    private const int LongestName = 64;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/catalogue-classes", (KeepClass keep, string? q, string? sort, string? order) =>
                Orders.Read(sort, order).Match(sorted => (IResult)TypedResults.Ok(keep.List(q, sorted)), fault => fault.ToProblem()))
            .AllowAnonymous().WithName("ListClasses").WithTags("Catalogue").WithSummary("分类 · Classes, items and details of the catalogue guide").WithQuery(Query).Produces<ClassList>().ProducesProblem(400);
        routes.MapGet("/api/v1/catalogue-classes.csv", (KeepClass keep, string? q, string? sort, string? order, HttpContext http) =>
                Orders.Read(sort, order).Match(sorted => Csv(keep.List(q, sorted), RequestLanguage.Of(http)), fault => fault.ToProblem()))
            .AllowAnonymous().WithName("ExportClasses").WithTags("Catalogue").WithSummary("分类，导出 CSV · Classes as CSV").WithQuery(Query).Produces<string>(200, CsvSheet.ContentType).ProducesProblem(400);
        routes.MapPut("/api/v1/catalogue-classes/{code}", async (string code, ClassRequest request, Caller caller, KeepClass keep, CancellationToken ct) =>
                (await keep.Do(code, request, caller, ct)).Match(kept => (IResult)TypedResults.Ok(kept), fault => fault.ToProblem()))
            .RequireAuthorization(PublishSlice.Permission).Idempotent()
            .WithName("KeepClass").WithTags("Catalogue").WithSummary("增设或改名 · Add a class, or rename one that was added").Produces<ResourceClass>();
        routes.MapDelete("/api/v1/catalogue-classes/{code}", async (string code, Caller caller, KeepClass keep, CancellationToken ct) =>
                (await keep.Remove(code, caller, ct)).Match(_ => (IResult)TypedResults.NoContent(), fault => fault.ToProblem()))
            .RequireAuthorization(PublishSlice.Permission)
            .WithName("RemoveClass").WithTags("Catalogue").WithSummary("删除没有用过的分类 · Remove a class that was added and never used").Produces(204);
    }

    public static ListOrders Orders { get; } = new(new("code", false), new("name", false), new("published", true));

    private static QueryParameter[] Query => [QueryParameter.Q("分类码或名称", "code or name"), .. Orders.Parameters];

    public ClassList List(string? q = null, ListOrder? order = null)
    {
        var published = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var held in book.Shelf.InOrder.Where(h => h.Entry.Resource.State == ResourceState.Published))
        {
            foreach (var level in ClassTable.Levels(ResourceCode.CategoryOf(held.Entry.Resource.Code)))
            {
                published[level] = published.GetValueOrDefault(level) + 1;
            }
        }

        var lines = classes.All.Where(c => Quality.Standards.ReadStandards.Matches(q, [c.Code, c.Name.Zh, c.Name.En])).Select(c => new ClassLine(c.Code, c.Name, c.Own, published.GetValueOrDefault(c.Code)));
        IReadOnlyList<ClassLine> sorted = [.. (order ?? Orders.Usual).Sort(lines, line => order?.By switch { "name" => line.Name.Zh, "published" => line.Published, _ => line.Code }).ThenBy(line => line.Code, StringComparer.Ordinal)];
        return new(sorted.Count, sorted);
    }

    /// <summary>Takes back what was added by mistake. A code that was once given out keeps its class, since codes never change.</summary>
    public async Task<Outcome<ResourceClass>> Remove(string code, Caller caller, CancellationToken ct)
    {
        if (!caller.May(PublishSlice.Permission, organisations.Root.Path))
        {
            return ClassFaults.CityOnly;
        }

        if (classes.Find(code) is not { } there)
        {
            return ClassFaults.NoSuchClass(code);
        }

        if (!there.Own)
        {
            return ClassFaults.Fixed(code);
        }

        await using var db = await records.CreateDbContextAsync(ct);
        var used = await db.Set<CodeCounterRow>().AnyAsync(c => c.Category == code, ct);
        if (used || classes.All.Any(c => c.Code != code && c.Code.StartsWith(code, StringComparison.Ordinal)))
        {
            return ClassFaults.InUse(code);
        }

        db.Remove(await db.Set<ClassRow>().SingleAsync(c => c.Code == code, ct));
        db.Note(AuditEntry.By(caller, "catalogue.class-removed", code) with { Detail = there.Name.Zh }, clock);
        await db.SaveChangesAsync(ct);
        classes.Forget(code);
        return there;
    }

    public async Task<Outcome<ResourceClass>> Do(string code, ClassRequest request, Caller caller, CancellationToken ct)
    {
        if (Decide(code, request, caller, organisations.Root.Path, classes.Find(code), classes.Find(ParentOf(code)) is not null) is { } fault)
        {
            return fault;
        }

        await using var db = await records.CreateDbContextAsync(ct);
        var row = await db.Set<ClassRow>().FindAsync([code], ct);
        if (row is null)
        {
            row = new ClassRow { Code = code, Zh = "", En = "", ChangedBy = "", ChangedAtUtc = default };
            db.Add(row);
        }

        (row.Zh, row.En, row.ChangedBy, row.ChangedAtUtc) = (request.Zh!.Trim(), Other(request), caller.Name, clock.GetUtcNow());
        db.Note(AuditEntry.By(caller, "catalogue.class", code) with { Detail = row.Zh }, clock);
        await db.SaveChangesAsync(ct);
        classes.Put(row);
        return classes.Find(code)!;
    }

    internal static Fault? Decide(string code, ClassRequest request, Caller caller, string rootPath, ResourceClass? there, bool parentThere)
    {
        if (!caller.May(PublishSlice.Permission, rootPath))
        {
            return ClassFaults.CityOnly;
        }

        if (code.Length is not (3 or (>= 6 and <= 15)) || !code.All(char.IsAsciiDigit))
        {
            return ClassFaults.BadClass(code);
        }

        if (there is { Own: false })
        {
            return ClassFaults.Fixed(code);
        }

        if (!parentThere)
        {
            return ClassFaults.NoParent(code, ParentOf(code));
        }

        var faults = new List<Fault>();
        EntryCheck.Line(request.Zh?.Trim(), "zh", LongestName, faults, required: true);
        EntryCheck.Line(request.En?.Trim(), "en", LongestName, faults);
        return faults.Count > 0 ? CatalogueFaults.Invalid(faults) : null;
    }

    private static CsvSheet Csv(ClassList list, Language language) => new("classes.csv", ["code", "name", "source", "published"], list.Items
        .Select(line => (IReadOnlyList<string?>)[line.Code, line.Name.In(language), SourceOf(line).In(language), line.Published.ToString(CultureInfo.InvariantCulture)]).ToAsyncEnumerable());

    /// <summary>Where a class comes from: the guide, the numbering of departments, or this city.</summary>
    internal static Words SourceOf(ClassLine line) => line switch
    {
        { Own: true } => new("本市增设", "Added here"),
        { Code.Length: 6 } when line.Code.StartsWith(CodeNumbering.DepartmentsOfCities, StringComparison.Ordinal) => new("按部门编定", "By department"),
        _ => new("编制指南", "Guide"),
    };

    /// <summary>Where it hangs: an item under its class, a detail under its item, a finer one under its detail.</summary>
    internal static string ParentOf(string code) => code.Length switch { <= 3 => code[..Math.Min(1, code.Length)], <= 6 => code[..3], _ => code[..6] };

    // A class without an English name goes by its Chinese one.
    private static string Other(ClassRequest request) => string.IsNullOrWhiteSpace(request.En) ? request.Zh!.Trim() : request.En.Trim();
}
