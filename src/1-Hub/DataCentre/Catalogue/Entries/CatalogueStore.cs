using CityHub.DataCentre.Catalogue.Classification;
using CityHub.DataCentre.Catalogue.ImportCatalogue;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Records;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.Entries;

/// <summary>
/// Keeps the catalogue. One writer at a time: it decides on the entry as it stands, commits row, version, code and audit record together,
/// and only then shows the change to readers.
/// </summary>
internal sealed class CatalogueStore(IDbContextFactory<RecordsDb> records, CatalogueBook book, ClassTable classes, TimeProvider clock) : IDisposable
{
    private const int UniqueIndexBroken = 2067; // SQLITE_CONSTRAINT_UNIQUE

    private const int RevisionsKept = 50;

    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Fills the book from the record store.</summary>
    public async Task Open(CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        await foreach (var row in db.Set<ResourceRow>().AsNoTracking().AsAsyncEnumerable().WithCancellation(ct))
        {
            book.Put(EntryRows.Read(row));
        }
    }

    /// <summary>Registers a new entry under the next code of its category.</summary>
    public async Task<Outcome<Entry>> Add(
        Func<Outcome<EntryContent>> decide, string? category, Organisation provider, Caller caller, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            if (!decide().Try(out var content, out var fault))
            {
                return fault;
            }

            await using var db = await records.CreateDbContextAsync(ct);
            var now = clock.GetUtcNow();
            if (!(await CodeNumbering.Next(db, category, provider, ct)).Try(out var code, out var noCode))
            {
                return noCode;
            }

            var resource = content.Into(Id.New(), code, provider.Path, ResourceState.Draft, version: 0);
            var entry = new Entry(resource, Draft: null, Revision: 1, GatherAgain: false, now, now, caller.Name);
            db.Add(EntryRows.New(entry));
            db.Add(EntryRows.Revision(entry));
            db.Note(AuditEntry.By(caller, "catalogue.register", code), clock);
            var outcome = await Commit(db, entry, ct);
            if (outcome.Succeeded && category is null)
            {
                classes.Given(ResourceCode.CategoryOf(code), CodeNumbering.DutyOf(provider));
            }

            return outcome;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Changes an entry as the decision says; a rise of its version keeps the new version whole.</summary>
    /// <param name="along">What else commits with it.</param>
    public async Task<Outcome<Entry>> Change(
        string code, Func<Entry, Outcome<Entry>> decide, Caller caller, string act, string? note, CancellationToken ct,
        Func<RecordsDb, Entry, Task>? along = null)
    {
        await _writing.WaitAsync(ct);
        try
        {
            if (book.Entry(code) is not { } before)
            {
                return CatalogueFaults.NoSuchResource(code);
            }

            if (!decide(before).Try(out var decided, out var fault))
            {
                return fault;
            }

            if (ReferenceEquals(decided, before))
            {
                return before;
            }

            await using var db = await records.CreateDbContextAsync(ct);
            var row = await db.Set<ResourceRow>().SingleAsync(r => r.Id == before.Resource.Id, ct);
            var entry = decided with { Revision = before.Revision + 1, ChangedAtUtc = clock.GetUtcNow(), ChangedBy = caller.Name };
            EntryRows.Write(entry, row);
            await KeepRevisions(db, before, entry, ct);
            if (along is not null)
            {
                await along(db, entry);
            }

            if (entry.Resource.Version > before.Resource.Version)
            {
                db.Add(EntryRows.Version(entry, caller, note));
            }

            db.Note(AuditEntry.By(caller, act, entry.Resource.Code) with { Detail = $"version {entry.Resource.Version}" }, clock);
            return await Commit(db, entry, ct);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Adds and changes many entries in one transaction: all of them or none.</summary>
    /// <param name="decide">What to do, decided on the catalogue as it stands.</param>
    /// <param name="caller">Who.</param>
    /// <param name="file">Name of the file, for the audit.</param>
    /// <param name="done">Told how many are prepared.</param>
    /// <param name="ct">Ends it; nothing is written then.</param>
    /// <returns>The code of each, in order.</returns>
    public async Task<Outcome<IReadOnlyList<string>>> Batch(
        Func<Outcome<IReadOnlyList<PlannedEntry>>> decide, Caller caller, string file, Action<int> done, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            if (!decide().Try(out var planned, out var fault))
            {
                return fault;
            }

            await using var db = await records.CreateDbContextAsync(ct);
            db.ChangeTracker.AutoDetectChangesEnabled = false; // thousands of tracked rows; looked over once, when they are saved
            var batch = new EntryBatch(db, clock.GetUtcNow(), caller);
            foreach (var plan in planned)
            {
                if (await batch.Add(plan, ct) is { } noCode)
                {
                    return noCode;
                }

                if (batch.Entries.Count % 200 == 0)
                {
                    done(batch.Entries.Count);
                }
            }

            db.Note(AuditEntry.By(caller, "catalogue.import") with { Rows = planned.Count, Detail = Checks.EntryFaults.Short(file) }, clock);
            batch.Note(clock);
            db.ChangeTracker.DetectChanges();
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateException e) when (e.InnerException is SqliteException { SqliteExtendedErrorCode: UniqueIndexBroken })
            {
                // Two entries that swap their titles: unique at the end, not on the way.
                return CatalogueFaults.TitlesSwapped;
            }

            book.Put(batch.Written);
            foreach (var (entry, plan) in batch.Entries.Zip(planned).Where(p => p.Second is { Act: ImportAct.Add, Row.Request.Category: null or "" }))
            {
                classes.Given(ResourceCode.CategoryOf(entry.Resource.Code), CodeNumbering.DutyOf(plan.Provider!));
            }

            return batch.Entries.Select(e => e.Resource.Code).ToList();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Destroys an entry that was never published. Its code is not given out again.</summary>
    public async Task<Outcome<Entry>> Destroy(string code, Func<Entry, Outcome<Entry>> decide, Caller caller, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            if (book.Entry(code) is not { } entry)
            {
                return CatalogueFaults.NoSuchResource(code);
            }

            if (decide(entry).Fault is { } fault)
            {
                return fault;
            }

            await using var db = await records.CreateDbContextAsync(ct);
            db.Remove(await db.Set<ResourceRow>().SingleAsync(r => r.Id == entry.Resource.Id, ct));
            db.RemoveRange(await db.Set<RevisionRow>().Where(r => r.ResourceId == entry.Resource.Id).ToListAsync(ct));
            db.Note(AuditEntry.By(caller, "catalogue.destroy", entry.Resource.Code), clock);
            await db.SaveChangesAsync(ct);
            book.Remove(entry);
            return entry;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Published versions, newest first.</summary>
    public async Task<IReadOnlyList<VersionRow>> Versions(string resourceId, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        return await db.Set<VersionRow>().AsNoTracking().Where(v => v.ResourceId == resourceId)
            .OrderByDescending(v => v.Number).ToListAsync(ct);
    }

    /// <summary>One published version, or null.</summary>
    public async Task<VersionRow?> Version(string resourceId, int number, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        return await db.Set<VersionRow>().AsNoTracking()
            .SingleOrDefaultAsync(v => v.ResourceId == resourceId && v.Number == number, ct);
    }

    /// <summary>What an editor saw at a revision; null when it is too old or older than this table.</summary>
    public async Task<EntryContent?> Revision(string resourceId, int revision, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        return await db.Set<RevisionRow>().FindAsync([resourceId, revision], ct) is { } row ? EntryJson.Read<EntryContent>(row.Content) : null;
    }

    public void Dispose() => _writing.Dispose();

    private static async Task KeepRevisions(RecordsDb db, Entry before, Entry after, CancellationToken ct)
    {
        // An entry of an older folder has none yet: what was there before the first change is kept as well.
        if (await db.Set<RevisionRow>().FindAsync([before.Resource.Id, before.Revision], ct) is null)
        {
            db.Add(EntryRows.Revision(before));
        }

        db.Add(EntryRows.Revision(after));
        var oldest = after.Revision - RevisionsKept;
        db.RemoveRange(await db.Set<RevisionRow>().Where(r => r.ResourceId == after.Resource.Id && r.Revision <= oldest).ToListAsync(ct));
    }

    private async Task<Outcome<Entry>> Commit(RecordsDb db, Entry entry, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is SqliteException { SqliteExtendedErrorCode: UniqueIndexBroken })
        {
            return CatalogueFaults.TitleTaken(entry.Resource.Title);
        }

        book.Put(entry);
        return entry;
    }
}
