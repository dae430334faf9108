using System.Runtime.CompilerServices;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Kernel.Search;

namespace CityHub.DataCentre.Catalogue.FindResources;

/// <summary>Finds entries through the search index; the entries themselves come from the book, so a list never shows what was withdrawn a moment ago.</summary>
internal sealed class CatalogueSearch(CatalogueBook book, ISearch search)
{
    private const int ExportPage = 500;

    /// <summary>One page. The caller sees what its posts cover, and everything published.</summary>
    public async ValueTask<Outcome<CataloguePage>> Page(CatalogueQuery query, int limit, string? cursor, Caller caller, CancellationToken ct)
    {
        var outcome = await search.Find(Request(query) with { Limit = limit, Cursor = cursor }, caller, ct);
        return outcome.Try(out var page, out var fault)
            ? new CataloguePage(page.Total, [.. page.Hits.Select(h => book.Entry(h.Code)).OfType<Entry>().Where(e => MaySee(e, caller)).DistinctBy(e => e.Resource.Id)], page.Next, page.Facets, page.Approximate)
            : fault.Code == SearchFaults.BadCursor.Code ? CatalogueFaults.BadCursor : fault;
    }

    /// <summary>Every match, in the order that is asked for: exports.</summary>
    public async IAsyncEnumerable<Entry> Found(CatalogueQuery query, Caller caller, [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var page = (await Page(query with { Count = [] }, ExportPage, cursor, caller, ct)).Value;
            foreach (var entry in page.Entries)
            {
                yield return entry;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <summary>Every entry in a state, in order of code, from memory.</summary>
    public IEnumerable<Entry> All(ResourceState state, Caller caller) =>
        book.Shelf.InOrder.Select(held => held.Entry).Where(e => IsIn(state, e) && (state == ResourceState.Draft ? EntryReader.IsOfficial(e, caller) : MaySee(e, caller)));

    /// <summary>Every entry that the caller may see, in order of code, from memory: what was written a moment ago is there before the index has it.</summary>
    public IEnumerable<Entry> Whole(ResourceState? state, Caller caller) => state is { } one ? All(one, caller)
        : book.Shelf.InOrder.Select(held => held.Entry).Where(e => MaySee(e, caller));

    private static SearchRequest Request(CatalogueQuery query)
    {
        string[] states = query.State switch
        {
            // The version that waits beside a published one is the same entry: it is found when drafts are asked for.
            null => [.. EntryWords.States.Select(s => s.Word)],
            ResourceState.Draft => [EntryWords.Of(ResourceState.Draft), CatalogueFacets.Next],
            { } state => [EntryWords.Of(state)],
        };
        return query.In(new(query.Typed)
        {
            Kinds = [CatalogueSearchSource.OfKind], Filters = new Dictionary<string, IReadOnlyList<string>>(query.Filters) { [CatalogueFacets.State] = states },
            Count = query.Count, Parts = query.State == ResourceState.Draft,
        });
    }

    private static bool MaySee(Entry entry, Caller caller) => entry.Resource.State == ResourceState.Published || EntryReader.IsOfficial(entry, caller);

    private static bool IsIn(ResourceState state, Entry entry) => state == ResourceState.Draft ? entry.Waiting : entry.Resource.State == state;
}
