using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.DataCentre.Catalogue.Uses;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.FindResources;

/// <summary>The catalogue in the search box: what is published to everybody, drafts and withdrawn entries to the officials over their provider.</summary>
internal sealed class CatalogueSearchSource(IDbContextFactory<RecordsDb> records, IOrganisations organisations, CatalogueFacets facets) : ISearchSource
{
    public const string OfKind = "resource";

    public string Kind => OfKind;

    public Words Title { get; } = new("数据资源", "Data resources");

    public int Version => 2;

    public IReadOnlyList<SearchFacet> Facets => facets.All;

    public IReadOnlyList<SearchedTable> Tables { get; } = [new("datacentre_resources", nameof(ResourceRow.Id), []), new(UseTables.Used, nameof(UsedResourceRow.ResourceId), [])];

    public async Task<IReadOnlyList<SearchDocument>> Read(IReadOnlyList<string> keys, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var rows = await db.Set<ResourceRow>().AsNoTracking().Where(r => keys.Contains(r.Id)).ToListAsync(ct);
        var uses = await db.Set<UsedResourceRow>().AsNoTracking().Where(u => keys.Contains(u.ResourceId)).ToDictionaryAsync(u => u.ResourceId, u => u.Uses, ct);
        return [.. rows.Select(EntryRows.Read).SelectMany(entry => Documents(entry, uses.GetValueOrDefault(entry.Resource.Id)))];
    }

    internal IEnumerable<SearchDocument> Documents(Entry entry, long uses = 0)
    {
        var resource = entry.Resource;
        var officials = SearchRights.Holding(EntryReader.OfficialPermissions, resource.ProviderPath);
        yield return Document(entry, EntryContent.Of(resource), EntryWords.Of(resource.State)) with
        {
            Uses = uses,
            Rights = resource.State == ResourceState.Published ? SearchRights.Everybody : officials,
        };
        if (entry.Draft is { } draft)
        {
            yield return Document(entry, draft, CatalogueFacets.Next) with { Part = CatalogueFacets.Next, Rights = officials, PublishedAtUtc = null };
        }
    }

    private SearchDocument Document(Entry entry, EntryContent content, string state)
    {
        var address = ResourceCode.InAddress(entry.Resource.Code);
        return new(entry.Resource.Id, new(content.Title, content.TitleEn ?? content.Title), $"/console/resources/{address}")
        {
            PublicHref = $"/datasets/{address}",
            Code = entry.Resource.Code,
            Summary = content.Summary,
            Under = organisations.Find(content.Provider)?.Name,
            Also = [content.Theme, .. content.Extension.Alias is { } alias ? [alias] : Array.Empty<string>(), .. organisations.Find(content.Provider) is { } provider ? [provider.Name.Zh] : Array.Empty<string>(), .. content.Items.SelectMany(i => new[] { i.Name, i.Column })],
            Facets = CatalogueFacets.Of(content, entry.Resource.Code, entry.Resource.ProviderPath, state),
            PublishedAtUtc = entry.PublishedAtUtc,
            ChangedAtUtc = entry.ChangedAtUtc,
        };
    }
}
