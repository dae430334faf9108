using System.Globalization;
using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Refused;

/// <summary>Mends many refused rows of a run in one way.</summary>
/// <param name="Rule">Rule that they break.</param>
/// <param name="Item">Column of the item whose value is mended.</param>
/// <param name="Act"><c>set</c>, <c>replace</c>, <c>trim</c>, <c>code</c> (the code of a name in the item's code list).</param>
/// <param name="Find">What <c>replace</c> looks for.</param>
/// <param name="Value">New value of <c>set</c>; what <c>replace</c> puts in its place.</param>
/// <param name="Lines">Only these source lines; null for all that wait.</param>
/// <param name="Preview">Only say what would change.</param>
internal sealed record MendRequest(string? Rule, string? Item, [property: OneOf("set", "replace", "trim", "code")] string? Act, string? Find = null, string? Value = null, IReadOnlyList<long>? Lines = null, bool Preview = false);

/// <summary>A value before and after.</summary>
/// <param name="Breaks">Why the row would still be refused: a rule of the item that the new value breaks, or another fault of the row; null when neither is known.</param>
internal sealed record MendedValue(long Line, string Before, string After, string? Breaks);

/// <summary>What came of it.</summary>
/// <param name="Looked">Rows that wait and were meant.</param>
/// <param name="Changed">Those whose value the act changes; only they are submitted.</param>
/// <param name="StillBroken">Those of them that would still be refused, as far as is known.</param>
/// <param name="Values">The first of them.</param>
/// <param name="Run">The run that submits them; null for a preview.</param>
internal sealed record MendAnswer(long Looked, long Changed, long StillBroken, IReadOnlyList<MendedValue> Values, RunStatus? Run);

/// <summary>批量修改: one act over many refused rows of one rule and item; submitted as any mended rows are.</summary>
internal sealed class MendMany(ITableStore tables, ICatalogue catalogue, IStandards standards, RulesOf rulesOf, Resubmit resubmit)
{
    /// <summary>Rows mended at once; the rest wait for the next time.</summary>
    public const int Most = 10_000;
    private const int Shown = 200;

    public async Task<Outcome<MendAnswer>> Do(RunRow origin, MendRequest request, Caller caller, Language language, CancellationToken ct)
    {
        if (RunJson.Read<AcquiredFile>(origin.Acquired) is not { } file || await catalogue.FindById(origin.ResourceId, ct) is not { } resource)
        {
            return RefusedFaults.NotYet(origin.Id);
        }

        // Reading them is for those who may mend them.
        if (!caller.May(StartRun.Permission, resource.ProviderPath))
        {
            return GatheringFaults.NotYours(origin.ResourceCode);
        }

        var at = resource.Items.ToList().FindIndex(i => i.Column == request.Item);
        var ordinal = (RunJson.Read<List<ColumnMatch>>(origin.Matches) ?? []).FirstOrDefault(m => m.Column == request.Item)?.Ordinal ?? -1;
        if (at < 0 || ordinal < 0)
        {
            return RefusedFaults.ItemNotMended(request.Item ?? "");
        }

        var item = resource.Items[at];
        var list = (item.CodeList is { Length: > 0 } own ? own : item.DataElement is { Length: > 0 } element ? standards.Element(element)?.CodeList : null) is { } code ? standards.CodeList(code) : null;
        if (!MendActs.Of(request.Act, request.Find, request.Value, list).Try(out var act, out var fault))
        {
            return fault;
        }

        var rules = rulesOf(resource.Items).Cells[at];
        var (looked, changed) = (0L, new List<MendedValue>());
        await foreach (var (line, raw, other) in Rows(origin, request, ct))
        {
            looked++;
            var cells = RawRecord.Cells(raw, file.Dialect);
            var before = ordinal < cells.Count ? cells[ordinal] : "";
            if (act(before) is var after && after != before)
            {
                changed.Add(new(line, before, after, (Breaks(after, item, rules) ?? Other(other, resource))?.In(language)));
            }
        }

        var answer = new MendAnswer(looked, changed.Count, changed.Count(c => c.Breaks is not null), [.. changed.Take(Shown)], null);
        if (request.Preview)
        {
            return answer;
        }

        if (changed.Count == 0)
        {
            return RefusedFaults.NothingChanges;
        }

        var column = $"#{(ordinal + 1).ToString(CultureInfo.InvariantCulture)}";
        var rows = changed.ToDictionary(
            c => c.Line.ToString(CultureInfo.InvariantCulture), c => (IReadOnlyDictionary<string, string?>)new Dictionary<string, string?> { [column] = c.After });
        return (await resubmit.Do(origin, new ResubmitRequest(rows), caller, ct)).Then<MendAnswer>(run => answer with { Run = RunStatusOf.Of(run, null, language) });
    }

    // With each row one fault of another item, if it has one: this act does not mend it.
    private async IAsyncEnumerable<(long Line, string Raw, string? Other)> Rows(RunRow origin, MendRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var only = request.Lines is { } lines ? string.Create(CultureInfo.InvariantCulture, $" and w.line in ({string.Join(',', lines.Take(Most).Append(-1))})") : "";
        await using var reader = await tables.Read(
            $"""
            select w.line, w.raw, min(case when g.item is distinct from f.item then coalesce(g.item, '') || chr(9) || g.rule end)
            from refused_rows w join refusals f on f.resource = w.resource and f.run = w.run and f.line = w.line
            join refusals g on g.resource = w.resource and g.run = w.run and g.line = w.line
            where w.resource = $1 and w.run = $2 and w.state = '{RefusedStates.Open}' and f.rule = $3 and f.item = $4{only} group by w.line, w.raw order by w.line limit {Most}
            """, [origin.ResourceId, origin.Number, request.Rule ?? "", request.Item ?? ""], ct);
        while (await reader.Data.ReadAsync(ct))
        {
            yield return (reader.Data.GetInt64(0), reader.Data.GetString(1), reader.Data.IsDBNull(2) ? null : reader.Data.GetString(2));
        }
    }

    private static Words? Other(string? other, Resource resource)
    {
        if (other?.Split('\t') is not [var column, var rule])
        {
            return null;
        }

        var (item, title) = (resource.Items.FirstOrDefault(i => i.Column == column)?.Name ?? column, RuleTitles.Of(rule).Title);
        return new($"这一行还有：{item} {title.Zh}", $"the row also has: {item} {title.En}");
    }

    private static Words? Breaks(string value, InformationItem item, IReadOnlyList<CellRule> rules)
    {
        if (value.Length == 0)
        {
            return item.Required || item.Key ? new("缺少值", "no value") : null;
        }

        var cell = Encoding.UTF8.GetBytes(value);
        return rules.FirstOrDefault(r => !r.Holds(cell))?.Explain(value);
    }
}
