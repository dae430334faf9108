using System.Globalization;
using CityHub.DataCentre.Serving.Aggregate;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Storage.Tables;
using CityHub.Web;
using Microsoft.Extensions.Primitives;

namespace CityHub.DataCentre.Serving.Charts;

/// <summary>A chart with its figures.</summary>
/// <param name="Title">What it shows, in words.</param>
/// <param name="Categories">Labels along the axis.</param>
/// <param name="Series">A value for each label; null leaves a gap.</param>
/// <param name="Unit">Unit of the measure; null for counts.</param>
/// <param name="More">Smaller groups or series were left out.</param>
internal sealed record DrawnChart(
    Words Title, ChartKind Shape, IReadOnlyList<string> Categories, IReadOnlyList<ChartSeries> Series, string? Unit, int Decimals, bool More);

/// <summary>Draws a chart that was asked for, with the rights and masks of its reader, and notes that its figures were read.</summary>
internal sealed class DrawChart(ITableStore tables, ReadGate gate, ValueNames names)
{
    // Room for every district of a city: the first has 38.
    private const int MostBars = 40;
    private const int MostPoints = 400;
    private const int MostSeries = 5;

    public async Task<Outcome<DrawnChart>> Do(Readable read, ChartRequest request, Caller caller, Language language, CancellationToken ct)
    {
        if (!request.AskedShape().Try(out var shape, out var fault) || !Parse(read, request, request.Along ?? "", 1).Try(out var plain, out fault))
        {
            return fault;
        }

        if (plain.By.Count != 1)
        {
            return ServingFaults.WrongParameter("along", request.Along ?? "", new("一个列，或 year、quarter、month、week、day(日期列)", "one column, or year, quarter, month, week or day(date column)"));
        }

        var along = plain.By[0];
        var ordered = along.Kind is not (ColumnKind.Text or ColumnKind.Boolean);
        ReadableColumn? split = null;
        if (request.Split is { Length: > 0 } by && !read.ClearColumn(by).Try(out split, out fault))
        {
            return fault;
        }

        var more = false;
        var filters = request.Filters.ToList();
        if (split is not null)
        {
            var (largest, others) = await Largest(read, request, split.Name, "count", MostSeries, ct);
            filters.Add(OneOf(split.Name, largest));
            more |= others;
        }

        if (!ordered)
        {
            var (largest, others) = await Largest(read, request, along.Name, request.MeasureOrCount, MostBars, ct);
            // A missing value is a bar of its own while there is one series; it can be no member of a list.
            if (!largest.Contains(null) || split is not null)
            {
                filters.Add(OneOf(along.Name, largest));
            }

            more |= others;
        }

        var terms = split is null ? along.Name : $"{along.Name},{split.Name}";
        var order = ordered ? along.Name : $"{request.MeasureOrCount}.desc";
        if (!AggregateQuery.Parse(read, [.. filters, new("by", terms), new("measure", request.MeasureOrCount), new("order", order), new("limit", Limit(ordered, split).ToString(CultureInfo.InvariantCulture))])
                .Try(out var query, out fault))
        {
            return fault;
        }

        var figures = new Figures();
        more |= await AggregateFeature.Run(read, query, tables, data => figures.Add(
            Label(data, 0, along), split is null ? "" : Label(data, 1, query.By[1]), data.IsDBNull(query.By.Count) ? null : Convert.ToDouble(data.GetValue(query.By.Count), CultureInfo.InvariantCulture)), ct);
        var columns = query.By.Concat(query.Measures).Select(t => t.Column).Concat(query.Filters.Select(f => f.Column)).OfType<ReadableColumn>().Distinct();
        await gate.Note(read, caller, "serving.aggregate", columns, null, null, $"chart {terms} {request.MeasureOrCount}", query.Filters);
        return Drawn(query.Measures[0], along, split, shape ?? Usual(along, ordered), figures, more, language);
    }

    private static int Limit(bool ordered, ReadableColumn? split) => (ordered ? MostPoints : MostBars) * (split is null ? 1 : MostSeries);

    private static ChartKind Usual(AggregateTerm along, bool ordered) => along.Kind is ColumnKind.Date or ColumnKind.Timestamp ? ChartKind.Line : ordered ? ChartKind.Bar : ChartKind.Rows;

    private static DrawnChart Drawn(
        AggregateTerm measure, AggregateTerm along, ReadableColumn? split, ChartKind shape, Figures figures, bool more, Language language)
    {
        var name = MeasureWords(measure);
        var title = split is null
            ? new Words($"{name.Zh}，按{AlongWords(along).Zh}", $"{name.En} by {AlongWords(along).En}")
            : new Words($"{name.Zh}，按{AlongWords(along).Zh}，分{split.Item.Name}", $"{name.En} by {AlongWords(along).En}, one series for each {split.Item.Name}");
        // A number of rows has no unit, whatever column it counts.
        var counts = Part(measure) is null or "count" or "distinct";
        return new(
            title, shape, figures.Categories, [.. figures.Series.Select(s => new ChartSeries(split is null ? name.In(language) : s.Name, s.Values))],
            counts ? null : measure.Column?.Item.Unit, measure.Kind == ColumnKind.Integer ? 0 : 2, more);
    }

    private static Words AlongWords(AggregateTerm along)
    {
        var item = along.Column!.Item.Name;
        return Part(along) switch
        {
            "year" => new($"{item}（年）", $"year of {item}"),
            "quarter" => new($"{item}（季）", $"quarter of {item}"),
            "month" => new($"{item}（月）", $"month of {item}"),
            "week" => new($"{item}（周）", $"week of {item}"),
            "day" => new($"{item}（日）", $"day of {item}"),
            _ => new(item, item),
        };
    }

    // month of month(day); null for a plain column.
    private static string? Part(AggregateTerm along) => along.Name.IndexOf('(', StringComparison.Ordinal) is > 0 and var end ? along.Name[..end] : null;

    /// <summary>A measure in words: 建筑面积的平均.</summary>
    internal static Words MeasureWords(AggregateTerm measure)
    {
        var item = measure.Column?.Item.Name ?? "";
        return Part(measure) switch
        {
            "sum" => new($"{item}的合计", $"Total of {item}"),
            "avg" => new($"{item}的平均", $"Mean of {item}"),
            "min" => new($"{item}的最小值", $"Least {item}"),
            "max" => new($"{item}的最大值", $"Greatest {item}"),
            "distinct" => new($"不同{item}的个数", $"Different values of {item}"),
            "count" => new($"有{item}的行数", $"Rows with {item}"),
            _ => new("行数", "Rows"),
        };
    }

    private static Outcome<AggregateQuery> Parse(Readable read, ChartRequest request, string by, int limit) =>
        AggregateQuery.Parse(read, [.. request.Filters, new("by", by), new("measure", request.MeasureOrCount), new("limit", limit.ToString(CultureInfo.InvariantCulture))]);

    // The values with the greatest measure, as filters write them; null stands for a missing one.
    private async Task<(List<string?> Values, bool More)> Largest(Readable read, ChartRequest request, string by, string measure, int most, CancellationToken ct)
    {
        var query = AggregateQuery.Parse(
            read, [.. request.Filters, new("by", by), new("measure", measure), new("order", $"{measure}.desc"), new("limit", most.ToString(CultureInfo.InvariantCulture))]).Value;
        var values = new List<string?>();
        var more = await AggregateFeature.Run(read, query, tables, data => values.Add(data.IsDBNull(0) ? null : Text(data, 0, query.By[0].Kind)), ct);
        return (values, more);
    }

    private static KeyValuePair<string, StringValues> OneOf(string column, IEnumerable<string?> values) => new(
        $"filter.{column}", $"in.({string.Join(',', values.OfType<string>().DefaultIfEmpty("").Select(v => $"\"{v.Replace("\"", "\"\"", StringComparison.Ordinal)}\""))})");

    private string Label(System.Data.Common.DbDataReader data, int ordinal, AggregateTerm term)
    {
        if (data.IsDBNull(ordinal))
        {
            return Show.Missing;
        }

        var text = Text(data, ordinal, term.Kind);
        return Part(term) switch
        {
            "year" => text[..4],
            "quarter" or "month" => text[..7],
            null => names.Of(term.Column!.Item, text),
            _ => text,
        };
    }

    private static string Text(System.Data.Common.DbDataReader data, int ordinal, ColumnKind kind) => kind switch
    {
        ColumnKind.Date => data.GetFieldValue<DateOnly>(ordinal).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ColumnKind.Timestamp => data.GetDateTime(ordinal).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        ColumnKind.Boolean => data.GetBoolean(ordinal) ? "true" : "false",
        _ => Convert.ToString(data.GetValue(ordinal), CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Figures as they come, turned into series over the same labels.</summary>
    private sealed class Figures
    {
        private readonly Dictionary<string, int> _at = [];
        private readonly Dictionary<string, List<double?>> _series = [];

        public List<string> Categories { get; } = [];

        public IEnumerable<(string Name, IReadOnlyList<double?> Values)> Series =>
            _series.Select(s => (s.Key, (IReadOnlyList<double?>)[.. s.Value, .. Enumerable.Repeat<double?>(null, Categories.Count - s.Value.Count)]));

        public void Add(string category, string series, double? value)
        {
            if (!_at.TryGetValue(category, out var at))
            {
                _at[category] = at = Categories.Count;
                Categories.Add(category);
            }

            var values = _series.TryGetValue(series, out var known) ? known : _series[series] = [];
            while (values.Count <= at)
            {
                values.Add(null);
            }

            values[at] = value;
        }
    }
}
