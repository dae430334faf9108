using System.Globalization;
using System.Text.RegularExpressions;
using CityHub.DataCentre.Serving.Query;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Storage.Tables;
using Microsoft.Extensions.Primitives;

namespace CityHub.DataCentre.Serving.Aggregate;

/// <summary>A column of the answer: its name as asked for, its SQL and what comes out.</summary>
internal sealed record AggregateTerm(string Name, string Sql, ColumnKind Kind, ReadableColumn? Column);

/// <summary>Groups and what is measured in each, checked against what the reader may see.</summary>
/// <param name="By">Columns, or <c>year|quarter|month|week|day(column)</c>.</param>
/// <param name="Measures"><c>count</c>, or <c>count|sum|avg|min|max|distinct(column)</c>.</param>
/// <param name="Order">Terms of either, by name.</param>
internal sealed partial record AggregateQuery(
    IReadOnlyList<AggregateTerm> By, IReadOnlyList<AggregateTerm> Measures, IReadOnlyList<RowFilter> Filters,
    IReadOnlyList<(AggregateTerm Term, bool Descending)> Order, int Limit)
{
    public const int GreatestLimit = 10_000;
    public const int UsualLimit = 1_000;
    private const int MostTerms = 16;
    private static readonly Words Number = new("数值列", "a column of numbers");

    public static Outcome<AggregateQuery> Parse(Readable read, IEnumerable<KeyValuePair<string, StringValues>> query)
    {
        var asked = query as IReadOnlyCollection<KeyValuePair<string, StringValues>> ?? [.. query];
        string One(string name) => asked.FirstOrDefault(p => p.Key == name).Value.ToString();
        string[] Parts(string name) => One(name).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        var by = new List<AggregateTerm>();
        var measures = new List<AggregateTerm>();
        var order = new List<(AggregateTerm, bool)>();
        foreach (var text in Parts("by").Distinct())
        {
            if (!Group(read, text).Try(out var term, out var fault))
            {
                return fault;
            }

            by.Add(term);
        }

        foreach (var text in Parts("measure") is { Length: > 0 } given ? given.Distinct() : ["count"])
        {
            if (!Measure(read, text).Try(out var term, out var fault))
            {
                return fault;
            }

            measures.Add(term);
        }

        foreach (var text in Parts("order"))
        {
            var descending = text.EndsWith(".desc", StringComparison.Ordinal);
            var name = descending ? text[..^5] : text.EndsWith(".asc", StringComparison.Ordinal) ? text[..^4] : text;
            if (by.Concat(measures).FirstOrDefault(t => t.Name == name) is not { } term)
            {
                return ServingFaults.UnknownColumn(name, by.Concat(measures).Select(t => t.Name));
            }

            order.Add((term, descending));
        }

        if (by.Count + measures.Count > MostTerms)
        {
            return ServingFaults.TooMuch("by + measure", MostTerms);
        }

        var limit = UsualLimit;
        if (One("limit") is { Length: > 0 } asText
            && (!int.TryParse(asText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > GreatestLimit))
        {
            return ServingFaults.WrongLimit(asText, GreatestLimit);
        }

        return RowQuery.ParseFilters(read, asked).Then<AggregateQuery>(filters => new AggregateQuery(by, measures, filters, order, limit));
    }

    private static Outcome<AggregateTerm> Group(Readable read, string text)
    {
        if (Call.Match(text) is not { Success: true } call)
        {
            return read.ClearColumn(text).Then<AggregateTerm>(c => new AggregateTerm(text, c.Sql, c.Type.Kind, c));
        }

        var (part, name) = (call.Groups[1].Value, call.Groups[2].Value);
        return part is not ("year" or "quarter" or "month" or "week" or "day")
            ? ServingFaults.WrongParameter("by", text, new("列名或 year、quarter、month、week、day(日期列)", "a column, or year, quarter, month, week or day(date column)"))
            : read.ClearColumn(name).Then<AggregateTerm>(c => c.Type.Kind is ColumnKind.Date or ColumnKind.Timestamp
                ? new AggregateTerm(text, $"date_trunc('{part}', {c.Sql})::date", ColumnKind.Date, c)
                : ServingFaults.WrongParameter("by", text, new("日期列", "a date column")));
    }

    private static Outcome<AggregateTerm> Measure(Readable read, string text)
    {
        if (text == "count")
        {
            return new AggregateTerm(text, "count(*)", ColumnKind.Integer, null);
        }

        if (Call.Match(text) is not { Success: true } call)
        {
            return WrongMeasure(text);
        }

        var function = call.Groups[1].Value;
        return read.ClearColumn(call.Groups[2].Value).Then<AggregateTerm>(c => (function, c.Type.Kind) switch
        {
            ("count", _) => new AggregateTerm(text, $"count({c.Sql})", ColumnKind.Integer, c),
            ("distinct", _) => new AggregateTerm(text, $"count(distinct {c.Sql})", ColumnKind.Integer, c),
            ("min" or "max", _) => new AggregateTerm(text, $"{function}({c.Sql})", c.Type.Kind, c),
            // A sum of 64-bit integers is a 128-bit one; as a decimal it stays exact and within what is read.
            ("sum", ColumnKind.Integer) => new AggregateTerm(text, $"sum({c.Sql})::decimal(28, 0)", ColumnKind.Decimal, c),
            ("sum", ColumnKind.Decimal) => new AggregateTerm(text, $"sum({c.Sql})::decimal(28, {c.Type.Scale})", ColumnKind.Decimal, c),
            ("sum", ColumnKind.Double) => new AggregateTerm(text, $"sum({c.Sql})", ColumnKind.Double, c),
            ("avg", ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Double) => new AggregateTerm(text, $"avg({c.Sql})", ColumnKind.Double, c),
            ("sum" or "avg", _) => ServingFaults.WrongParameter("measure", text, Number),
            _ => WrongMeasure(text),
        });
    }

    private static Fault WrongMeasure(string text) =>
        ServingFaults.WrongParameter("measure", text, new("count 或 count、sum、avg、min、max、distinct(列)", "count, or count, sum, avg, min, max or distinct(column)"));

    [GeneratedRegex(@"\A([a-z]+)\(([^()]*)\)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Call { get; }
}
