using System.Collections.Concurrent;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using PublishSlice = CityHub.DataCentre.Catalogue.PublishResource.PublishResource;

namespace CityHub.DataCentre.Catalogue.OneSource;

/// <summary>Which item is named as lead, and why.</summary>
internal sealed record LeadRequest(string? Key, string? Code, string? Column, string? Note);

/// <summary>The lead source of a datum.</summary>
internal sealed record Lead(string Key, string ResourceId, string Column, string? Note, string NamedBy, DateTimeOffset NamedAt);

/// <summary>一数一源: keeps which source leads, and says at publishing which items repeat one (国务院令第809号 第十九条).</summary>
internal sealed class LeadSources(IDbContextFactory<RecordsDb> records, CatalogueBook book, IStandards standards, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, Lead> _leads = new(StringComparer.Ordinal);
    private readonly Lazy<DatumNames> _names = new(() => new(standards.Elements));
    private volatile IReadOnlyList<Overlap> _overlaps = [];

    public IReadOnlyList<Overlap> Overlaps => _overlaps;

    /// <summary>When the values were last compared; null while never.</summary>
    public DateTimeOffset? ScannedAt { get; private set; }

    public Lead? Find(string key) => _leads.GetValueOrDefault(key);

    /// <param name="singles">Data with one source, too.</param>
    public IReadOnlyList<Repeat> Repeats(bool singles = false) =>
        OneSource.Repeats.Of(book.Shelf.InOrder.Select(h => h.Entry.Resource).Where(r => r.State == ResourceState.Published), _overlaps, _names.Value, singles);

    public async Task Open(CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        foreach (var row in await db.Set<LeadRow>().AsNoTracking().ToListAsync(ct))
        {
            _leads[row.Key] = Read(row);
        }

        var found = await db.Set<OverlapRow>().AsNoTracking().ToListAsync(ct);
        _overlaps = [.. found.Select(o => new Overlap(o.FirstId, o.FirstColumn, o.SecondId, o.SecondColumn, o.Share))];
        ScannedAt = found.Count > 0 ? found.Max(o => o.FoundAtUtc) : null;
    }

    /// <summary>Names the lead source of a datum, whether or not somebody repeats it yet.</summary>
    public async Task<Outcome<Lead>> Name(LeadRequest request, Caller caller, CancellationToken ct)
    {
        if (!Decide(request, caller, Repeats(singles: true).FirstOrDefault(r => r.Key == request.Key)).Try(out var source, out var fault))
        {
            return fault;
        }

        await using var db = await records.CreateDbContextAsync(ct);
        var row = await db.Set<LeadRow>().FindAsync([request.Key!], ct);
        if (row is null)
        {
            row = new LeadRow { Key = request.Key!, ResourceId = "", Column = "", NamedBy = "", NamedAtUtc = default };
            db.Add(row);
        }

        (row.ResourceId, row.Column, row.Note, row.NamedBy, row.NamedAtUtc) =
            (source.Resource.Id, source.Item.Column, string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim(), caller.Name, clock.GetUtcNow());
        db.Note(AuditEntry.By(caller, "one-source.lead", source.Resource.Code) with { Items = [source.Item.Column], Detail = request.Key }, clock);
        await db.SaveChangesAsync(ct);
        return _leads[row.Key] = Read(row);
    }

    /// <summary>Takes the naming back.</summary>
    public async Task<Outcome<Lead>> Unname(string key, Caller caller, CancellationToken ct)
    {
        if (Find(key) is not { } lead || await book.FindById(lead.ResourceId, ct) is not { } resource)
        {
            return OneSourceFaults.NoSuchDatum(key);
        }

        if (!caller.May(PublishSlice.Permission, resource.ProviderPath))
        {
            return CatalogueFaults.OutOfScope(resource.Provider);
        }

        await using var db = await records.CreateDbContextAsync(ct);
        await db.Set<LeadRow>().Where(r => r.Key == key).ExecuteDeleteAsync(ct);
        db.Note(AuditEntry.By(caller, "one-source.lead-dropped", resource.Code) with { Detail = key }, clock);
        await db.SaveChangesAsync(ct);
        _leads.TryRemove(key, out _);
        return lead;
    }

    internal static Outcome<DatumSource> Decide(LeadRequest request, Caller caller, Repeat? repeat)
    {
        if (repeat is null)
        {
            return OneSourceFaults.NoSuchDatum(request.Key ?? "");
        }

        var code = ResourceCode.FromAddress(request.Code ?? "");
        if (repeat.Sources.FirstOrDefault(s => s.Resource.Code == code && s.Item.Column == request.Column) is not { } source)
        {
            return OneSourceFaults.NotOfTheDatum(request.Code ?? "", request.Column ?? "");
        }

        // Whoever decides between departments stands over all of them.
        if (repeat.Sources.FirstOrDefault(s => !caller.May(PublishSlice.Permission, s.Resource.ProviderPath)) is { } beyond)
        {
            return CatalogueFaults.OutOfScope(beyond.Resource.Provider);
        }

        return request.Note is { Length: > EntryCheck.LongestCondition }
            ? CatalogueFaults.Invalid([EntryFaults.TooLong("note", request.Note.Length, EntryCheck.LongestCondition)])
            : source;
    }

    /// <summary>The lead source that an item of this resource repeats; null when it repeats none or leads itself.</summary>
    public DatumSource? LeadOver(InformationItem item, string resourceId, string resourceCode, string provider)
    {
        foreach (var key in Catalogue.OneSource.Repeats.KeysOf(item, _names.Value).Concat(ValueKeys(resourceId, resourceCode, item.Column)))
        {
            if (Find(key) is { } lead && lead.ResourceId != resourceId && book.FindById(lead.ResourceId, default).Result is { State: ResourceState.Published } resource
                && resource.Provider != provider && resource.Items.FirstOrDefault(i => i.Column == lead.Column) is { } leading)
            {
                return new(resource, leading);
            }
        }

        return null;
    }

    /// <summary>A repeat needs a reason: a fault for each item that has none.</summary>
    public IReadOnlyList<Fault> Unexplained(EntryContent content, Resource resource)
    {
        var faults = new List<Fault>();
        for (var i = 0; i < content.Items.Count; i++)
        {
            if (content.Items[i].RepeatReason is null && LeadOver(content.Items[i], resource.Id, resource.Code, content.Provider) is { } lead)
            {
                faults.Add(OneSourceFaults.RepeatUnexplained($"items[{i}].repeatReason", content.Items[i].Name, lead));
            }
        }

        return faults;
    }

    internal async Task Keep(IReadOnlyList<Overlap> found, Caller caller, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await records.CreateDbContextAsync(ct);
        db.RemoveRange(await db.Set<OverlapRow>().ToListAsync(ct));
        await db.SaveChangesAsync(ct);
        db.AddRange(found.Select(o => new OverlapRow
        {
            FirstId = o.FirstId, FirstColumn = o.FirstColumn, SecondId = o.SecondId, SecondColumn = o.SecondColumn, Share = o.Share, FoundAtUtc = now,
        }));
        db.Note(AuditEntry.By(caller, "one-source.scanned") with { Rows = found.Count }, clock);
        await db.SaveChangesAsync(ct);
        (_overlaps, ScannedAt) = (found, now);
    }

    private IEnumerable<string> ValueKeys(string resourceId, string resourceCode, string column) => _overlaps
        .Where(o => (o.FirstId == resourceId && o.FirstColumn == column) || (o.SecondId == resourceId && o.SecondColumn == column))
        .Select(o =>
        {
            var (otherId, otherColumn) = o.FirstId == resourceId ? (o.SecondId, o.SecondColumn) : (o.FirstId, o.FirstColumn);
            return book.FindById(otherId, default).Result is { } other
                ? Catalogue.OneSource.Repeats.ValuesKey($"{resourceCode}.{column}", $"{other.Code}.{otherColumn}")
                : null;
        })
        .OfType<string>();

    private static Lead Read(LeadRow row) => new(row.Key, row.ResourceId, row.Column, row.Note, row.NamedBy, row.NamedAtUtc);
}
