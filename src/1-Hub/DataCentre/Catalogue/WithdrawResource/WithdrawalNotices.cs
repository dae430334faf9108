using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.Uses;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.WithdrawResource;

/// <summary>Why an organisation is told.</summary>
internal enum NoticeReason
{
    /// <summary>It provides the resource.</summary>
    Provider,

    /// <summary>It is the data bureau of the area.</summary>
    Bureau,

    /// <summary>It has read rows or looked them up.</summary>
    User,
}

/// <summary>What happened to a resource.</summary>
internal sealed class NoticeRow
{
    public required string Id { get; init; }
    public required string Code { get; init; }
    public required string Title { get; init; }

    /// <summary>withdrawn, restored.</summary>
    public required string What { get; init; }
    public string? Reason { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset AtUtc { get; init; }
}

/// <summary>Who is told of it.</summary>
internal sealed class NoticeRecipientRow
{
    public required string NoticeId { get; init; }
    public required string Organisation { get; init; }
    public required NoticeReason Because { get; init; }

    /// <summary>Last time that it used the rows.</summary>
    public DateTimeOffset? LastUsedUtc { get; init; }
    public DateTimeOffset? SeenAtUtc { get; set; }
    public string? SeenBy { get; set; }
}

/// <summary>
/// 撤销通知: who is told that a resource is gone, or back: its provider, the bureaus above it, and every organisation whose people or programs
/// read its rows in the last half year, as the audit trail has it.
/// </summary>
internal sealed class WithdrawalNotices(ResourceUses uses, IOrganisations organisations, TimeProvider clock)
{
    private const string Bureau = "dsj"; // the short name of a data bureau in organisation codes

    /// <summary>Finds the users before the withdrawal is decided.</summary>
    public Task<IReadOnlyDictionary<string, DateTimeOffset>> UsersOf(string code, CancellationToken ct) => uses.Users(code, ct);

    /// <summary>Notices the withdrawal; commits with it.</summary>
    public Task Withdrawn(RecordsDb db, Entry entry, IReadOnlyDictionary<string, DateTimeOffset> users, Caller caller)
    {
        var recipients = Officials(entry).ToDictionary(r => r.Organisation, StringComparer.Ordinal);
        foreach (var (organisation, at) in users)
        {
            recipients.TryAdd(organisation, new(organisation, NoticeReason.User, at));
        }

        Add(db, entry, "withdrawn", entry.WithdrawReason, recipients.Values, caller);
        return Task.CompletedTask;
    }

    /// <summary>Whoever was told that it is gone is told that it is back.</summary>
    public async Task Restored(RecordsDb db, Entry entry, Caller caller, CancellationToken ct)
    {
        var last = await db.Set<NoticeRow>().AsNoTracking().Where(n => n.Code == entry.Resource.Code).OrderByDescending(n => n.AtUtc).FirstOrDefaultAsync(ct);
        if (last is { What: "withdrawn" })
        {
            var told = await db.Set<NoticeRecipientRow>().AsNoTracking().Where(r => r.NoticeId == last.Id).ToListAsync(ct);
            Add(db, entry, "restored", null, told.Select(r => new Recipient(r.Organisation, r.Because, r.LastUsedUtc)), caller);
        }
    }

    private void Add(RecordsDb db, Entry entry, string what, string? reason, IEnumerable<Recipient> recipients, Caller caller)
    {
        var notice = new NoticeRow
        {
            Id = Id.New(), Code = entry.Resource.Code, Title = entry.Resource.Title, What = what, Reason = reason, By = caller.Name, AtUtc = clock.GetUtcNow(),
        };
        db.Add(notice);
        db.AddRange(recipients.Select(r => new NoticeRecipientRow
        {
            NoticeId = notice.Id, Organisation = r.Organisation, Because = r.Because, LastUsedUtc = r.LastUsedUtc,
        }));
    }

    private IEnumerable<Recipient> Officials(Entry entry)
    {
        yield return new(entry.Resource.Provider, NoticeReason.Provider, null);
        foreach (var above in entry.Resource.ProviderPath.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (organisations.Find($"{above}-{Bureau}") is { } bureau && bureau.Code != entry.Resource.Provider)
            {
                yield return new(bureau.Code, NoticeReason.Bureau, null);
            }
        }
    }

    private sealed record Recipient(string Organisation, NoticeReason Because, DateTimeOffset? LastUsedUtc);
}
