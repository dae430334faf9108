using System.Globalization;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using Microsoft.Extensions.Primitives;

namespace CityHub.DataCentre.Serving.Query;

/// <summary>What is asked of a resource's rows, checked against what the reader may see.</summary>
/// <param name="Fields">Columns of the answer, in the order asked for.</param>
/// <param name="Filters">All hold.</param>
/// <param name="Order">Before (_run, _line).</param>
/// <param name="Limit">Rows of a page.</param>
/// <param name="Cursor">Where the page starts; null for the first.</param>
internal sealed record RowQuery(
    IReadOnlyList<ReadableColumn> Fields, IReadOnlyList<RowFilter> Filters, IReadOnlyList<RowOrder> Order, int Limit, string? Cursor)
{
    public const int DefaultLimit = 50;
    public const int GreatestLimit = 1000;
    private const int MostFilters = 50;
    private const int MostOrders = 8;

    /// <summary>Query parameters that are not filters. A column of such a name is filtered as <c>filter.name=...</c>.</summary>
    private static readonly HashSet<string> Reserved =
        ["limit", "cursor", "order", "fields", "purpose", "format", "bom", "defuse", "by", "measure"];

    public static Outcome<RowQuery> Parse(Readable read, IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        var asked = query as IReadOnlyCollection<KeyValuePair<string, StringValues>> ?? [.. query];
        string? One(string name) => asked.FirstOrDefault(p => p.Key == name).Value.ToString() is { Length: > 0 } text ? text : null;

        if (!ParseFields(read, One("fields")).Try(out var fields, out var fault) ||
            !ParseFilters(read, asked).Try(out var filters, out fault) ||
            !ParseOrder(read, One("order")).Try(out var order, out fault))
        {
            return fault;
        }

        var limit = DefaultLimit;
        return One("limit") is { } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > GreatestLimit)
            ? ServingFaults.WrongLimit(text, GreatestLimit)
            : new RowQuery(fields, filters, order, limit, One("cursor"));
    }

    public static Outcome<IReadOnlyList<ReadableColumn>> ParseFields(Readable read, string? text)
    {
        if (text is null)
        {
            return (Outcome<IReadOnlyList<ReadableColumn>>)Kept(read.Columns);
        }

        var fields = new List<ReadableColumn>();
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct())
        {
            if (!read.Column(name).Try(out var column, out var fault))
            {
                return fault;
            }

            fields.Add(column);
        }

        return fields.Count == 0
            ? ServingFaults.WrongParameter("fields", text, new("至少一个列名", "at least one column"))
            : (Outcome<IReadOnlyList<ReadableColumn>>)Kept(fields);
    }

    public static Outcome<IReadOnlyList<RowFilter>> ParseFilters(Readable read, IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        var filters = new List<RowFilter>();
        foreach (var (name, texts) in query.Where(p => !Reserved.Contains(p.Key)))
        {
            var column = read.ClearColumn(name.StartsWith("filter.", StringComparison.Ordinal) ? name[7..] : name);
            foreach (var text in texts)
            {
                if (!column.Then(c => FilterSyntax.Parse(c, text ?? "")).Try(out var filter, out var fault))
                {
                    return fault;
                }

                filters.Add(filter);
            }
        }

        return filters.Count > MostFilters ? ServingFaults.TooMuch("filters", MostFilters) : (Outcome<IReadOnlyList<RowFilter>>)filters;
    }

    private static Outcome<IReadOnlyList<RowOrder>> ParseOrder(Readable read, string? text)
    {
        var orders = new List<RowOrder>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var descending = part.EndsWith(".desc", StringComparison.Ordinal);
            var name = descending ? part[..^5] : part.EndsWith(".asc", StringComparison.Ordinal) ? part[..^4] : part;
            if (!read.ClearColumn(name).Try(out var column, out var fault))
            {
                return fault;
            }

            if (!orders.Exists(o => o.Column.Name == name))
            {
                orders.Add(new(column, descending));
            }
        }

        return orders.Count > MostOrders ? ServingFaults.TooMuch("order", MostOrders) : (Outcome<IReadOnlyList<RowOrder>>)orders;
    }

    // An interface cannot be converted by a user-defined operator, a list can.
    private static List<ReadableColumn> Kept(IReadOnlyList<ReadableColumn> columns) => [.. columns];
}
