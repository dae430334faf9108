using System.Data.Common;

namespace CityHub.Storage.Tables;

/// <summary>The types a column of the table store has.</summary>
public enum ColumnKind
{
    /// <summary>UTF-8 text.</summary>
    Text,

    /// <summary>64-bit integer.</summary>
    Integer,

    /// <summary>Fixed-point number with <see cref="ColumnType.Precision"/> and <see cref="ColumnType.Scale"/>; precision at most 18.</summary>
    Decimal,

    /// <summary>64-bit floating point.</summary>
    Double,

    /// <summary>Calendar day.</summary>
    Date,

    /// <summary>Local date and time without zone, microseconds.</summary>
    Timestamp,

    /// <summary>True or false.</summary>
    Boolean,
}

/// <summary>Type of a column.</summary>
public sealed record ColumnType(ColumnKind Kind, int Precision = 0, int Scale = 0);

/// <summary>A column of a resource's table. Names are lower-case <c>[a-z_][a-z0-9_]*</c>, at most 63 characters, never starting with '_' (reserved).</summary>
public sealed record TableColumn(string Name, ColumnType Type);

/// <summary>
/// The rows of one resource as readers see them. Every table also has <c>_run INTEGER</c> (number of the run that wrote the row) and
/// <c>_line BIGINT</c> (its source line): (_run, _line) is unique and is the default order of pages.
/// </summary>
/// <param name="ResourceId">Resource.</param>
/// <param name="TableName">Name to use in SQL, already safe.</param>
/// <param name="Rows">Maintained count.</param>
/// <param name="LastRun">Number of the last run that is visible.</param>
/// <param name="Columns">Columns in order, without the reserved ones.</param>
/// <param name="Key">Key columns, in order; empty when the resource has no key.</param>
public sealed record VisibleTable(
    string ResourceId, string TableName, long Rows, int LastRun, IReadOnlyList<TableColumn> Columns, IReadOnlyList<string> Key);

/// <summary>A reader with its own connection; disposing gives the connection back.</summary>
public sealed class TableReader(DbDataReader data, IDisposable connection) : IAsyncDisposable
{
    /// <summary>The rows.</summary>
    public DbDataReader Data { get; } = data;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Data.DisposeAsync();
        connection.Dispose();
    }
}

/// <summary>
/// The table store (表存储) as readers see it: SQL in the PostgreSQL flavour with positional parameters <c>$1, $2 ...</c>.
/// </summary>
public interface ITableStore
{
    /// <summary>The visible table of a resource; null while nothing has been gathered.</summary>
    VisibleTable? Find(string resourceId);

    /// <summary>Runs a query. The caller disposes the reader. Results stream; memory stays bounded.</summary>
    Task<TableReader> Read(string sql, IReadOnlyList<object?> parameters, CancellationToken ct);

    /// <summary>Runs a statement in a transaction of its own; returns the rows changed.</summary>
    Task<long> Execute(string sql, IReadOnlyList<object?> parameters, CancellationToken ct);

    /// <summary>Drops a resource's table, refused rows and index; for resources that are destroyed.</summary>
    Task Drop(string resourceId, CancellationToken ct);
}
