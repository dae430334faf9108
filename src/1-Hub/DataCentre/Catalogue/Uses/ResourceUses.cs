using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.Uses;

/// <summary>Uses of a resource's rows over some days (使用情况), out of the audit trail; the last half minute may be missing.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day: today.</param>
/// <param name="Times">How often rows, or what is in them, were handed out.</param>
/// <param name="Rows">Rows handed out, as far as the trail tells: a figure of all rows counts none.</param>
/// <param name="ByDay">Each day from the first to the last.</param>
/// <param name="ByWay">By act, most first.</param>
/// <param name="ByOrganisation">By organisation, most first.</param>
internal sealed record ResourceUsesAnswer(
    string Resource, DateOnly From, DateOnly To, long Times, long Rows, IReadOnlyList<DayOfUse> ByDay, IReadOnlyList<WayOfUse> ByWay, IReadOnlyList<UserOfResource> ByOrganisation);

/// <summary>Uses on a day of the city.</summary>
internal sealed record DayOfUse(DateOnly Day, long Times, long Rows);

/// <summary>Uses in one way.</summary>
/// <param name="Act">Act of the audit trail: <c>serving.download</c>.</param>
internal sealed record WayOfUse(string Act, string Title, long Times, long Rows);

/// <summary>An organisation's uses.</summary>
/// <param name="Organisation">Code; null for readers of open data without an account.</param>
/// <param name="LastAt">Its last use.</param>
internal sealed record UserOfResource(string? Organisation, string Name, long Times, long Rows, DateTimeOffset LastAt);

/// <summary>Reads the counted uses of a resource.</summary>
internal sealed class ResourceUses(IDbContextFactory<RecordsDb> records, CountUses count, EntryAnswers names, TimeProvider clock)
{
    /// <summary>The longest stretch, days.</summary>
    public const int MostDays = 366;

    /// <summary>The usual stretch, days.</summary>
    public const int UsualDays = 30;

    /// <summary>The uses of the last days, today's included.</summary>
    public async Task<ResourceUsesAnswer> Of(Resource resource, int days, Language language, CancellationToken ct)
    {
        await count.Count(ct);
        var to = CityTime.Day(clock.GetUtcNow());
        var from = to.AddDays(1 - days);
        await using var db = await records.CreateDbContextAsync(ct);
        var rows = await db.Set<UseRow>().AsNoTracking().Where(u => u.Resource == resource.Code && u.Day >= from && u.Day <= to).ToListAsync(ct);
        var byDay = rows.ToLookup(r => r.Day);
        return new(
            resource.Code, from, to, rows.Sum(r => r.Times), rows.Sum(r => r.Rows),
            [.. Enumerable.Range(0, days).Select(from.AddDays).Select(day => new DayOfUse(day, byDay[day].Sum(r => r.Times), byDay[day].Sum(r => r.Rows)))],
            [.. rows.GroupBy(r => r.Act).Select(g => new WayOfUse(g.Key, CountUses.Ways[g.Key].In(language), g.Sum(r => r.Times), g.Sum(r => r.Rows))).OrderByDescending(w => w.Times)],
            [
                .. rows.GroupBy(r => r.Organisation).Select(g => new UserOfResource(
                    g.Key.Length == 0 ? null : g.Key,
                    g.Key.Length == 0 ? new Words("社会公众（未登录）", "The public, without an account").In(language) : names.Name(g.Key, language),
                    g.Sum(r => r.Times), g.Sum(r => r.Rows), g.Max(r => r.LastUtc))).OrderByDescending(u => u.Times).ThenBy(u => u.Organisation, StringComparer.Ordinal),
            ]);
    }

    /// <summary>Organisations that used a resource lately, and when last.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> Users(string code, CancellationToken ct)
    {
        await count.Count(ct);
        var since = clock.GetUtcNow() - CountUses.Remembered;
        await using var db = await records.CreateDbContextAsync(ct);
        var rows = await db.Set<UseRow>().AsNoTracking().Where(u => u.Resource == code && u.Organisation != "" && u.LastUtc >= since).ToListAsync(ct);
        return rows.GroupBy(u => u.Organisation).ToDictionary(g => g.Key, g => g.Max(u => u.LastUtc), StringComparer.Ordinal);
    }
}
