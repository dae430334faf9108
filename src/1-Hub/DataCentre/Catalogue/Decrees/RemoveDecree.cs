using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using PublishSlice = CityHub.DataCentre.Catalogue.PublishResource.PublishResource;

namespace CityHub.DataCentre.Catalogue.Decrees;

/// <summary>删除法规与条款: takes back what was entered by mistake. What an entry cites, in any state, stays.</summary>
internal sealed class RemoveDecree(DecreeRegister register, CatalogueBook book, IOrganisations organisations, IDbContextFactory<RecordsDb> records, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDelete("/api/v1/decrees/{code}", async (string code, Caller caller, RemoveDecree remove, CancellationToken ct) =>
                (await remove.Do(code, caller, ct)).Match(_ => (IResult)TypedResults.NoContent(), f => f.ToProblem()))
            .RequireAuthorization(PublishSlice.Permission).WithName("RemoveDecree").WithTags("Decrees").WithSummary("删除没有条款的法规 · Remove a decree that was entered and has no clause").Produces(204);
        routes.MapDelete("/api/v1/decrees/{code}/clauses/{clause}", async (string code, string clause, Caller caller, RemoveDecree remove, CancellationToken ct) =>
                (await remove.Do(code, clause, caller, ct)).Match(_ => (IResult)TypedResults.NoContent(), f => f.ToProblem()))
            .RequireAuthorization(PublishSlice.Permission).WithName("RemoveClause").WithTags("Decrees").WithSummary("删除没有被引用的条款 · Remove a clause that was entered and is cited nowhere").Produces(204);
    }

    public async Task<Outcome<Decree>> Do(string code, Caller caller, CancellationToken ct)
    {
        if (MayNot(caller, register.Decree(code)?.Own, DecreeFaults.NoSuchDecree(code), code) is { } fault)
        {
            return fault;
        }

        if (register.Clauses.Count(c => c.Decree == code) is > 0 and var clauses)
        {
            return DecreeFaults.HasClauses(code, clauses);
        }

        var decree = register.Decree(code)!;
        await using var db = await records.CreateDbContextAsync(ct);
        db.Remove(await db.Set<DecreeRow>().SingleAsync(d => d.Code == code, ct));
        db.Note(AuditEntry.By(caller, "decree.removed", code) with { Detail = decree.Title.Zh }, clock);
        await db.SaveChangesAsync(ct);
        register.Forget(decree);
        return decree;
    }

    public async Task<Outcome<Clause>> Do(string decree, string clause, Caller caller, CancellationToken ct)
    {
        var code = $"{decree}/{clause}";
        if (MayNot(caller, register.Clause(code)?.Own, DecreeFaults.NoSuchClause(code), code) is { } fault)
        {
            return fault;
        }

        if (book.Shelf.InOrder.Count(held => Cites(held, code)) is > 0 and var entries)
        {
            return DecreeFaults.Cited(code, entries);
        }

        var kept = register.Clause(code)!;
        await using var db = await records.CreateDbContextAsync(ct);
        db.Remove(await db.Set<ClauseRow>().SingleAsync(c => c.Code == code, ct));
        db.Note(AuditEntry.By(caller, "decree.clause-removed", code), clock);
        await db.SaveChangesAsync(ct);
        register.Forget(kept);
        return kept;
    }

    private Fault? MayNot(Caller caller, bool? own, Fault unknown, string code) =>
        !caller.May(PublishSlice.Permission, organisations.Root.Path) ? DecreeFaults.CityOnly : own is null ? unknown : own is false ? DecreeFaults.Fixed(code) : null;

    private static bool Cites(HeldEntry held, string clause) => held.Entry.Resource.Basis.Contains(clause) || held.Entry.Draft?.Basis.Contains(clause) == true;
}
