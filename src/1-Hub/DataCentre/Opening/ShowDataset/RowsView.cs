using CityHub.DataCentre.Serving.Download;
using CityHub.DataCentre.Serving.Query;
using CityHub.DataCentre.Serving.ReadRows;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Web;
using Microsoft.Extensions.Primitives;

namespace CityHub.DataCentre.Opening.ShowDataset;

/// <summary>A page of rows as a page shows it: cells as text, filters as words.</summary>
internal sealed record RowsView(
    RowQuery Query, IReadOnlyList<string?[]> Rows, long? Total, string? Next, IReadOnlyList<(string Text, string Name, string Value)> Chosen)
{
    /// <summary>Conditions stand in an address as <c>f=column:op.value</c>, so that no column's name meets one of the page's own.</summary>
    public static IEnumerable<KeyValuePair<string, StringValues>> Filters(IEnumerable<string> conditions) => conditions
        .Select(f => f.Split(':', 2)).Where(f => f.Length == 2)
        .GroupBy(f => f[0]).Select(g => KeyValuePair.Create("filter." + g.Key, new StringValues([.. g.Select(f => f[1])])));

    /// <summary>A condition from the three fields of the form; null when they hold none.</summary>
    public static string? Condition(string? column, string? op, string? value) => (column, op, value) switch
    {
        (null or "", _, _) => null,
        (_, "null", _) => $"{column}:is.null",
        (_, _, null or "") => null,
        (_, "like", _) => $"{column}:like.*{value}*",
        _ => $"{column}:{op}.{value}",
    };

    /// <summary>Reads the page, and notes that it was read, before anything of it is shown.</summary>
    public static async Task<Outcome<RowsView>> Read(
        Readable read, Caller caller, IReadOnlyList<string> conditions, IEnumerable<KeyValuePair<string, StringValues>> rest, ReadGate gate, RowPages pages, CancellationToken ct)
    {
        if (!RowQuery.Parse(read, Filters(conditions).Concat(rest)).Try(out var query, out var fault))
        {
            return fault;
        }

        var total = await pages.Count(read, query, ct);
        var rows = new List<string?[]>();
        var page = await pages.Read(read, query, data => rows.Add([.. query.Fields.Select((f, i) => CellText.Of(data, i, f.AnswerKind))]), ct);
        if (!page.Try(out var next, out fault))
        {
            return fault;
        }

        await gate.Note(read, caller, "serving.read-rows", query.Fields, next.Rows, null, "page", query.Filters);
        var chosen = conditions.Select(c => c.Split(':', 2)).Where(c => c.Length == 2)
            .Select(c => (Words(read, c[0], c[1]), c[0], c[1])).ToList();
        return new RowsView(query, rows, total.Rows, next.Cursor, chosen);
    }

    private static string Words(Readable read, string column, string condition)
    {
        var name = read.Columns.FirstOrDefault(c => c.Name == column)?.Item.Name ?? column;
        var dot = condition.IndexOf('.', StringComparison.Ordinal);
        var (op, value) = dot < 0 ? ("", condition) : (condition[..dot], condition[(dot + 1)..]);
        return op switch
        {
            "ne" => $"{name} ≠ {value}",
            "gte" => $"{name} ≥ {value}",
            "lte" => $"{name} ≤ {value}",
            "like" => $"{name} ∋ {value.Trim('*')}",
            "is" => $"{name} = {Show.Missing}",
            _ => $"{name} = {value}",
        };
    }
}
