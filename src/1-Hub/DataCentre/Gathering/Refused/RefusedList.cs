using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using CityHub.Storage.Tables;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Refused;

/// <summary>One violation of one refused row.</summary>
/// <param name="Line">Source line (or spreadsheet row).</param>
/// <param name="Item">Item's column; empty when the whole record is at fault.</param>
/// <param name="ItemName">Its name.</param>
/// <param name="Rule">Rule code.</param>
/// <param name="Title">Rule in words.</param>
/// <param name="Reason">Why this value breaks it.</param>
/// <param name="MarkStart">Where the fault stands in the value.</param>
/// <param name="State"><c>open resubmitted mended again</c>; <c>failed</c> when its run kept no row at all.</param>
/// <param name="Raw">The record as it stood in the source.</param>
internal sealed record RefusedCell(
    long Line, string Item, string ItemName, string Value, string Rule, string Title, string? Basis, string Reason, int MarkStart, int MarkLength,
    [property: OneOf("open", "resubmitted", "mended", "again")] string State, string Raw)
{
    /// <summary>For an archive or joined batches: entry or batch, and line there; for rows that were submitted again: their line in the run that refused them first; null when the line says it.</summary>
    public string? Place { get; init; }
}

/// <summary>What of the refused rows is asked for.</summary>
internal sealed record RefusedQuery(string? Rule = null, string? Item = null, string? Q = null, string? State = null, int? Limit = null, string? Cursor = null)
{
    /// <summary>Only lines from this one on.</summary>
    public long? From { get; init; }

    /// <summary>Only lines up to this one.</summary>
    public long? To { get; init; }
}

/// <summary>拒收的行: the refused rows of a run, by line.</summary>
internal sealed class RefusedList(ITableStore tables, ICatalogue catalogue, RulesOf rulesOf, IDbContextFactory<RecordsDb> records)
{
    public const int LimitUsual = 50, LimitMost = 500;

    private const string SourceRecord = "source-record";
    private const int LongestRecord = 200;

    private const string From = " from refusals f join refused_rows w on w.resource = f.resource and w.run = f.run and w.line = f.line where f.resource = $1 and f.run = $2";

    /// <summary>Whether a cursor is one of this list's; none is the first page.</summary>
    public static bool Knows(string? cursor) => string.IsNullOrEmpty(cursor) || Cursor.Read(cursor) is not null;

    public async Task<Listed<RefusedCell>> Page(RunRow run, RefusedQuery query, Caller caller, Language language, CancellationToken ct)
    {
        var resource = await catalogue.FindById(run.ResourceId, ct);
        var sight = new RefusedSight(run, resource, caller);
        var parameters = new List<object?> { run.ResourceId, run.Number };
        var where = Where(query, sight, parameters);
        long total = 0;
        await using (var count = await tables.Read("select count(*)" + From + where, parameters, ct))
        {
            await count.Data.ReadAsync(ct);
            total = Convert.ToInt64(count.Data.GetValue(0), CultureInfo.InvariantCulture);
        }

        if (Cursor.Read(query.Cursor) is { } after)
        {
            parameters.AddRange([after.Line, after.Rule, after.Item]);
            where += $" and (f.line, f.rule, coalesce(f.item, '')) > (${parameters.Count - 2}, ${parameters.Count - 1}, ${parameters.Count})";
        }

        var take = Math.Clamp(query.Limit ?? LimitUsual, 1, LimitMost);
        var reasons = new Reasons(resource, rulesOf);
        var (fields, file, mended) = (Fields(run), RunJson.Read<AcquiredFile>(run.Acquired), SettleMended.Lines(run));
        var items = new List<RefusedCell>();
        await using var reader = await tables.Read(
            "select f.line, f.rule, coalesce(f.item, ''), coalesce(f.value, ''), w.raw, w.state" + From + where + $" order by 1, 2, 3 limit {take + 1}", parameters, ct);
        while (await reader.Data.ReadAsync(ct))
        {
            var cell = Cell(reader.Data, reasons, sight, fields, language);
            var place = run.Mends is null ? file?.Place(cell.Line)
                : cell.Line <= mended.Length ? new Words($"原第 {mended[cell.Line - 1]} 行", $"line {mended[cell.Line - 1]} of the first run").In(language) : null;
            items.Add(place is null ? cell : cell with { Place = place });
        }

        var more = items.Count > take;
        return new(total, [.. items.Take(take)], more ? new Cursor(items[take - 1].Line, items[take - 1].Rule, items[take - 1].Item).Write() : null);
    }

    /// <summary>Counts by rule of the rows that wait for somebody, and how many rows that is.</summary>
    public async Task<(IReadOnlyList<(string Rule, long Count)> Rules, long Rows)> Open(RunRow run, CancellationToken ct)
    {
        object?[] parameters = [run.ResourceId, run.Number, RefusedStates.Waiting(run)];
        var rules = new List<(string, long)>();
        await using (var reader = await tables.Read("select f.rule, count(*)" + From + " and w.state = $3 group by 1 order by 2 desc, 1", parameters, ct))
        {
            while (await reader.Data.ReadAsync(ct))
            {
                rules.Add((reader.Data.GetString(0), Convert.ToInt64(reader.Data.GetValue(1), CultureInfo.InvariantCulture)));
            }
        }

        return (rules, await Counted(" where resource = $1 and run = $2 and state = $3", parameters, ct));
    }

    /// <summary>How many rows of a resource's runs may still be mended: those before the last replacement may not.</summary>
    public async Task<long> OpenOf(string resourceId, CancellationToken ct)
    {
        await using var db = await records.CreateDbContextAsync(ct);
        var replaced = await db.LastReplacement(resourceId, ct);
        return await Counted($" where resource = $1 and run >= $2 and state = '{RefusedStates.Open}'", [resourceId, replaced], ct);
    }

    /// <summary>How many rows of a run within a range of lines were refused, whatever became of them.</summary>
    public Task<long> CountRows(RunRow run, RefusedQuery range, CancellationToken ct) =>
        Counted(" where resource = $1 and run = $2 and line between $3 and $4", [run.ResourceId, run.Number, range.From ?? 1, range.To ?? long.MaxValue], ct);

    private async Task<long> Counted(string where, IReadOnlyList<object?> parameters, CancellationToken ct)
    {
        await using var rows = await tables.Read("select count(*) from refused_rows" + where, parameters, ct);
        await rows.Data.ReadAsync(ct);
        return Convert.ToInt64(rows.Data.GetValue(0), CultureInfo.InvariantCulture);
    }

    /// <summary>Every row in a state, by line, with all that is wrong with it. Streams.</summary>
    public async IAsyncEnumerable<(long Line, string Raw, IReadOnlyList<(string Rule, string Reason)> Faults)> Rows(
        RunRow run, string state, Caller caller, Language language, [EnumeratorCancellation] CancellationToken ct)
    {
        var resource = await catalogue.FindById(run.ResourceId, ct);
        var (reasons, sight) = (new Reasons(resource, rulesOf), new RefusedSight(run, resource, caller));
        var fields = Fields(run);
        await using var reader = await tables.Read(
            """
            select w.line, w.raw, coalesce(f.rule, ''), coalesce(f.item, ''), coalesce(f.value, '')
            from refused_rows w left join refusals f on f.resource = w.resource and f.run = w.run and f.line = w.line
            where w.resource = $1 and w.run = $2 and w.state = $3 order by w.line, f.rule, f.item
            """, [run.ResourceId, run.Number, state], ct);
        long? line = null;
        var raw = "";
        var faults = new List<(string, string)>();
        while (await reader.Data.ReadAsync(ct))
        {
            var at = Convert.ToInt64(reader.Data.GetValue(0), CultureInfo.InvariantCulture);
            if (line is { } before && before != at)
            {
                yield return (before, raw, [.. faults]);
                faults.Clear();
            }

            (line, raw) = (at, sight.Raw(reader.Data.GetString(1)));
            var (rule, item, value) = (reader.Data.GetString(2), reader.Data.GetString(3), reader.Data.GetString(4));
            var why = (sight.Hides(rule, item) ? RuleTitles.Of(rule).Meaning : reasons.Why(rule, item, value, fields)).In(language);
            faults.Add((rule, item.Length == 0 ? why : $"{reasons.ItemName(item)}：{why}"));
        }

        if (line is { } last)
        {
            yield return (last, raw, faults);
        }
    }

    internal static int Fields(RunRow run) => RunJson.Read<AcquiredFile>(run.Acquired)?.Header.Count ?? 0;

    private static RefusedCell Cell(System.Data.Common.DbDataReader data, Reasons reasons, RefusedSight sight, int fields, Language language)
    {
        var (rule, item, value) = (data.GetString(1), data.GetString(2), data.GetString(3));
        var (why, title) = (reasons.Why(rule, item, value, fields), RuleTitles.Of(rule));
        if (sight.Hides(rule, item))
        {
            // The reason may tell a digit of the value.
            (value, why) = (RefusedSight.Hidden, title.Meaning);
        }
        else if (rule == SourceRecord)
        {
            // The value says which flaw it is; people look for what stands in their file.
            value = Shortened.To(Original(data.GetString(4)), LongestRecord);
        }

        var (start, length) = Reasons.Mark(value, why);
        return new(
            Convert.ToInt64(data.GetValue(0), CultureInfo.InvariantCulture), item, item.Length == 0 ? "" : reasons.ItemName(item), value, rule, title.Title.In(language), title.Basis,
            why.In(language), start, length, data.GetString(5), sight.Raw(Original(data.GetString(4))));
    }

    // What a connector could not read is shown as it stood in the source.
    private static string Original(string raw) =>
        raw.StartsWith(Spooled.Mark, StringComparison.Ordinal) ? RawRecord.Cells(raw, new((byte)',', (byte)'"', 0, true))[0] : raw;

    private static string Where(RefusedQuery query, RefusedSight sight, List<object?> parameters)
    {
        var where = new StringBuilder();
        void And(string condition, object value)
        {
            parameters.Add(value);
            where.Append(" and ").Append(condition.Replace("?", "$" + parameters.Count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        if (query.Rule is { Length: > 0 } rule)
        {
            And("f.rule = ?", rule);
        }

        if (query.Item is { Length: > 0 } item)
        {
            And("f.item = ?", item);
        }

        if (query.State is { Length: > 0 } state)
        {
            And("w.state = ?", state);
        }

        if (query.From is { } from)
        {
            And("f.line >= ?", from);
        }

        if (query.To is { } to)
        {
            And("f.line <= ?", to);
        }

        if (query.Q?.Trim() is { Length: > 0 } q)
        {
            foreach (var hidden in sight.HiddenItems)
            {
                And("f.item is distinct from ?", hidden); // a search that finds would tell the value
            }

            // A small number is a line; codes and telephone numbers are not.
            if (q is { Length: < 8 } && q[0] != '0' && long.TryParse(q.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var line))
            {
                parameters.Add(line);
                And($"(f.line = ${parameters.Count} or contains(f.value, ?))", q);
            }
            else
            {
                // Who may not see a record whole does not learn what is in it by searching.
                And(sight.SeesRecords ? "(contains(f.value, ?) or contains(w.raw, ?))" : "contains(f.value, ?)", q);
            }
        }

        return where.ToString();
    }

    private sealed record Cursor(long Line, string Rule, string Item)
    {
        public string Write() => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Line.ToString(CultureInfo.InvariantCulture)}|{Rule}|{Item}")).Replace('+', '-').Replace('/', '_').TrimEnd('=');

        public static Cursor? Read(string? text)
        {
            if (string.IsNullOrEmpty(text))
            {
                return null;
            }

            var padded = text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4);
            var bytes = new byte[padded.Length];
            return Convert.TryFromBase64String(padded, bytes, out var count) && Encoding.UTF8.GetString(bytes, 0, count).Split('|') is [var line, var rule, var item]
                && long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                && new Cursor(at, rule, item) is var read && read.Write() == text // base 64 forgives blanks and stray bits
                ? read : null;
        }
    }
}
