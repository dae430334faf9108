using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Identity.Organisations;

/// <summary>Organisations in the search box; one leads to what it provides. Closed ones are not found.</summary>
internal sealed class OrganisationSearchSource(IDbContextFactory<RecordsDb> records) : ISearchSource
{
    public string Kind => "organisation";

    public Words Title { get; } = new("机构", "Organisations");

    public int Version => 1;

    public IReadOnlyList<SearchFacet> Facets => [];

    public IReadOnlyList<SearchedTable> Tables { get; } = [new("platform_organisations", nameof(OrganisationRow.Code), [])];

    public async Task<IReadOnlyList<SearchDocument>> Read(IReadOnlyList<string> keys, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var rows = await db.Set<OrganisationRow>().AsNoTracking().Where(o => keys.Contains(o.Code) && o.ClosedAtUtc == null).ToListAsync(ct);
        var above = rows.Select(r => r.ParentCode).OfType<string>().Distinct().ToList();
        var parents = await db.Set<OrganisationRow>().AsNoTracking().Where(o => above.Contains(o.Code)).ToDictionaryAsync(o => o.Code, o => new Words(o.NameZh, o.NameEn), ct);
        return [.. rows.Select(r => new SearchDocument(r.Code, new(r.NameZh, r.NameEn), "/console/catalogue" + Provided(r))
        {
            PublicHref = "/datasets" + Provided(r),
            Code = r.Code,
            Under = r.ParentCode is { } parent ? parents.GetValueOrDefault(parent) : null,
            Also = r.CreditCode is { } credit ? [credit] : [],
        })];
    }

    // What its area provides, or what it provides itself.
    private static string Provided(OrganisationRow row) =>
        row.Kind is OrganisationKind.Government or OrganisationKind.Township ? $"?district={row.Code}" : $"?provider={row.Code}";
}
