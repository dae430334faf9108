using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
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

/// <summary>分类管理: everybody reads the classes; who publishes for the whole city adds to them. Those of the guide stay as they are.</summary>
internal sealed class KeepClass(ClassTable classes, CatalogueBook book, IOrganisations organisations, IDbContextFactory<RecordsDb> records, TimeProvider clock)
{
    private const int LongestName = 64;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/catalogue-classes", (KeepClass keep) => TypedResults.Ok(keep.List()))
            .AllowAnonymous().WithName("ListClasses").WithTags("Catalogue").WithSummary("分类 · Classes, items and details of the catalogue guide");
        routes.MapPut("/api/v1/catalogue-classes/{code}", async (string code, ClassRequest request, Caller caller, KeepClass keep, CancellationToken ct) =>
                (await keep.Do(code, request, caller, ct)).Match(kept => (IResult)TypedResults.Ok(kept), fault => fault.ToProblem()))
            .RequireAuthorization(PublishSlice.Permission).Idempotent()
            .WithName("KeepClass").WithTags("Catalogue").WithSummary("增设或改名 · Add a class, or rename one that was added").Produces<ResourceClass>();
    }

    public ClassList List()
    {
        var published = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var held in book.Shelf.InOrder.Where(h => h.Entry.Resource.State == ResourceState.Published))
        {
            foreach (var level in ClassTable.Levels(ResourceCode.CategoryOf(held.Entry.Resource.Code)))
            {
                published[level] = published.GetValueOrDefault(level) + 1;
            }
        }

        var lines = classes.All.Select(c => new ClassLine(c.Code, c.Name, c.Own, published.GetValueOrDefault(c.Code))).ToList();
        return new(lines.Count, lines);
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

    /// <summary>Where it hangs: an item under its class, a detail under its item, a finer one under its detail.</summary>
    internal static string ParentOf(string code) => code.Length switch { <= 3 => code[..Math.Min(1, code.Length)], <= 6 => code[..3], _ => code[..6] };

    // A class without an English name goes by its Chinese one.
    private static string Other(ClassRequest request) => string.IsNullOrWhiteSpace(request.En) ? request.Zh!.Trim() : request.En.Trim();
}
