using CityHub.DataCentre.Serving.Query;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Kernel;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.ReadRows;

/// <summary>How many rows there are: maintained when nothing is filtered, counted within a budget of time otherwise.</summary>
/// <param name="Rows">Null when counting took longer than the budget.</param>
internal readonly record struct RowTotal(long? Rows);

/// <summary>Reads one page of rows. Pages of the console and the portal take it, too.</summary>
internal sealed class RowPages(ITableStore tables, PageCursor cursors)
{
    /// <summary>Time that counting the rows of a filter may take.</summary>
    private static readonly TimeSpan CountBudget = TimeSpan.FromSeconds(2);

    public async Task<RowTotal> Count(Readable read, RowQuery query, CancellationToken ct)
    {
        if (read.Table is not { } table || query.Filters.Count == 0)
        {
            return new(read.Table?.Rows ?? 0);
        }

        var sql = new RowSql().Add($"select count(*) from {table.TableName}").Where(query.Filters, query.Order, null);
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(ct);
        budget.CancelAfter(CountBudget);
        try
        {
            await using var reader = await tables.Read(sql.Text, sql.Parameters, budget.Token);
            return await reader.Data.ReadAsync(budget.Token) ? new(reader.Data.GetInt64(0)) : new(0);
        }
        catch (Exception) when (budget.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // Engines say "interrupted" each in their own exception; the page goes out without a total.
            return new(null);
        }
    }

    /// <summary>Reads the rows of the page, one call of <paramref name="row"/> each, and returns the cursor of the next page.</summary>
    public async Task<Outcome<NextPage>> Read(Readable read, RowQuery query, Action<System.Data.Common.DbDataReader> row, CancellationToken ct)
    {
        if (!cursors.Read(read.Resource.Id, query).Try(out var after, out var fault))
        {
            return fault;
        }

        if (read.Table is not { } table)
        {
            return new NextPage(0, null);
        }

        var sql = new RowSql().Add("select ");
        foreach (var field in query.Fields)
        {
            sql.Add(MaskSql.Select(field)).Add(", ");
        }

        foreach (var order in query.Order)
        {
            sql.Add(order.Column.Sql).Add(", ");
        }

        // One row more than the page tells whether there is a next one.
        sql.Add($"_run, _line from {table.TableName}").Where(query.Filters, query.Order, after).OrderBy(query.Order).Add($" limit {query.Limit + 1}");

        var rows = 0;
        PagePlace? last = null;
        await using var reader = await tables.Read(sql.Text, sql.Parameters, ct);
        while (rows < query.Limit && await reader.Data.ReadAsync(ct))
        {
            row(reader.Data);
            if (++rows == query.Limit)
            {
                last = PlaceOf(reader.Data, query);
            }
        }

        var more = last is not null && await reader.Data.ReadAsync(ct);
        return new NextPage(rows, more ? cursors.Write(read.Resource.Id, query, last!) : null);
    }

    private static PagePlace PlaceOf(System.Data.Common.DbDataReader data, RowQuery query)
    {
        var at = query.Fields.Count;
        var values = new object?[query.Order.Count];
        for (var i = 0; i < values.Length; i++, at++)
        {
            values[i] = data.IsDBNull(at) ? null : data.GetValue(at);
        }

        return new(values, data.GetInt32(at), data.GetInt64(at + 1));
    }
}

/// <summary>What was read, and where the next page starts.</summary>
internal sealed record NextPage(int Rows, string? Cursor);
