using System.Runtime.ExceptionServices;
using CityHub.Storage.Tables.Native;
using DuckDB.NET.Data;

namespace CityHub.Storage.Tables;

/// <summary>One transaction on the table store. Disposing without <see cref="Commit"/> rolls it back.</summary>
public sealed class TableWork : IDisposable
{
    /// <summary>Stands in a statement for the rows of a batch source.</summary>
    public const string Batches = "{batches}";

    private readonly ConnectionPool.Lease _lease;
    private readonly CommitGate _gate;
    private bool _open;

    internal TableWork(ConnectionPool.Lease lease, CommitGate gate)
    {
        (_lease, _gate) = (lease, gate);
        Run("begin transaction");
        _open = true;
    }

    /// <summary>Runs a statement; returns the rows changed.</summary>
    public long Execute(string sql, params IReadOnlyList<object?> parameters)
    {
        try
        {
            using var command = TableStore.Command(_lease.Connection, sql, parameters);
            return command.ExecuteNonQuery();
        }
        catch (DuckDBException e)
        {
            throw new TableException(e.Message, e);
        }
    }

    /// <summary>Runs a query and gives its rows.</summary>
    public IReadOnlyList<object?[]> Query(string sql, params IReadOnlyList<object?> parameters)
    {
        try
        {
            using var command = TableStore.Command(_lease.Connection, sql, parameters);
            using var reader = command.ExecuteReader();
            var rows = new List<object?[]>();
            while (reader.Read())
            {
                var row = new object?[reader.FieldCount];
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
                }

                rows.Add(row);
            }

            return rows;
        }
        catch (DuckDBException e)
        {
            throw new TableException(e.Message, e);
        }
    }

    /// <summary>The first value of the first row as a number.</summary>
    public long Number(string sql, params IReadOnlyList<object?> parameters) =>
        Convert.ToInt64(Query(sql, parameters)[0][0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>
    /// Runs a statement that reads <see cref="Batches"/>: <c>insert into t select * from {batches}</c>. An exception of a worker comes
    /// out as it was thrown.
    /// </summary>
    public long Execute(string sql, IBatchSource source)
    {
        ArgumentNullException.ThrowIfNull(sql);
        using var offer = BatchFunction.Put(source);
        try
        {
            using var command = TableStore.Command(
                _lease.Connection, sql.Replace(Batches, $"cityhub_batches({offer.Token})", StringComparison.Ordinal), []);
            return command.ExecuteNonQuery();
        }
        catch (DuckDBException e)
        {
            if (offer.Failure is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            throw new TableException(e.Message, e);
        }
    }

    /// <summary>Makes it durable and visible.</summary>
    public void Commit()
    {
        try
        {
            _open = false;
            _gate.Pass(() => Run("commit"));
        }
        catch (DuckDBException e)
        {
            _lease.Broken = true;
            throw new TableException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_open)
        {
            _open = false;
            try
            {
                Run("rollback");
            }
            catch (DuckDBException)
            {
                _lease.Broken = true;
            }
        }

        _lease.Dispose();
    }

    /// <summary>Takes what <see cref="ReadKeys"/> reads.</summary>
    public delegate void KeyTaker(ReadOnlySpan<byte> key, long line);

    /// <summary>Streams a query of a text and a number. The text is only valid within the call.</summary>
    public void ReadKeys(string sql, KeyTaker take)
    {
        ArgumentNullException.ThrowIfNull(take);
        using var rows = Stream(sql, 2);
        while (rows.Next())
        {
            for (var i = 0; i < rows.Count; i++)
            {
                take(rows.Text(0, i), rows.Number(1, i));
            }
        }
    }

    internal ChunkReader Stream(string sql, int columns) => new(_lease.Connection, sql, columns);

    private void Run(string sql)
    {
        using var command = _lease.Connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
