using System.Collections.Concurrent;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Profile;

/// <summary>Figures of a column.</summary>
/// <param name="Missing">Rows without a value.</param>
/// <param name="Distinct">Different values, never more than rows with one.</param>
/// <param name="DistinctExact">Whether they were counted; estimated otherwise (HyperLogLog, often a tenth off and at times a fifth).</param>
/// <param name="Minimum">Least value as text; null when there is none.</param>
/// <param name="Maximum">Greatest value.</param>
internal sealed record ColumnFigures(long Missing, long Distinct, bool DistinctExact, string? Minimum, string? Maximum);

/// <summary>
/// Figures of whole tables, worked out once a run: a second of work for ten million rows. Masks are put on when they are answered.
/// </summary>
internal sealed class ResourceProfiles(ITableStore tables)
{
    /// <summary>Up to so many rows different values are counted. Beyond, they are estimated, and counted where a look tells that they are few.</summary>
    public const long ExactRows = 100_000;

    /// <summary>Estimated up to so many, different values are counted: with the error of an estimate that takes in all columns of up to 5,000.</summary>
    internal const long CountedUpTo = 6_500;

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
        var figures = await Scan(table, exact: table.Rows <= ExactRows);
        var few = figures.Where(f => f.Value is { DistinctExact: false, Distinct: <= CountedUpTo }).Select(f => f.Key).ToList();
        if (few.Count == 0)
        {
            return figures;
        }

        await using var reader = await tables.Read(
            $"select {string.Join(", ", few.Select(c => $"count(distinct \"{c}\")"))} from {table.TableName}", [], CancellationToken.None);
        await reader.Data.ReadAsync();
        foreach (var (at, column) in few.Index())
        {
            figures[column] = figures[column] with { Distinct = reader.Data.GetInt64(at), DistinctExact = true };
        }

        return figures;
    }

    private async Task<Dictionary<string, ColumnFigures>> Scan(VisibleTable table, bool exact)
    {
        // Not with the asker's token: the next reader wants the same figures.
        var distinct = exact ? "count(distinct " : "approx_count_distinct(";
        string Terms(TableColumn c) => $"count(\"{c.Name}\"), {(IsKey(c) ? "0::bigint" : $"{distinct}\"{c.Name}\")")}, min(\"{c.Name}\")::varchar, max(\"{c.Name}\")::varchar";
        var figures = new Dictionary<string, ColumnFigures>();
        if (table.Columns.Count == 0)
        {
            return figures;
        }

        await using var reader = await tables.Read($"select count(*), {string.Join(", ", table.Columns.Select(Terms))} from {table.TableName}", [], CancellationToken.None);
        if (await reader.Data.ReadAsync())
        {
            var data = reader.Data;
            var rows = data.GetInt64(0);
            foreach (var (i, column) in table.Columns.Index())
            {
                var at = 1 + (i * 4);
                var filled = data.GetInt64(at);
                figures[column.Name] = new(
                    rows - filled, IsKey(column) ? filled : Math.Min(data.GetInt64(at + 1), filled), exact || IsKey(column),
                    data.IsDBNull(at + 2) ? null : data.GetString(at + 2), data.IsDBNull(at + 3) ? null : data.GetString(at + 3));
            }
        }

        return figures;

        // Two rows of one key are refused, so whatever is alone a key differs in every row.
        bool IsKey(TableColumn c) => table.Key is [var key] && key == c.Name;
    }
}
