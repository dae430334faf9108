using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.FindResources;

/// <summary>
/// Finds entries in the book. Pages follow a key (the order's value and the code), not a number: entries that come or go meanwhile neither
/// repeat nor hide another one.
/// </summary>
internal sealed class CatalogueSearch(CatalogueBook book)
{
    /// <summary>One page. The caller sees what its posts cover, and everything published.</summary>
    public Outcome<CataloguePage> Page(CatalogueQuery query, int limit, string? cursor, Caller caller)
    {
        var after = cursor is null ? null : Cursor.Read(cursor, query.Order);
        if (cursor is not null && after is null)
        {
            return CatalogueFaults.BadCursor;
        }

        var shelf = book.Shelf;
        var keyed = Matching(shelf, query, caller).Select(e => (Key: Key(e, query.Order), Entry: e));
        if (query.Order != CatalogueOrder.Code)
        {
            keyed = keyed.OrderBy(k => k.Key, StringComparer.Ordinal); // stable: equal keys stay in order of code
        }

        var all = keyed.ToList();
        var rest = after is null ? all : all.SkipWhile(k => Compare(k.Key, k.Entry.Resource.Code, after) <= 0).ToList();
        var page = rest.Take(limit).ToList();
        var next = rest.Count > limit ? new Cursor(query.Order, page[^1].Key, page[^1].Entry.Resource.Code).Write() : null;
        return new CataloguePage(query.IsWholeCatalogue ? shelf.Published : all.Count, [.. page.Select(k => k.Entry)], next);
    }

    /// <summary>Every match, in order of code: exports and facets.</summary>
    public IEnumerable<Entry> All(CatalogueQuery query, Caller caller) => Matching(book.Shelf, query, caller);

    private static IEnumerable<Entry> Matching(CatalogueShelf shelf, CatalogueQuery query, Caller caller) =>
        shelf.InOrder.Where(held => Matches(held, query, caller)).Select(held => held.Entry);

    private static bool Matches(HeldEntry held, CatalogueQuery query, Caller caller)
    {
        var entry = held.Entry;
        var resource = entry.Resource;
        return IsIn(query.State, entry)
            && (query.Theme is null || resource.Theme == query.Theme)
            && (query.Provider is null || resource.Provider == query.Provider)
            && (query.Within is null || resource.ProviderPath.StartsWith(query.Within, StringComparison.Ordinal))
            && (query.Open is null || resource.Open == query.Open)
            && query.Words.All(word => held.SearchText.Contains(word, StringComparison.OrdinalIgnoreCase))
            && ((resource.State == ResourceState.Published && query.State != ResourceState.Draft) || ReadResource.EntryReader.IsOfficial(entry, caller));
    }

    private static bool IsIn(ResourceState? state, Entry entry) => state switch
    {
        null => true,
        ResourceState.Draft => entry.Waiting,
        _ => entry.Resource.State == state,
    };

    private static string Key(Entry entry, CatalogueOrder order) => order switch
    {
        CatalogueOrder.Title => entry.Resource.Title,
        CatalogueOrder.Published => Newest(entry.PublishedAtUtc),
        CatalogueOrder.Changed => Newest(entry.ChangedAtUtc),
        _ => "",
    };

    // Later instants sort first; never published sorts last.
    private static string Newest(DateTimeOffset? at) =>
        (long.MaxValue - (at?.UtcTicks ?? 0)).ToString("D19", CultureInfo.InvariantCulture);

    private static int Compare(string key, string code, Cursor cursor) =>
        string.CompareOrdinal(key, cursor.Key) is var byKey and not 0 ? byKey : string.CompareOrdinal(code, cursor.Code);

    private sealed record Cursor(CatalogueOrder Order, string Key, string Code)
    {
        public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes((string[])[Order.ToString(), Key, Code]));

        public static Cursor? Read(string text, CatalogueOrder order)
        {
            try
            {
                return JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(text)) is [var o, { } key, { } code]
                    && o == order.ToString() ? new(order, key, code) : null;
            }
            catch (Exception e) when (e is FormatException or JsonException)
            {
                return null;
            }
        }
    }
}
