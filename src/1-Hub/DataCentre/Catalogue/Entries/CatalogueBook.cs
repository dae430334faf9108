using System.Collections.Concurrent;
using CityHub.Kernel;
using CityHub.Kernel.Characters;

namespace CityHub.DataCentre.Catalogue.Entries;

/// <summary>
/// The catalogue in memory. A city's catalogue is small (Chongqing: some 10,000 entries) and read on every call of the API, so all of it is
/// held; the record store stays the truth and fills it at start-up. Only <see cref="CatalogueStore"/> changes it, after its commit.
/// </summary>
internal sealed class CatalogueBook : ICatalogue
{
    private static readonly Task<Resource?> Nothing = Task.FromResult<Resource?>(null);

    // Both spellings of a code are keys: 306001/000001 and, as in addresses, 306001-000001.
    private readonly ConcurrentDictionary<string, HeldEntry> _byCode = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, HeldEntry> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Provider, string TitleKey), string> _titles = new();
    private readonly Lock _changing = new();
    private CatalogueShelf? _shelf;

    /// <summary>The entry, by code in either spelling.</summary>
    public Entry? Entry(string code) => _byCode.GetValueOrDefault(code)?.Entry;

    /// <summary>Whether another entry of this provider has the title.</summary>
    public bool TitleTaken(string provider, string title, string? exceptId = null) =>
        _titles.TryGetValue((provider, TitleKey(title)), out var id) && id != exceptId;

    /// <summary>Code of the entry of this provider that has the title; null when there is none.</summary>
    public string? CodeOf(string provider, string title) =>
        _titles.TryGetValue((provider, TitleKey(title)), out var id) ? _byId.GetValueOrDefault(id)?.Entry.Resource.Code : null;

    /// <summary>Titles that differ only in space, case, width (Ａ, A) or what nobody sees are the same title.</summary>
    public static string TitleKey(string title) =>
        string.Join(' ', Compatibility.Fold(Invisible.Removed(title)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    /// <summary>Every entry in order of code, with totals; made anew only after a change.</summary>
    public CatalogueShelf Shelf
    {
        get
        {
            if (Volatile.Read(ref _shelf) is { } shelf)
            {
                return shelf;
            }

            lock (_changing)
            {
                return _shelf ??= new CatalogueShelf(_byId.Values);
            }
        }
    }

    public Task<Resource?> Find(string code, CancellationToken ct) => _byCode.GetValueOrDefault(code)?.Found ?? Nothing;

    public Task<Resource?> FindById(string id, CancellationToken ct) => _byId.GetValueOrDefault(id)?.Found ?? Nothing;

    public Fault NoSuchResource(string code) => CatalogueFaults.NoSuchResource(code);

    internal void Put(Entry entry) => Put([entry]);

    /// <summary>Several entries as one change: readers see none or all of them in lists.</summary>
    internal void Put(IReadOnlyList<Entry> entries)
    {
        lock (_changing)
        {
            // First all titles that go, then all that come: one entry may take the title that another gave up.
            foreach (var entry in entries)
            {
                if (_byId.TryGetValue(entry.Resource.Id, out var before))
                {
                    Free(before.Entry.Resource);
                }
            }

            foreach (var entry in entries)
            {
                var held = new HeldEntry(entry);
                _titles[(entry.Resource.Provider, TitleKey(entry.Resource.Title))] = entry.Resource.Id;
                _byId[entry.Resource.Id] = held;
                _byCode[entry.Resource.Code] = held;
                _byCode[ResourceCode.InAddress(entry.Resource.Code)] = held;
            }

            Volatile.Write(ref _shelf, null);
        }
    }

    internal void Remove(Entry entry)
    {
        lock (_changing)
        {
            Free(entry.Resource);
            _byId.TryRemove(entry.Resource.Id, out _);
            _byCode.TryRemove(entry.Resource.Code, out _);
            _byCode.TryRemove(ResourceCode.InAddress(entry.Resource.Code), out _);
            Volatile.Write(ref _shelf, null);
        }
    }

    // Only its own: folders filled under an older rule may hold two titles that are one by today's.
    private void Free(Resource resource) => _titles.TryRemove(new((resource.Provider, TitleKey(resource.Title)), resource.Id));
}

/// <summary>An entry with what is made of it once: the answer to a look-up.</summary>
internal sealed class HeldEntry(Entry entry)
{
    public Entry Entry { get; } = entry;

    /// <summary>A look-up allocates nothing.</summary>
    public Task<Resource?> Found { get; } = Task.FromResult<Resource?>(entry.Resource);
}
