using CityHub.DataCentre.Catalogue.ImportCatalogue;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.Entries;

/// <summary>Prepares the rows of many entries in one unit of work.</summary>
internal sealed class EntryBatch(RecordsDb db, DateTimeOffset nowUtc, Caller caller)
{
    private readonly List<Entry> _entries = [];
    private readonly List<Entry> _written = [];

    /// <summary>Every entry of the plan as it will be, in its order.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Those that change something.</summary>
    public IReadOnlyList<Entry> Written => _written;

    public async Task<Fault?> Add(PlannedEntry plan, CancellationToken ct)
    {
        if (plan.Act == ImportAct.Same)
        {
            _entries.Add(plan.Before!);
            return null;
        }

        Entry entry;
        if (plan.Before is null)
        {
            var category = string.IsNullOrWhiteSpace(plan.Row.Request.Category) ? null : plan.Row.Request.Category.Trim();
            if (!(await CodeNumbering.Next(db, category, plan.Provider!, ct)).Try(out var code, out var noCode))
            {
                return noCode;
            }

            var resource = plan.Content!.Into(Id.New(), code, plan.Provider!.Path, ResourceState.Draft, version: 0);
            entry = new Entry(resource, Draft: null, Revision: 1, GatherAgain: false, nowUtc, nowUtc, caller.Name);
            db.Add(EntryRows.New(entry));
        }
        else
        {
            entry = plan.After! with { Revision = plan.Before.Revision + 1, ChangedAtUtc = nowUtc, ChangedBy = caller.Name };
            EntryRows.Write(entry, await db.Set<ResourceRow>().SingleAsync(r => r.Id == entry.Resource.Id, ct));
            if (await db.Set<RevisionRow>().FindAsync([plan.Before.Resource.Id, plan.Before.Revision], ct) is null)
            {
                db.Add(EntryRows.Revision(plan.Before));
            }
        }

        db.Add(EntryRows.Revision(entry));
        _entries.Add(entry);
        _written.Add(entry);
        return null;
    }

    /// <summary>Each change stands in the trail by itself, as if it had been made alone.</summary>
    public void Note(TimeProvider clock)
    {
        foreach (var entry in _written)
        {
            var act = entry.Revision == 1 ? "catalogue.register" : "catalogue.edit";
            db.Note(AuditEntry.By(caller, act, entry.Resource.Code) with { Detail = $"version {entry.Resource.Version}, imported" }, clock);
        }
    }
}
