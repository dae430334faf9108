using System.Collections.Concurrent;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.SupplyDemand;

/// <summary>An item as the API shows it.</summary>
internal sealed record ListLine(
    string Id, string Owner, string OwnerName, string Title, string Content, string? Basis, string? Provider, string? ProviderName, DateOnly? Due, ListState State,
    AnswerKind Answer, string? Resource, string? ResourceTitle, DateOnly? PlannedFor, string? Reply, string? AnsweredBy, DateTimeOffset? AnsweredAt, int Revision,
    string ChangedBy, DateTimeOffset ChangedAt, bool MayEdit, bool MayAnswer);

/// <summary>A page of a list, what is late first.</summary>
internal sealed record ListPage(int Total, IReadOnlyDictionary<string, int> States, IReadOnlyList<ListLine> Items, string? Next);

/// <summary>Filters of a list.</summary>
internal sealed record ListFilter(string? Department, string? District, string? State, string? Q)
{
    /// <summary>The order; what is late first, when left out.</summary>
    public ListOrder Order { get; init; } = SupplyLists.Orders.Usual;
}

/// <summary>责任清单与需求清单: keeps the items in memory as well, since a city has some thousands.</summary>
internal sealed class SupplyLists(
    IDbContextFactory<RecordsDb> records, CatalogueBook book, IOrganisations organisations, EntryAnswers answers, TimeProvider clock) : IDisposable
{
    /// <summary>Items of a page at most.</summary>
    public const int MostLimit = 200;

    /// <summary>Orders that are offered: by state what is late comes first.</summary>
    public static ListOrders Orders { get; } = new(new("state", false), new("due", false), new("title", false), new("owner", false), new("changed", true));

    private readonly ConcurrentDictionary<string, ListItem> _items = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Lazy<ILookup<string, Organisation>> _byName = new(() =>
        organisations.Within(organisations.Root.Path).SelectMany(o => new[] { (o.Name.Zh, o), (o.Name.En, o) }).Distinct().ToLookup(p => p.Item1, p => p.o));

    private DateOnly Today => CityTime.Day(clock.GetUtcNow());

    public async Task Open(CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        foreach (var row in await db.Set<ListRow>().AsNoTracking().ToListAsync(ct))
        {
            _items[row.Id] = EntryJson.Read<ListItem>(row.Content);
        }
    }

    public Outcome<IReadOnlyList<ListItem>> Find(ListKind kind, ListFilter filter, Caller caller)
    {
        var state = DecideListItem.States.FirstOrDefault(s => s.Word.Equals(filter.State, StringComparison.OrdinalIgnoreCase));
        if (!string.IsNullOrEmpty(filter.State) && state is null)
        {
            return CatalogueFaults.BadFilter("state", Checks.EntryFaults.Short(filter.State), string.Join(", ", DecideListItem.States.Select(s => s.Word)));
        }

        if (!Subtree.Path(organisations, filter.District).Try(out var within, out var fault))
        {
            return fault;
        }

        var words = (filter.Q ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var found = _items.Values
            .Where(i => i.Kind == kind && DecideListItem.Sees(i, caller))
            .Where(i => i.OwnerPath.StartsWith(within, StringComparison.Ordinal) || i.ProviderPath?.StartsWith(within, StringComparison.Ordinal) == true)
            .Where(i => string.IsNullOrWhiteSpace(filter.Department) || i.Owner == filter.Department || i.Provider == filter.Department)
            .Where(i => state is null || StateOf(i) == state.Value)
            .Where(i => words.All(w => $"{i.Title}\n{i.Content}\n{i.Basis}\n{i.Resource}".Contains(w, StringComparison.OrdinalIgnoreCase)));
        return filter.Order.Sort(found, i => filter.Order.By switch
            {
                "due" => i.Due,
                "title" => i.Title,
                "owner" => i.Owner,
                "changed" => i.ChangedAt,
                _ => StateOf(i) switch { ListState.Late => 0, ListState.Open => 1, ListState.Planned => 2, ListState.InCatalogue => 3, ListState.Refused => 4, _ => 5 },
            })
            .ThenBy(i => i.Due ?? DateOnly.MaxValue).ThenBy(i => i.Id, StringComparer.Ordinal)
            .ToList();
    }

    public Outcome<ListPage> Page(ListKind kind, ListFilter filter, string? cursor, int limit, Caller caller, Language language)
    {
        if (limit is < 1 or > MostLimit)
        {
            return CatalogueFaults.BadLimit;
        }

        return Find(kind, filter, caller).Then<ListPage>(all =>
        {
            if (KeyedPage.After(all, i => i.Id, cursor) is not { } rest)
            {
                return CatalogueFaults.BadCursor;
            }

            var page = rest.Take(limit).ToList();
            return new ListPage(all.Count, all.CountBy(StateOf).ToDictionary(s => Checks.EntryWords.Of(s.Key), s => s.Value), [.. page.Select(i => Line(i, caller, language))],
                rest.Count > limit ? page[^1].Id : null);
        });
    }

    public ListLine Line(ListItem i, Caller caller, Language language) => new(
        i.Id, i.Owner, answers.Name(i.Owner, language), i.Title, i.Content, i.Basis, i.Provider, i.Provider is null ? null : answers.Name(i.Provider, language), i.Due, StateOf(i),
        i.Answer, i.Resource, i.Resource is null ? null : Seen(i.Resource, caller), i.PlannedFor, i.Reply, i.AnsweredBy, i.AnsweredAt, i.Revision, i.ChangedBy, i.ChangedAt,
        DecideListItem.Drop(i, caller) is null, DecideListItem.MayAnswer(i, caller));

    /// <summary>Adds or changes one item.</summary>
    public async Task<Outcome<ListItem>> Save(ListKind kind, string? id, ListRequest request, Caller caller, CancellationToken ct)
    {
        var outcome = await Save(kind, () => Decide(kind, id, request, caller).Then(item => (Outcome<IReadOnlyList<ListItem>>)new[] { item }), caller, ct);
        return outcome.Then(items => (Outcome<ListItem>)items[0]);
    }

    /// <summary>Adds or changes several items, all of them or none, as they are decided on what stands now.</summary>
    public async Task<Outcome<IReadOnlyList<ListItem>>> Save(ListKind kind, Func<Outcome<IReadOnlyList<ListItem>>> decide, Caller caller, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            if (!decide().Try(out var items, out var fault))
            {
                return fault;
            }

            await using var db = await records.CreateDbContextAsync(ct);
            foreach (var item in items)
            {
                var row = await db.Set<ListRow>().FindAsync([item.Id], ct);
                if (row is null)
                {
                    row = new ListRow { Id = item.Id, Kind = kind, OwnerPath = "", Content = "" };
                    db.Add(row);
                }

                (row.OwnerPath, row.ProviderPath, row.Content) = (item.OwnerPath, item.ProviderPath, EntryJson.Write(item));
                db.Note(AuditEntry.By(caller, kind == ListKind.Duty ? "list.duty-kept" : "list.demand-kept", item.Id) with { Detail = Checks.EntryFaults.Short(item.Title) }, clock);
            }

            await db.SaveChangesAsync(ct);
            foreach (var item in items)
            {
                _items[item.Id] = item;
            }

            return Kept(items);
        }
        finally
        {
            _writing.Release();
        }
    }

    public Outcome<ListItem> Decide(ListKind kind, string? id, ListRequest request, Caller caller)
    {
        ListItem? before = null;
        if (id is not null && (!_items.TryGetValue(id, out before) || before.Kind != kind || !DecideListItem.Sees(before, caller)))
        {
            return ListFaults.NoSuchItem(id);
        }

        return DecideListItem.Of(kind, before, request, caller, Organisation, code => book.Entry(code) is { } entry && !EntryReader.IsHidden(entry.Resource, caller), clock.GetUtcNow());
    }

    public async Task<Outcome<ListItem>> Drop(ListKind kind, string id, Caller caller, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            if (!_items.TryGetValue(id, out var item) || item.Kind != kind || !DecideListItem.Sees(item, caller))
            {
                return ListFaults.NoSuchItem(id);
            }

            if (DecideListItem.Drop(item, caller) is { } fault)
            {
                return fault;
            }

            await using var db = await records.CreateDbContextAsync(ct);
            db.Remove(await db.Set<ListRow>().SingleAsync(r => r.Id == id, ct));
            db.Note(AuditEntry.By(caller, kind == ListKind.Duty ? "list.duty-dropped" : "list.demand-dropped", id) with { Detail = Checks.EntryFaults.Short(item.Title) }, clock);
            await db.SaveChangesAsync(ct);
            _items.TryRemove(id, out _);
            return item;
        }
        finally
        {
            _writing.Release();
        }
    }

    public ListItem? Item(string id) => _items.GetValueOrDefault(id);

    public ListState StateOf(ListItem item) => item.State(item.Resource is { } code ? book.Entry(code)?.Resource.State : null, Today);

    public void Dispose() => _writing.Dispose();

    private static Outcome<IReadOnlyList<ListItem>> Kept(IReadOnlyList<ListItem> items) => items.ToList();

    // The title of a draft is not told to those who may not see it.
    private string? Seen(string code, Caller caller) =>
        book.Entry(code) is { } entry && (entry.Resource.State == ResourceState.Published || EntryReader.IsOfficial(entry, caller)) ? entry.Resource.Title : null;

    private Organisation? Organisation(string written) =>
        organisations.Find(written) ?? (_byName.Value[written].Take(2).ToList() is [var only] ? only : null);
}
