using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.SupplyDemand;
using CityHub.DataCentre.Serving.Profile;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Desk;

/// <summary>A published resource whose rows are, or soon will be, older than its cycle allows.</summary>
/// <param name="LastUpdate">Last run that kept a row; null when nothing was gathered since it was published.</param>
/// <param name="DueAt">When the next run is due.</param>
internal sealed record DueUpdate(Entry Entry, DateTimeOffset? LastUpdate, DateTimeOffset DueAt);

/// <summary>到期与逾期: what the caller's posts answer for and when it is due, the longest overdue first.</summary>
internal sealed class DeskDue(CatalogueBook book, RunBook runs, SupplyLists lists, TimeProvider clock)
{
    private const string Answers = "gathering.run";
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(3);

    /// <summary>Updates that are overdue or due within three days, of resources into which the caller gathers.</summary>
    public async Task<IReadOnlyList<DueUpdate>> Updates(Caller caller, CancellationToken ct)
    {
        if (!caller.May(Answers))
        {
            return [];
        }

        var last = (await runs.LastUpdates(ct)).ToDictionary(r => r.ResourceId, r => r.Run.CommittedAt);
        var until = clock.GetUtcNow() + Ahead;
        return
        [
            .. book.Shelf.InOrder.Select(h => h.Entry)
                .Where(e => e is { Resource.State: ResourceState.Published, PublishedAtUtc: not null } && caller.May(Answers, e.Resource.ProviderPath))
                .Select(e =>
                {
                    DateTimeOffset? gathered = last.TryGetValue(e.Resource.Id, out var at) ? at : null;
                    return new DueUpdate(e, gathered, Freshness.Due(e.Resource.Cycle, gathered ?? e.PublishedAtUtc!.Value));
                })
                .Where(d => d.DueAt <= until)
                .OrderBy(d => d.DueAt).ThenBy(d => d.Entry.Resource.Code, StringComparer.Ordinal),
        ];
    }

    /// <summary>Duties and demands that wait for the caller's answer, late ones first.</summary>
    public IReadOnlyList<(ListItem Item, bool Late)> Unanswered(Caller caller) =>
    [
        .. new[] { ListKind.Duty, ListKind.Demand }
            .SelectMany(kind => lists.Find(kind, new(null, null, null, null), caller).Match(items => items, _ => []))
            .Where(i => DecideListItem.MayAnswer(i, caller))
            .Select(i => (Item: i, State: lists.StateOf(i)))
            .Where(i => i.State is ListState.Open or ListState.Late)
            .OrderBy(i => i.State != ListState.Late).ThenBy(i => i.Item.Due ?? DateOnly.MaxValue)
            .Select(i => (i.Item, i.State == ListState.Late)),
    ];

    /// <summary>What the city published within a week, newest first.</summary>
    public IReadOnlyList<Entry> New() =>
    [
        .. book.Shelf.InOrder.Select(h => h.Entry)
            .Where(e => e.Resource.State == ResourceState.Published && e.PublishedAtUtc > clock.GetUtcNow().AddDays(-7))
            .OrderByDescending(e => e.PublishedAtUtc).ThenBy(e => e.Resource.Code, StringComparer.Ordinal),
    ];
}
