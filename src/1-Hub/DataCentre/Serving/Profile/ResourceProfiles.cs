using System.Collections.Concurrent;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Profile;

/// <summary>Figures of a column.</summary>
/// <param name="Missing">Rows without a value.</param>
/// <param name="DistinctApproximately">Different values; estimated (HyperLogLog, a few per cent off) in tables of more than 100,000 rows.</param>
/// <param name="Minimum">Least value as text; null when there is none.</param>
/// <param name="Maximum">Greatest value.</param>
internal sealed record ColumnFigures(long Missing, long DistinctApproximately, string? Minimum, string? Maximum);

/// <summary>
/// Figures of whole tables, worked out once a run: a second of work for ten million rows. Masks are put on when they are answered.
/// </summary>
internal sealed class ResourceProfiles(ITableStore tables)
{
    /// <summary>Up to so many rows different values are counted, beyond they are estimated.</summary>
    public const long ExactRows = 100_000;

    private readonly ConcurrentDictionary<string, (int Run, string Table, Task<IReadOnlyDictionary<string, ColumnFigures>> Figures)> _kept = new();

    /// <summary>Figures by column name, of the rows that the last run made visible.</summary>
    public Task<IReadOnlyDictionary<string, ColumnFigures>> Of(VisibleTable table)
    {
        var kept = _kept.AddOrUpdate(
            table.ResourceId,
            _ => (table.LastRun, table.TableName, Work(table)),
            (_, known) => known.Run == table.LastRun && known.Table == table.TableName && !known.Figures.IsFaulted
                ? known
                : (table.LastRun, table.TableName, Work(table)));
        return kept.Figures;
    }

    /// <summary>Share of cells that hold a value, of the columns that this reader may ask for; null when there are no rows.</summary>
    public static double? Completeness(Readable read, IReadOnlyDictionary<string, ColumnFigures> figures)
    {
        var rows = read.Table?.Rows ?? 0;
        var missing = read.Columns.Select(c => figures.GetValueOrDefault(c.Name)?.Missing ?? rows).ToList();
        return rows == 0 || missing.Count == 0 ? null : 1 - ((double)missing.Sum() / (rows * (double)missing.Count));
    }

    private async Task<IReadOnlyDictionary<string, ColumnFigures>> Work(VisibleTable table)
    {
        // Not with the asker's token: the next reader wants the same figures.
        var distinct = table.Rows <= ExactRows ? "count(distinct " : "approx_count_distinct(";
        string Terms(TableColumn c) =>
            $"count(*) - count(\"{c.Name}\"), {distinct}\"{c.Name}\"), min(\"{c.Name}\")::varchar, max(\"{c.Name}\")::varchar";
        var figures = new Dictionary<string, ColumnFigures>();
        if (table.Columns.Count == 0)
        {
            return figures;
        }

        await using var reader = await tables.Read($"select {string.Join(", ", table.Columns.Select(Terms))} from {table.TableName}", [], CancellationToken.None);
        if (await reader.Data.ReadAsync())
        {
            var data = reader.Data;
            for (var i = 0; i < table.Columns.Count; i++)
            {
                var at = i * 4;
                figures[table.Columns[i].Name] = new(
                    data.GetInt64(at), data.GetInt64(at + 1), data.IsDBNull(at + 2) ? null : data.GetString(at + 2), data.IsDBNull(at + 3) ? null : data.GetString(at + 3));
            }
        }

        return figures;
    }
}
