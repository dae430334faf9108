using System.Globalization;
using System.Text.RegularExpressions;
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

namespace CityHub.DataCentre.Catalogue.Decrees;

/// <summary>A decree as it is entered.</summary>
internal sealed record DecreeRequest(
    [property: OneOf("law", "regulation", "rule", "policy", "standard")] string? Kind, string? Number, string? TitleZh, string? TitleEn, string? Issuer, string? Issued, string? Effective,
    [property: OneOf("inForce", "trial", "repealed")] string? Status, string? Source);

/// <summary>A clause as it is entered.</summary>
internal sealed record ClauseRequest(
    string? Article, string? TextZh, string? TextEn, IReadOnlyList<string>? Rules, int? Days, [property: OneOf("workdays", "days")] string? Unit, IReadOnlyList<string>? Fields,
    string? Where);

/// <summary>A clause with the published entries that cite it.</summary>
internal sealed record ClauseLine(Clause Clause, int Cited);

/// <summary>A decree with its clauses.</summary>
internal sealed record DecreeAnswer(Decree Decree, IReadOnlyList<ClauseLine> Clauses);

/// <summary>Every decree.</summary>
internal sealed record DecreeList(int Total, IReadOnlyList<DecreeAnswer> Items);

/// <summary>法规登记: everybody reads it; who publishes for the whole city adds to it. What the program ships stays as it is.</summary>
internal sealed partial class KeepDecree(
    DecreeRegister register, CatalogueBook book, IOrganisations organisations, IDbContextFactory<RecordsDb> records, TimeProvider clock)
{
    private static readonly string[] Kinds = [.. DecreeWords.Kinds.Keys];
    private static readonly string[] States = ["inForce", "trial", "repealed"];
    private static readonly string[] Units = ["workdays", "days"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/decrees", (KeepDecree keep, string? q) => TypedResults.Ok(keep.List(q))).WithQuery(QueryParameter.Q("法规与条款", "decrees and clauses"))
            .AllowAnonymous().WithName("ListDecrees").WithTags("Decrees").WithSummary("法规登记库 · Decrees with their clauses, and what of the hub comes from each");
        routes.MapGet("/api/v1/decrees.csv", (KeepDecree keep, string? q, HttpContext http) => Csv(keep.List(q), RequestLanguage.Of(http))).WithQuery(QueryParameter.Q("法规与条款", "decrees and clauses"))
            .AllowAnonymous().WithName("ExportDecrees").WithTags("Decrees").WithSummary("法规与条款，导出 CSV · Clauses of the decrees as CSV").Produces<string>(200, CsvSheet.ContentType);
        routes.MapGet("/api/v1/decrees/{code}", (string code, KeepDecree keep) => keep.One(code).Match(d => (IResult)TypedResults.Ok(d), f => f.ToProblem()))
            .AllowAnonymous().WithName("ReadDecree").WithTags("Decrees").WithSummary("一部法规 · One decree with its clauses").Produces<DecreeAnswer>();
        routes.MapPut("/api/v1/decrees/{code}", async (string code, DecreeRequest request, Caller caller, KeepDecree keep, CancellationToken ct) =>
                (await keep.Do(code, request, caller, ct)).Match(d => (IResult)TypedResults.Ok(d), f => f.ToProblem()))
            .RequireAuthorization(PublishSlice.Permission).Idempotent().WithName("KeepDecree").WithTags("Decrees").WithSummary("登记法规 · Enter a decree, or change one that was entered").Produces<Decree>();
        routes.MapPut("/api/v1/decrees/{code}/clauses/{clause}", async (string code, string clause, ClauseRequest request, Caller caller, KeepDecree keep, CancellationToken ct) =>
                (await keep.Do(code, clause, request, caller, ct)).Match(c => (IResult)TypedResults.Ok(c), f => f.ToProblem()))
            .RequireAuthorization(PublishSlice.Permission).Idempotent().WithName("KeepClause").WithTags("Decrees").WithSummary("登记条款 · Enter a clause, or change one that was entered").Produces<Clause>();
    }

    public DecreeList List(string? q = null)
    {
        var cited = book.Shelf.InOrder.Select(h => h.Entry.Resource).Where(r => r.State == ResourceState.Published).SelectMany(r => r.Basis).CountBy(b => b)
            .ToDictionary(b => b.Key, b => b.Value, StringComparer.Ordinal);
        var clauses = register.Clauses.ToLookup(c => c.Decree);
        var all = register.Decrees.Select(d => new DecreeAnswer(d, [.. clauses[d.Code].Select(c => new ClauseLine(c, cited.GetValueOrDefault(c.Code)))]))
            .Where(d => Matches(q, d)).ToList();
        return new(all.Count, all);
    }

    public Outcome<DecreeAnswer> One(string code) =>
        List().Items.FirstOrDefault(d => d.Decree.Code == code) is { } found ? found : DecreeFaults.NoSuchDecree(code);

    public async Task<Outcome<Decree>> Do(string code, DecreeRequest r, Caller caller, CancellationToken ct)
    {
        if (MayNot(caller) is { } fault)
        {
            return fault;
        }

        var faults = new List<Fault>();
        if (!Slug.IsMatch(code))
        {
            faults.Add(DecreeFaults.BadSlug("code", code));
        }
        else if (register.Decree(code) is { Own: false })
        {
            return DecreeFaults.Fixed(code);
        }

        EntryCheck.Line(r.TitleZh?.Trim(), "titleZh", 200, faults, required: true);
        EntryCheck.Line(r.TitleEn?.Trim(), "titleEn", 300, faults);
        EntryCheck.Line(r.Number?.Trim(), "number", 64, faults);
        EntryCheck.Line(r.Issuer?.Trim(), "issuer", 100, faults, required: true);
        EntryCheck.Line(r.Source?.Trim(), "source", 300, faults);
        Choice(r.Kind, "kind", Kinds, faults);
        Choice(r.Status ?? "inForce", "status", States, faults);
        foreach (var (field, day) in new[] { ("issued", r.Issued), ("effective", r.Effective) })
        {
            if (!string.IsNullOrWhiteSpace(day) && !Day.IsMatch(day.Trim()))
            {
                faults.Add(EntryFaults.BadDay(field, day));
            }
        }

        if (faults.Count > 0)
        {
            return CatalogueFaults.Invalid(faults);
        }

        var decree = new Decree(code, r.Kind!, Given(r.Number), new(r.TitleZh!.Trim(), Given(r.TitleEn) ?? r.TitleZh.Trim()), r.Issuer!.Trim(), Given(r.Issued), Given(r.Effective),
            r.Status ?? "inForce", Given(r.Source), Own: true);
        await using var db = await records.CreateDbContextAsync(ct);
        if (await db.Set<DecreeRow>().FindAsync([code], ct) is { } row)
        {
            (row.Content, row.ChangedBy, row.ChangedAtUtc) = (EntryJson.Write(decree), caller.Name, clock.GetUtcNow());
        }
        else
        {
            db.Add(new DecreeRow { Code = code, Content = EntryJson.Write(decree), ChangedBy = caller.Name, ChangedAtUtc = clock.GetUtcNow() });
        }

        db.Note(AuditEntry.By(caller, "decree.kept", code) with { Detail = decree.Title.Zh }, clock);
        await db.SaveChangesAsync(ct);
        register.Put(decree);
        return decree;
    }

    public async Task<Outcome<Clause>> Do(string decree, string clause, ClauseRequest r, Caller caller, CancellationToken ct)
    {
        if (MayNot(caller) is { } fault)
        {
            return fault;
        }

        var code = $"{decree}/{clause}";
        if (register.Decree(decree) is null)
        {
            return DecreeFaults.NoSuchDecree(decree);
        }

        if (register.Clause(code) is { Own: false })
        {
            return DecreeFaults.Fixed(code);
        }

        var faults = new List<Fault>();
        if (!Slug.IsMatch(clause))
        {
            faults.Add(DecreeFaults.BadSlug("clause", clause));
        }

        EntryCheck.Line(r.Article?.Trim(), "article", 32, faults);
        EntryCheck.Paragraph(r.TextZh?.Trim(), "textZh", 1000, faults, required: true);
        EntryCheck.Paragraph(r.TextEn?.Trim(), "textEn", 1000, faults);
        EntryCheck.Line(r.Where?.Trim(), "where", 200, faults);
        if (r.Days is < 1 or > 3650)
        {
            faults.Add(EntryFaults.OutOfRange("days", 1, 3650));
        }
        else if (r.Days is not null)
        {
            Choice(r.Unit, "unit", Units, faults);
        }

        foreach (var field in r.Fields ?? [])
        {
            if (EntryFields.Name(field).Zh == field)
            {
                faults.Add(DecreeFaults.NoSuchField(field));
            }
        }

        if (faults.Count > 0)
        {
            return CatalogueFaults.Invalid(faults);
        }

        var kept = new Clause(code, Given(r.Article), new(r.TextZh!.Trim(), Given(r.TextEn) ?? r.TextZh.Trim()), r.Rules ?? [], r.Days, r.Days is null ? null : r.Unit,
            r.Fields ?? [], Given(r.Where), Checked: true, Own: true);
        await using var db = await records.CreateDbContextAsync(ct);
        if (await db.Set<ClauseRow>().FindAsync([code], ct) is { } row)
        {
            (row.Content, row.ChangedBy, row.ChangedAtUtc) = (EntryJson.Write(kept), caller.Name, clock.GetUtcNow());
        }
        else
        {
            db.Add(new ClauseRow { Code = code, Content = EntryJson.Write(kept), ChangedBy = caller.Name, ChangedAtUtc = clock.GetUtcNow() });
        }

        db.Note(AuditEntry.By(caller, "decree.clause-kept", code) with { Detail = EntryFaults.Short(kept.Text.Zh) }, clock);
        await db.SaveChangesAsync(ct);
        register.Put(kept);
        return kept;
    }

    private static CsvSheet Csv(DecreeList list, Language language) => new("decrees.csv", ["decree", "number", "title", "clause", "article", "text", "days", "unit", "fields", "rules", "cited"], list.Items
        .SelectMany(d => d.Clauses, (d, line) => (IReadOnlyList<string?>)
        [
            d.Decree.Code, d.Decree.Number, d.Decree.Title.In(language), line.Clause.Code, line.Clause.Article, line.Clause.Text.In(language), line.Clause.Days?.ToString(CultureInfo.InvariantCulture), line.Clause.Unit,
            string.Join('、', line.Clause.Fields.Select(f => EntryFields.Name(f).In(language))), string.Join('；', line.Clause.Rules.Select(r => ClauseActs.Rule(r).In(language))), line.Cited.ToString(CultureInfo.InvariantCulture),
        ]).ToAsyncEnumerable());

    private Fault? MayNot(Caller caller) => caller.May(PublishSlice.Permission, organisations.Root.Path) ? null : DecreeFaults.CityOnly;

    private static void Choice(string? written, string path, string[] choices, List<Fault> faults)
    {
        if (string.IsNullOrWhiteSpace(written))
        {
            faults.Add(EntryFaults.Required(path));
        }
        else if (!choices.Contains(written))
        {
            faults.Add(EntryFaults.UnknownChoice(path, written, choices));
        }
    }

    private static bool Matches(string? q, DecreeAnswer d) => Quality.Standards.ReadStandards.Matches(
        q, [d.Decree.Code, d.Decree.Number ?? "", d.Decree.Title.Zh, d.Decree.Title.En, .. d.Clauses.SelectMany(c => new[] { c.Clause.Text.Zh, c.Clause.Text.En, c.Clause.Article ?? "" })]);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9\-]{0,39}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug { get; }

    [GeneratedRegex(@"\A[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Day { get; }
}
