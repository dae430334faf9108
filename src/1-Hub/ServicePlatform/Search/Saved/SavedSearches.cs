using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Search;
using CityHub.Storage.Records;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Search.Saved;

/// <param name="Name">Name, 1 to 60 characters.</param>
/// <param name="Address">Address of a list with its filters, for example <c>/console/catalogue?q=医院</c>.</param>
internal sealed record SaveSearch(string? Name, string? Address);

/// <summary>A saved search.</summary>
/// <param name="Hits">What it finds now.</param>
/// <param name="NewHits">Of them, those published since the account last looked.</param>
internal sealed record SavedSearch(string Id, string Name, string Address, DateTimeOffset SavedAt, DateTimeOffset LookedAt, int Hits, int NewHits);

/// <summary>The searches that accounts keep, with the number of hits that are new to them.</summary>
internal sealed class SavedSearches(IDbContextFactory<RecordsDb> records, ISearch search, SearchAddress addresses, TimeProvider clock)
{
    private const int Most = 50;
    private const int LongestName = 60;
    private const int LongestAddress = 1000;
    private const string Everything = "/console/search";

    // A list's address and the kind that it lists.
    private static readonly Dictionary<string, string?> Lists = new() { [Everything] = null, ["/console/catalogue"] = "resource", ["/datasets"] = "resource" };

    public async Task<IReadOnlyList<SavedSearch>> Own(Caller caller, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var rows = await db.Set<SavedSearchRow>().AsNoTracking().Where(s => s.AccountId == caller.AccountId).OrderByDescending(s => s.SavedAtUtc).ToListAsync(ct);
        var own = new List<SavedSearch>(rows.Count);
        foreach (var row in rows)
        {
            var request = Request(row.Address).Match(r => r, _ => null!);
            var hits = request is null ? 0 : await Total(request, caller, ct);
            var fresh = request is null ? 0 : await Total(request with { PublishedAfterUtc = row.LookedAtUtc }, caller, ct);
            own.Add(new(row.Id, row.Name, row.Address, row.SavedAtUtc, row.LookedAtUtc, hits, fresh));
        }

        return own;
    }

    public async Task<Outcome<string>> Save(SaveSearch asked, Caller caller, CancellationToken ct)
    {
        if (asked.Name?.Trim() is not { Length: > 0 and <= LongestName } name)
        {
            return PlatformSearchFaults.NameMissing;
        }

        if (asked.Address is not { Length: <= LongestAddress } address || !Lists.ContainsKey(address.Split('?')[0]))
        {
            return PlatformSearchFaults.NoListAddress;
        }

        if (Request(address).Fault is { } fault)
        {
            return fault;
        }

        await using var db = await records.CreateDbContextAsync(ct);
        if (await db.Set<SavedSearchRow>().FirstOrDefaultAsync(s => s.AccountId == caller.AccountId && s.Name == name && s.Address == address, ct) is { } same)
        {
            return same.Id;
        }

        if (await db.Set<SavedSearchRow>().CountAsync(s => s.AccountId == caller.AccountId, ct) >= Most)
        {
            return PlatformSearchFaults.TooMany(Most);
        }

        var now = clock.GetUtcNow();
        var row = new SavedSearchRow { Id = Id.New(), AccountId = caller.AccountId, Name = name, Address = address, SavedAtUtc = now, LookedAtUtc = now };
        db.Add(row);
        db.Note(AuditEntry.By(caller, "search.saved", row.Id), clock);
        await db.SaveChangesAsync(ct);
        return row.Id;
    }

    /// <summary>The account has seen what there is: only later publications are new.</summary>
    public Task<Outcome<string>> Look(string id, Caller caller, CancellationToken ct) =>
        Change(id, caller, "search.looked", (_, row) => row.LookedAtUtc = clock.GetUtcNow(), ct);

    public Task<Outcome<string>> Delete(string id, Caller caller, CancellationToken ct) => Change(id, caller, "search.deleted", (db, row) => db.Remove(row), ct);

    private async Task<Outcome<string>> Change(string id, Caller caller, string act, Action<RecordsDb, SavedSearchRow> change, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        if (await db.Set<SavedSearchRow>().SingleOrDefaultAsync(s => s.Id == id && s.AccountId == caller.AccountId, ct) is not { } row)
        {
            return PlatformSearchFaults.Unknown;
        }

        change(db, row);
        db.Note(AuditEntry.By(caller, act, row.Id), clock);
        await db.SaveChangesAsync(ct);
        return row.Address;
    }

    private async Task<int> Total(SearchRequest request, Caller caller, CancellationToken ct) =>
        (await search.Find(request with { Limit = 1, Cursor = null }, caller, ct)).Match(page => page.Total, _ => 0);

    private Outcome<SearchRequest> Request(string address)
    {
        var parts = address.Split('?', 2);
        var parameters = QueryHelpers.ParseQuery(parts.Length > 1 ? parts[1] : "").Where(p => p.Key is not ("cursor" or "limit"));
        return addresses.Read(parameters).Then<SearchRequest>(request =>
            Lists.GetValueOrDefault(parts[0]) is { } kind ? request with { Kinds = [kind] } : request);
    }
}
