using System.Runtime.CompilerServices;
using CityHub.DataCentre.Contracts;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>A page of a list.</summary>
internal sealed record Listed<T>(long Total, IReadOnlyList<T> Items, string? Next);

/// <summary>Which runs, and in which order.</summary>
/// <param name="Resource">Code of the resource, also as addresses write it.</param>
/// <param name="State">Where they stand.</param>
/// <param name="Within">Path of the organisations that provide the resources; empty for all.</param>
internal sealed record RunQuery(string? Resource = null, RunState? State = null, string Within = "")
{
    /// <summary>The order; newest first, when left out.</summary>
    public ListOrder Order { get; init; } = RunList.Orders.Usual;
}

/// <summary>What the other rooms ask about runs.</summary>
internal interface IRuns
{
    /// <summary>The last runs of a resource, newest first. The asker has checked that the reader may see them.</summary>
    Task<IReadOnlyList<RunStatus>> Latest(string resourceCode, int count, Language language, CancellationToken ct);
}

/// <summary>Runs as they are listed and shown, within the reader's scopes.</summary>
internal sealed class RunList(LiveRuns live, IDbContextFactory<RecordsDb> records, IOrganisations organisations) : IRuns
{
    public const string Permission = "gathering.read";
    public const int LimitUsual = 50, LimitMost = 200;

    /// <summary>Ids rise with the time at which a run was first queued, so that order is theirs.</summary>
    public static ListOrders Orders { get; } = new(new("queued", true), new("read", true), new("kept", true), new("refused", true));

    /// <summary>What an address asks for.</summary>
    public Outcome<RunQuery> Read(string? resource, string? state, string? district, string? sort, string? order)
    {
        RunState? wanted = string.IsNullOrEmpty(state) ? null : StateOf(state);
        return !string.IsNullOrEmpty(state) && wanted is null ? GatheringFaults.StateUnknown(state)
            : Subtree.Path(organisations, district).Then(within => Orders.Read(sort, order).Then<RunQuery>(by => new RunQuery(resource, wanted, within) { Order = by }));
    }

    public async Task<RunRow?> Find(string run, Caller caller, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var row = live.Find(run)?.Row ?? await db.Set<RunRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == run, ct);
        return row is not null && caller.May(Permission, row.ProviderPath) ? row : null;
    }

    /// <summary>The row and what memory knows of it, consistent: a run that ends in between is read again.</summary>
    public async Task<(RunRow Row, LiveRun? Live)?> FindLive(string run, CancellationToken ct)
    {
        if (live.Find(run) is { } working)
        {
            return (working.Row, working);
        }

        await using var db = await records.CreateDbContextAsync(ct);
        return await db.Set<RunRow>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == run, ct) is { } row ? (row, null) : null;
    }

    /// <summary>Whether a cursor is one of this list's, the id of a run that the caller sees; none is the first page.</summary>
    public async Task<bool> Knows(string? cursor, Caller caller, CancellationToken ct) => string.IsNullOrEmpty(cursor) || await Find(cursor, caller, ct) is not null;

    public async Task<Listed<RunStatus>> Page(RunQuery query, int? limit, string? cursor, Caller caller, Language language, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var runs = Within(db, caller.Scopes(Permission));
        if (!string.IsNullOrEmpty(query.Resource))
        {
            var code = ResourceAddress.Code(query.Resource);
            runs = runs.Where(r => r.ResourceCode == code);
        }

        if (query.State is { } state)
        {
            runs = runs.Where(r => r.State == state);
        }

        if (query.Within.Length > 0)
        {
            runs = runs.Where(r => r.ProviderPath.StartsWith(query.Within));
        }

        var total = await runs.LongCountAsync(ct);
        var order = query.Order;
        var after = string.IsNullOrEmpty(cursor) ? null : await Within(db, caller.Scopes(Permission)).FirstOrDefaultAsync(r => r.Id == cursor, ct);
        var sorted = order.By switch
        {
            "read" => runs.InOrder(r => r.Read, r => r.Id, order, true, after),
            // A run that did not succeed kept nothing, however far it came.
            "kept" => runs.InOrder(r => r.State == RunState.Succeeded ? (long?)r.Kept : null, r => r.Id, order, true, after),
            "refused" => runs.InOrder(r => r.Refused, r => r.Id, order, true, after),
            _ => InTime(runs, order.Falling, cursor),
        };
        var take = Math.Clamp(limit ?? LimitUsual, 1, LimitMost);
        var rows = await sorted.Take(take + 1).ToListAsync(ct);
        return new(total, [.. rows.Take(take).Select(r => RunStatusOf.Of(r, live.Find(r.Id), language))], rows.Count > take ? rows[take - 1].Id : null);
    }

    /// <summary>Every run of such a list, page by page.</summary>
    public async IAsyncEnumerable<RunStatus> All(RunQuery query, Caller caller, Language language, [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var page = await Page(query, LimitMost, cursor, caller, language, ct);
            foreach (var run in page.Items)
            {
                yield return run;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <summary>A state by its word; null for anything else.</summary>
    public static RunState? StateOf(string word)
    {
        foreach (var state in Enum.GetValues<RunState>())
        {
            if (state.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return state;
            }
        }

        return null;
    }

    public async Task<IReadOnlyList<RunStatus>> Latest(string resourceCode, int count, Language language, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var rows = await db.Set<RunRow>().AsNoTracking().Where(r => r.ResourceCode == resourceCode).OrderByDescending(r => r.Id).Take(count).ToListAsync(ct);
        return [.. rows.Select(r => RunStatusOf.Of(r, live.Find(r.Id), language))];
    }

    private static IQueryable<RunRow> InTime(IQueryable<RunRow> runs, bool falling, string? cursor)
    {
        if (!string.IsNullOrEmpty(cursor))
        {
            runs = falling ? runs.Where(r => string.Compare(r.Id, cursor) < 0) : runs.Where(r => string.Compare(r.Id, cursor) > 0);
        }

        return falling ? runs.OrderByDescending(r => r.Id) : runs.OrderBy(r => r.Id);
    }

    // One predicate a scope, joined: a caller holds a handful of posts.
    private static IQueryable<RunRow> Within(RecordsDb db, IReadOnlyList<string> scopes)
    {
        var all = db.Set<RunRow>().AsNoTracking();
        if (scopes.Count == 0)
        {
            return all.Where(_ => false);
        }

        IQueryable<RunRow>? seen = null;
        foreach (var scope in scopes)
        {
            var part = all.Where(r => r.ProviderPath.StartsWith(scope));
            seen = seen is null ? part : seen.Union(part);
        }

        return seen!;
    }
}
