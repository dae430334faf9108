using System.Collections.Concurrent;
using System.Globalization;
using CityHub.DataCentre.Serving.Aggregate;
using CityHub.DataCentre.Serving.Charts;
using CityHub.DataCentre.Serving.Profile;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Storage.Tables;
using CityHub.Web;
using Microsoft.Extensions.Primitives;

namespace CityHub.DataCentre.Opening.ShowDataset;

/// <summary>A chart of a data set with where its figures come from.</summary>
/// <param name="Query">The aggregate that made it, as in the API.</param>
/// <param name="More">Whether smaller groups were left out.</param>
internal sealed record DatasetChart(
    Words Title, ChartKind Kind, IReadOnlyList<string> Categories, IReadOnlyList<double?> Values, Words Series, string? Unit, int Decimals, string Query, bool More);

/// <summary>
/// Chooses the one chart that the shape of a data set suggests: a number over months when there is a day, else the rows by the column with
/// the fewest different values. Nothing when neither is there. Worked out once a run and kind of reader.
/// </summary>
internal sealed class DatasetCharts(ITableStore tables, ResourceProfiles profiles, ValueNames names)
{
    private const int MostBars = 12;
    private readonly ConcurrentDictionary<(string Table, bool InScope), (int Run, DatasetChart? Chart)> _kept = new();

    public async Task<DatasetChart?> Of(Readable read, CancellationToken ct)
    {
        if (read.Table is not { Rows: > 1 } table)
        {
            return null;
        }

        var key = (table.TableName, read.InScope);
        if (_kept.TryGetValue(key, out var kept) && kept.Run == table.LastRun)
        {
            return kept.Chart;
        }

        var figures = await profiles.Of(table);
        var chart = await OverTime(read, figures, ct) ?? await ByGroup(read, figures, ct);
        _kept[key] = (table.LastRun, chart);
        return chart;
    }

    private async Task<DatasetChart?> OverTime(Readable read, IReadOnlyDictionary<string, ColumnFigures> figures, CancellationToken ct)
    {
        var day = read.Columns.FirstOrDefault(c => !c.Masked && c.Type.Kind is ColumnKind.Date or ColumnKind.Timestamp && figures[c.Name].Distinct > 1);
        var number = read.Columns.FirstOrDefault(c => !c.Masked && !c.Item.Key && c.Item.CodeList is null && c.Item.Unit is not null
            && c.Type.Kind is ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Double);
        if (day is null || number is null || Step(figures[day.Name]) is not { } step)
        {
            return null;
        }

        var query = $"by={step.Name}({day.Name})&measure=avg({number.Name})&{day.Name}=not.null&limit=400";
        var (rows, more) = await Run(read, query, ct);
        return rows.Count < 2 ? null : new(
            new($"{number.Item.Name}：按{step.Words.Zh}平均", $"{number.Item.Name}: mean by {step.Words.En}"), ChartKind.Line,
            [.. rows.Select(r => r.Name[..step.Characters])], [.. rows.Select(r => r.Value)], new(number.Item.Name, number.Item.Name), number.Item.Unit, 1, query, more);
    }

    private async Task<DatasetChart?> ByGroup(Readable read, IReadOnlyDictionary<string, ColumnFigures> figures, CancellationToken ct)
    {
        var rows = read.Table!.Rows;
        var group = read.Columns
            .Where(c => !c.Masked && !c.Item.Key && c.Type.Kind is ColumnKind.Text or ColumnKind.Boolean && figures[c.Name].Distinct is > 1 and <= 60
                && figures[c.Name].Distinct <= rows / 2)
            .OrderBy(c => c.Item.CodeList is null).ThenBy(c => figures[c.Name].Distinct)
            .FirstOrDefault();
        if (group is null)
        {
            return null;
        }

        var query = $"by={group.Name}&measure=count&order=count.desc&limit={MostBars}";
        var (bars, more) = await Run(read, query, ct);
        return new(
            new($"各{group.Item.Name}的行数", $"Rows by {group.Item.Name}"), ChartKind.Rows,
            [.. bars.Select(b => names.Of(group.Item, b.Name))], [.. bars.Select(b => b.Value)], new("行数", "Rows"), null, 0, query, more);
    }

    // Days for a season, months for years.
    private static (string Name, Words Words, int Characters)? Step(ColumnFigures day) =>
        DateTime.TryParse(day.Minimum, CultureInfo.InvariantCulture, out var first) && DateTime.TryParse(day.Maximum, CultureInfo.InvariantCulture, out var last)
            ? (last - first).TotalDays switch
            {
                < 2 => null,
                <= 120 => ("day", new("日", "day"), 10),
                <= 366 * 12 => ("month", new("月", "month"), 7),
                _ => ("year", new("年", "year"), 4),
            }
            : null;

    private async Task<(List<(string Name, double? Value)> Rows, bool More)> Run(Readable read, string query, CancellationToken ct)
    {
        var parts = query.Split('&').Select(p => p.Split('=', 2)).Select(p => KeyValuePair.Create(p[0], new StringValues(p[1])));
        var parsed = AggregateQuery.Parse(read, parts).Value;
        var rows = new List<(string, double?)>();
        var more = await AggregateFeature.Run(read, parsed, tables, data => rows.Add((
            data.IsDBNull(0) ? Show.Missing : parsed.By[0].Kind switch
            {
                ColumnKind.Date => data.GetFieldValue<DateOnly>(0).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ColumnKind.Boolean => data.GetBoolean(0) ? "true" : "false",
                _ => data.GetString(0),
            },
            data.IsDBNull(1) ? null : Convert.ToDouble(data.GetValue(1), CultureInfo.InvariantCulture))), ct);
        return (rows, more);
    }
}
