using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Organisations;
using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Search.EditSynonyms;

/// <param name="Lines">Groups of words, one a line, parted by commas; <c>#</c> begins a note.</param>
internal sealed record SynonymLines(IReadOnlyList<string>? Lines);

/// <summary>The lines in use: the program's and those that were added.</summary>
internal sealed record SynonymLists(IReadOnlyList<string> Own, IReadOnlyList<string> Added);

/// <summary>同义词: administrators add groups of words to the program's list.</summary>
internal sealed class EditSynonyms(IDbContextFactory<RecordsDb> records, ISynonyms synonyms, IOrganisations organisations, TimeProvider clock) : IStartUp
{
    public const string Permission = "search.synonyms";
    private const int MostLines = 2000;
    private const int LongestLine = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/search/synonyms").RequireAuthorization(Permission).WithTags("Search");
        group.MapGet("", (ISynonyms synonyms) => TypedResults.Ok(new SynonymLists(synonyms.Own, synonyms.Added))).WithSummary("同义词 · Synonyms in use").Produces<SynonymLists>();
        group.MapPut("", async (SynonymLines asked, Caller caller, EditSynonyms edit, CancellationToken ct) =>
            (await edit.Put(asked, caller, ct)).Match<IResult>(lists => TypedResults.Ok(lists), fault => fault.ToProblem()))
            .WithSummary("Replaces the added lines").Produces<SynonymLists>();
    }

    /// <summary>Synonyms act on the whole city's searches, so a district's post does not reach them.</summary>
    public bool MayEdit(Caller caller) => caller.May(Permission, organisations.Root.Path);

    public async Task Start(CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        synonyms.Use(await db.Set<SynonymRow>().AsNoTracking().OrderBy(s => s.Number).Select(s => s.Line).ToListAsync(ct));
    }

    public async Task<Outcome<SynonymLists>> Put(SynonymLines asked, Caller caller, CancellationToken ct)
    {
        if (!MayEdit(caller))
        {
            return PlatformSearchFaults.SynonymsCityOnly;
        }

        if (asked.Lines is null)
        {
            return PlatformSearchFaults.SynonymLinesMissing;
        }

        var lines = asked.Lines.Select(l => l.Trim()).Where(l => l.Length > 0).ToList();
        if (Decide(lines, synonyms.Words) is { } fault)
        {
            return fault;
        }

        await using var db = await records.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<SynonymRow>().ExecuteDeleteAsync(ct);
        db.AddRange(lines.Select((line, number) => new SynonymRow { Number = number, Line = line }));
        db.Note(AuditEntry.By(caller, "search.synonyms-changed") with { Rows = lines.Count }, clock);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        synonyms.Use(lines);
        return new SynonymLists(synonyms.Own, synonyms.Added);
    }

    /// <summary>The first line that cannot be used.</summary>
    internal static Fault? Decide(IReadOnlyList<string> lines, Func<string, IReadOnlyList<string>> words)
    {
        if (lines.Count > MostLines)
        {
            return PlatformSearchFaults.TooManySynonyms(MostLines);
        }

        for (var number = 1; number <= lines.Count; number++)
        {
            var line = lines[number - 1];
            if (line.Length > LongestLine || (!line.StartsWith('#') && words(line).Count < 2))
            {
                return PlatformSearchFaults.SynonymLine(number, LongestLine);
            }
        }

        return null;
    }
}

internal sealed class SynonymRow
{
    public required int Number { get; init; }
    public required string Line { get; init; }
}

internal sealed class SynonymTables : IRecordsModel
{
    public void Shape(ModelBuilder model) => model.Entity<SynonymRow>(e =>
    {
        e.ToTable("platform_search_synonyms");
        e.HasKey(s => s.Number);
        e.Property(s => s.Number).ValueGeneratedNever();
    });
}
