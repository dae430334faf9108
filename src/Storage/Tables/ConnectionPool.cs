using System.Collections.Concurrent;
using System.Data;
using DuckDB.NET.Data;

namespace CityHub.Storage.Tables;

/// <summary>Open connections on one database. The database stays open as long as the pool lives.</summary>
internal sealed class ConnectionPool : IDisposable
{
    private readonly ConcurrentBag<DuckDBConnection> _idle = [];
    private readonly DuckDBConnection _root;
    private readonly string _connectionString;
    private bool _closed;

    public ConnectionPool(string file)
    {
        _connectionString = $"Data Source={file}";
        _root = Connect();
    }

    public Lease Rent()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return new(this, _idle.TryTake(out var connection) ? connection : Connect());
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        _root.Dispose();
    }

    private DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection(_connectionString);
        connection.Open();
        return connection;
    }

    internal sealed class Lease(ConnectionPool pool, DuckDBConnection connection) : IDisposable
    {
        private bool _given;

        public DuckDBConnection Connection { get; } = connection;

        /// <summary>The connection is in an unknown state and must not be used again.</summary>
        public bool Broken { get; set; }

        public void Dispose()
        {
            if (_given)
            {
                return;
            }

            _given = true;
            if (Broken || pool._closed || Connection.State != ConnectionState.Open || pool._idle.Count >= 16)
            {
                Connection.Dispose();
            }
            else
            {
                pool._idle.Add(Connection);
            }
        }
    }
}
