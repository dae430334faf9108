using System.Globalization;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.DataCentre.Gathering;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.Storage.Records;
using CityHub.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Quality.RefusedDesk;

/// <summary>Refused rows that wait for the same reason: of one run, rule and item.</summary>
/// <param name="Run">Id of the run that refused them.</param>
/// <param name="Number">Its number within the resource.</param>
/// <param name="Item">Column of the item; empty when the whole row is at fault.</param>
/// <param name="Rows">How many wait.</param>
internal sealed record RefusedGroup(
    string Run, int Number, string Resource, string Title, string Provider, string ProviderName, string Rule, string RuleTitle, string Item, string ItemName, long Rows);

/// <summary>A page of groups, most rows first.</summary>
/// <param name="Total">Groups in all.</param>
/// <param name="Rows">Rows that wait, each once for each reason.</param>
internal sealed record RefusedGroupPage(int Total, long Rows, IReadOnlyList<RefusedGroup> Items, string? Next);

/// <summary>Which groups.</summary>
/// <param name="District">Organisation code of a subtree.</param>
/// <param name="Resource">Code of a resource.</param>
/// <param name="Rule">Code of a rule.</param>
internal sealed record RefusedQuery(string? District = null, string? Resource = null, string? Rule = null);

/// <summary>待改的拒收行 over all resources of the caller's posts. What a later full replacement made void is left out: it can no longer be mended.</summary>
internal sealed class RefusedGroups(
    CatalogueBook catalogue, ITableStore tables, IDbContextFactory<RecordsDb> records, IOrganisations organisations, EntryAnswers names)
{
    public const int UsualLimit = 50, MostLimit = 200;

    /// <summary>Most rows first; titles as characters are numbered.</summary>
    public static ListOrders Orders { get; } = new(new("rows", true), new("resource", false), new("item", false), new("rule", false));

    public async Task<Outcome<RefusedGroupPage>> List(
        RefusedQuery query, ListOrder order, string? cursor, int? limit, Caller caller, Language language, CancellationToken ct)
    {
        if (limit is < 1 or > MostLimit)
        {
            return CatalogueFaults.BadLimit;
        }

        var from = 0;
        if (!string.IsNullOrEmpty(cursor) && (!int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out from) || from == 0))
        {
            return GatheringFaults.CursorBroken;
        }

        var take = limit ?? UsualLimit;
        return (await All(query, order, caller, language, ct)).Then<RefusedGroupPage>(all => new RefusedGroupPage(
            all.Count, all.Sum(g => g.Rows), [.. all.Skip(from).Take(take)], all.Count - from > take ? (from + take).ToString(CultureInfo.InvariantCulture) : null));
    }

    /// <summary>Every group in this order.</summary>
    public async Task<Outcome<IReadOnlyList<RefusedGroup>>> All(RefusedQuery query, ListOrder order, Caller caller, Language language, CancellationToken ct)
    {
        var (district, resource, rule) = query;
        if (!Subtree.Path(organisations, district).Try(out var within, out var fault))
        {
            return fault;
        }

        var code = string.IsNullOrWhiteSpace(resource) ? null : ResourceCode.FromAddress(resource);
        var found = new List<(Resource Resource, int Run, string Rule, string Item, long Rows)>();
        await foreach (var group in Open(ct))
        {
            if (await catalogue.FindById(group.ResourceId, ct) is { State: not ResourceState.Withdrawn } entry && caller.May(RunList.Permission, entry.ProviderPath)
                && entry.ProviderPath.StartsWith(within, StringComparison.Ordinal) && (code is null || entry.Code == code) && (string.IsNullOrEmpty(rule) || group.Rule == rule))
            {
                found.Add((entry, group.Run, group.Rule, group.Item, group.Rows));
            }
        }

        await using var db = await records.CreateDbContextAsync(ct);
        var resources = found.Select(f => f.Resource.Id).Distinct().ToList();
        var runs = (await db.Set<RunRow>().AsNoTracking().Where(r => resources.Contains(r.ResourceId) && r.State == RunState.Succeeded)
            .Select(r => new { r.Id, r.ResourceId, r.Number }).ToListAsync(ct)).ToLookup(r => r.ResourceId);
        var replaced = await db.LastReplacements(ct);
        var all = order.Sort(
            found
            .Select(f => (f, Run: runs[f.Resource.Id].FirstOrDefault(r => r.Number == f.Run)))
            .Where(g => g.Run is not null && g.f.Run >= replaced.GetValueOrDefault(g.f.Resource.Id)),
            g => order.By switch
            {
                "resource" => g.f.Resource.Title,
                // A fault of the whole row has no item: it comes last.
                "item" => g.f.Item.Length == 0 ? null : NameOf(g.f.Resource, g.f.Item),
                "rule" => RuleTitles.Of(g.f.Rule).Title.In(language),
                _ => g.f.Rows,
            })
            .ThenBy(g => g.f.Resource.Code, StringComparer.Ordinal).ThenBy(g => g.f.Run).ThenBy(g => g.f.Rule, StringComparer.Ordinal).ThenBy(g => g.f.Item, StringComparer.Ordinal)
            .Select(g => new RefusedGroup(
                g.Run!.Id, g.f.Run, g.f.Resource.Code, g.f.Resource.Title, g.f.Resource.Provider, names.Name(g.f.Resource.Provider, language), g.f.Rule,
                RuleTitles.Of(g.f.Rule).Title.In(language), g.f.Item, NameOf(g.f.Resource, g.f.Item), g.f.Rows));
        return all.ToList();
    }

    private static string NameOf(Resource resource, string column) => resource.Items.FirstOrDefault(i => i.Column == column)?.Name ?? column;

    /// <summary>The groups for a spreadsheet.</summary>
    public static CsvSheet Sheet(IReadOnlyList<RefusedGroup> groups) => new(
        "refused.csv", ["resource", "title", "provider", "providerName", "run", "number", "rule", "ruleTitle", "item", "itemName", "rows"],
        groups.ToAsyncEnumerable().Select(g => (IReadOnlyList<string?>)[g.Resource, g.Title, g.Provider, g.ProviderName, g.Run, CsvSheet.Text(g.Number), g.Rule, g.RuleTitle, g.Item, g.ItemName, CsvSheet.Text(g.Rows)]));

    private async IAsyncEnumerable<(string ResourceId, int Run, string Rule, string Item, long Rows)> Open([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var reader = await tables.Read(
            """
            select w.resource, w.run, f.rule, coalesce(f.item, ''), count(distinct w.line)
            from refused_rows w join refusals f on f.resource = w.resource and f.run = w.run and f.line = w.line
            where w.state = 'open' group by 1, 2, 3, 4
            """, [], ct);
        while (await reader.Data.ReadAsync(ct))
        {
            yield return (reader.Data.GetString(0), reader.Data.GetInt32(1), reader.Data.GetString(2), reader.Data.GetString(3), reader.Data.GetInt64(4));
        }
    }
}
