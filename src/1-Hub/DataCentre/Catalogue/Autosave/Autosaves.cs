using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.Autosave;

/// <summary>What somebody typed into an editor and has not submitted: kept on the server, complete or not, seen by nobody else.</summary>
internal sealed class AutosaveRow
{
    /// <summary>The editor of a new entry; others have the entry's code.</summary>
    public const string NewEntry = "new";

    public required string AccountId { get; init; }
    public required string Target { get; init; }

    /// <summary>The request as far as it was typed, JSON.</summary>
    public required string Content { get; set; }

    /// <summary>Revision of the entry that was edited; 0 for a new one.</summary>
    public int Revision { get; set; }
    public DateTimeOffset SavedAtUtc { get; set; }
}

/// <summary>An autosave as the editor takes it up again.</summary>
internal sealed record Autosave(EntryRequest Request, int Revision, DateTimeOffset SavedAtUtc);

/// <summary>Keeps autosaves. They are a person's scrap paper, so they are not audited and not versioned.</summary>
internal sealed class Autosaves(IDbContextFactory<RecordsDb> records, TimeProvider clock)
{
    public async Task<Autosave?> Find(string accountId, string target, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        return await db.Set<AutosaveRow>().FindAsync([accountId, target], ct) is { } row
            ? new(EntryJson.Read<EntryRequest>(row.Content), row.Revision, row.SavedAtUtc)
            : null;
    }

    /// <returns>When it was saved.</returns>
    public async Task<DateTimeOffset> Save(string accountId, string target, EntryRequest request, int revision, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var row = await db.Set<AutosaveRow>().FindAsync([accountId, target], ct);
        if (row is null)
        {
            row = new AutosaveRow { AccountId = accountId, Target = target, Content = "" };
            db.Add(row);
        }

        row.Content = EntryJson.Write(request);
        row.Revision = revision;
        row.SavedAtUtc = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return row.SavedAtUtc;
    }

    public async Task Drop(string accountId, string target, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        await db.Set<AutosaveRow>().Where(r => r.AccountId == accountId && r.Target == target).ExecuteDeleteAsync(ct);
    }
}
