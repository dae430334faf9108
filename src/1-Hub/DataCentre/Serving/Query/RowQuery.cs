using System.Globalization;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
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

    /// <summary>Columns as names of the query, for the API description.</summary>
    public static FreeQuery Columns { get; } = new(
        "按列筛选，同时成立，最多 50 个：列名=值，或 列名=运算.值，运算为 eq ne gt gte lt lte like in is not。例：name=like.*路、income=gte.1000、district=in.(500103,500104)、left=is.null、left=not.null。"
        + "like 只用于文本，* 代表任意字符；in 中含逗号的值加双引号；点号前不是运算的，整个是值。与参数同名的列写作 filter.列名。 / "
        + "Filters by column, all hold, 50 at most: column=value or column=op.value with eq ne gt gte lt lte like in is not. For example name=like.*路, income=gte.1000, "
        + "district=in.(500103,500104), left=is.null, left=not.null. like is for text, and * in it stands for any characters; in quotes a value that has a comma; other text before a "
        + "dot belongs to the value. A column may be given several times (income=gte.1&income=lt.9). One named like a parameter is written filter.NAME.",
        Reserved);

    /// <summary>Which columns are answered.</summary>
    public static QueryParameter FieldsParameter { get; } = new("fields", "要返回的列，逗号隔开，按此顺序；默认全部 / Columns to answer, comma between, in this order; all by default");

    /// <summary>In which order rows come.</summary>
    public static QueryParameter OrderParameter { get; } = new("order", "排序：列名，.desc 为降序，逗号隔开，最多 8 个 / Order: columns, .desc for descending, comma between, 8 at most");

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
            var plain = !name.StartsWith("filter.", StringComparison.Ordinal);
            var column = read.ClearColumn(plain ? name : name[7..], plain ? Reserved : []);
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
