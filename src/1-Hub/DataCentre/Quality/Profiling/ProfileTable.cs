using System.Globalization;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Serving.Profile;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Quality.Profiling;

/// <summary>
/// Makes the profile of a table: one scan for gaps, different values and ends; a column of few values is grouped whole; of a column of many
/// values a sample is read. Whatever is estimated says so. Columns go one after another, so that readers get their turn.
/// </summary>
internal sealed class ProfileTable(ITableStore tables, ResourceProfiles figures)
{
    /// <summary>Up to so many different values a column is grouped whole.</summary>
    private const long FewValues = 2_000;

    /// <summary>Rows that a sample has, about: whole blocks of 2,048 rows are drawn by lot.</summary>
    private const long SampleRows = 40_000;

    public async Task<TableProfile> Of(IReadOnlyList<InformationItem> items, VisibleTable table, CancellationToken ct)
    {
        var known = await figures.Of(table);
        var columns = (from column in table.Columns
                       join item in items on column.Name equals item.Column
                       select new Looked(column, item, known[column.Name])).ToList();
        foreach (var column in columns.Where(c => c.Figures.Distinct <= FewValues && c.IsTallied))
        {
            await Group(table, column, ct);
        }

        // Numbers and dates of many values are told by their histogram.
        await Sample(table, [.. columns.Where(c => c.Figures.Distinct > FewValues && c.Column.Type.Kind == ColumnKind.Text)], ct);
        var details = new List<ColumnDetail>();
        foreach (var column in columns)
        {
            details.Add(column.Detail(await Histogram(table, column, ct)));
        }

        return new(table.LastRun, table.Rows, details);
    }

    private async Task Group(VisibleTable table, Looked column, CancellationToken ct)
    {
        await using var reader = await tables.Read(
            $"select {column.Text}, count(*) from {table.TableName} where {column.Name} is not null group by 1", [], ct);
        while (await reader.Data.ReadAsync(ct))
        {
            column.Tally.Add(reader.Data.GetString(0), reader.Data.GetInt64(1));
        }
    }

    private async Task Sample(VisibleTable table, IReadOnlyList<Looked> columns, CancellationToken ct)
    {
        if (columns.Count == 0)
        {
            return;
        }

        var share = table.Rows <= SampleRows ? "" : string.Create(CultureInfo.InvariantCulture, $" tablesample system({100d * SampleRows / table.Rows:0.######}%)");
        await using var reader = await tables.Read($"select {string.Join(", ", columns.Select(c => c.Text))} from {table.TableName}{share}", [], ct);
        long rows = 0;
        while (await reader.Data.ReadAsync(ct))
        {
            rows++;
            for (var i = 0; i < columns.Count; i++)
            {
                if (!reader.Data.IsDBNull(i))
                {
                    columns[i].Tally.Add(reader.Data.GetString(i), 1);
                }
            }
        }

        foreach (var column in columns)
        {
            column.Sampled = share.Length == 0 ? null : rows;
        }
    }

    private async Task<IReadOnlyList<HistogramBin>> Histogram(VisibleTable table, Looked column, CancellationToken ct)
    {
        if (column.Masked || column.Figures is not { Minimum: { } least, Maximum: { } greatest })
        {
            return [];
        }

        return column.Column.Type.Kind switch
        {
            ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Double => await Numbers(table, column, least, greatest, ct),
            ColumnKind.Date or ColumnKind.Timestamp => await Dates(table, column, least, greatest, ct),
            _ => [],
        };
    }

    private async Task<IReadOnlyList<HistogramBin>> Numbers(VisibleTable table, Looked column, string least, string greatest, CancellationToken ct)
    {
        var (from, to) = (double.Parse(least, CultureInfo.InvariantCulture), double.Parse(greatest, CultureInfo.InvariantCulture));
        if (!double.IsFinite(from) || !double.IsFinite(to))
        {
            return [];
        }

        var intervals = Intervals.Of(from, to, column.Column.Type is { Kind: ColumnKind.Integer } or { Kind: ColumnKind.Decimal, Scale: 0 });
        var place = string.Create(CultureInfo.InvariantCulture, $"least(greatest(floor(({column.Name}::double - {intervals.Start:R}) / {intervals.Width:R}), 0), {intervals.Count - 1})");
        var counts = new long[intervals.Count];
        await Count(table, column, $"{place}::bigint", (data, count) => counts[data.GetInt64(0)] += count, ct);
        return [.. counts.Select((count, i) => new HistogramBin(intervals.Text(i), intervals.Text(i + 1), count))];
    }

    private async Task<IReadOnlyList<HistogramBin>> Dates(VisibleTable table, Looked column, string least, string greatest, CancellationToken ct)
    {
        // A date beyond the years that .NET knows has no place on an axis.
        if (!DateTime.TryParse(least, CultureInfo.InvariantCulture, out var from) || !DateTime.TryParse(greatest, CultureInfo.InvariantCulture, out var to))
        {
            return [];
        }

        var unit = CalendarUnit.For(from, to);
        var intervals = Intervals.OfUnits(unit.Number(from), unit.Number(to), unit.Steps);
        var counts = new long[intervals.Count];
        await Count(
            table, column, $"date_trunc('{unit.Name}', {column.Name})::timestamp",
            (data, count) => counts[(int)((unit.Number(data.GetDateTime(0)) - intervals.Start) / intervals.Width)] += count, ct);
        return [.. counts.Select((count, i) => new HistogramBin(unit.Text(intervals.Begin(i)), unit.Text(intervals.Begin(i + 1)), count))];
    }

    private async Task Count(VisibleTable table, Looked column, string by, Action<System.Data.Common.DbDataReader, long> take, CancellationToken ct)
    {
        await using var reader = await tables.Read($"select {by}, count(*) from {table.TableName} where {column.Name} is not null group by 1", [], ct);
        while (await reader.Data.ReadAsync(ct))
        {
            take(reader.Data, reader.Data.GetInt64(1));
        }
    }

    /// <summary>A column while it is looked at.</summary>
    private sealed class Looked(TableColumn column, InformationItem item, ColumnFigures figures)
    {
        public TableColumn Column { get; } = column;

        public ColumnFigures Figures { get; } = figures;

        public bool Masked { get; } = item.Mask != MaskKind.None;

        public string Name { get; } = TableText.Name(column.Name);

        public string Text { get; } = TableText.Of(column);

        public ValueTally Tally { get; } = new(column.Type.Kind == ColumnKind.Text, item.Mask == MaskKind.None);

        public long? Sampled { get; set; }

        /// <summary>Of a masked number or date nothing may be kept, so nothing is read.</summary>
        public bool IsTallied => !Masked || Column.Type.Kind == ColumnKind.Text;

        public ColumnDetail Detail(IReadOnlyList<HistogramBin> histogram) => new(
            Column.Name, Figures.Missing, Figures.Distinct, Figures.DistinctExact, Sampled, Tally.Top(Sampled is not null), histogram,
            Tally.Patterns, Tally.Shortest, Tally.Longest);
    }
}
