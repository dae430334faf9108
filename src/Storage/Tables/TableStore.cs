using System.Collections.Concurrent;
using CityHub.Kernel.Modules;
using DuckDB.NET.Data;

namespace CityHub.Storage.Tables;

/// <summary>
/// The embedded table store: one DuckDB file, many connections. What readers see of each resource is a row of <c>resource_tables</c>, kept
/// in memory; it is changed by the transaction that commits a run and announced to readers afterwards.
/// </summary>
public sealed class TableStore(HubSettings settings, TableLimits limits) : ITableStore, IDisposable
{
    private readonly ConcurrentDictionary<string, TableEntry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _writing = new(StringComparer.Ordinal);
    private readonly CommitGate _commits = new();
    private int _disposed;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lazy<ConnectionPool> _pool = new(() => Open(settings, limits));

    /// <summary>Folder for what only lives as long as a load; emptied at start.</summary>
    public string TemporaryFolder { get; } = settings.InData("tables", "temporary");

    /// <summary>Told when a generation of rows has no reader any more.</summary>
    public event Action<long>? GenerationRetired;

    /// <summary>Told when new rows of a resource are visible.</summary>
    public event Action<TableEntry>? Announced;

    /// <summary>All resources with rows.</summary>
    public IEnumerable<TableEntry> Entries => _entries.Values;

    /// <inheritdoc/>
    public VisibleTable? Find(string resourceId) => Entry(resourceId)?.Visible;

    /// <summary>As <see cref="Find"/>, with what the engines need.</summary>
    public TableEntry? Entry(string resourceId) => _entries.GetValueOrDefault(resourceId);

    /// <summary>Only one writer (a load, or the packing of its index) works on a resource at a time.</summary>
    public async Task<IDisposable> Writing(string resourceId, CancellationToken ct)
    {
        var gate = _writing.GetOrAdd(resourceId, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(ct);
        return new Release(() => gate.Release());
    }

    /// <summary>A transaction of its own; rolled back when disposed without commit.</summary>
    public TableWork Begin() => new(_pool.Value.Rent(), _commits);

    /// <summary>Copies the database as it stands after the last commit; further commits wait.</summary>
    /// <param name="copy">Told every file of it.</param>
    internal void WhileNothingCommits(Action<IEnumerable<string>> copy)
    {
        var folder = settings.InData("tables", "");
        _commits.Hold(() => copy(Directory.EnumerateFiles(folder, "city.duckdb*")));
    }

    /// <summary>Makes a committed entry what readers see.</summary>
    public void Announce(TableEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _entries[entry.Visible.ResourceId] = entry;
        Announced?.Invoke(entry);
    }

    /// <summary>Writes an entry within a transaction; <see cref="Announce"/> it once that has committed.</summary>
    public void Write(TableWork work, TableEntry entry)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(entry);
        if (_entries.GetValueOrDefault(entry.Visible.ResourceId) is { } before && before.Generation != entry.Generation)
        {
            TableSchema.Retire(work, before);
        }

        TableSchema.Write(work, entry);
    }

    /// <summary>
    /// Drops what gave way to another table, half a minute later: a reader may just have asked for its name. A stop before that is no harm,
    /// the next start does it.
    /// </summary>
    public void RetireLater(TableEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _ = Task.Delay(TimeSpan.FromSeconds(30), _closing.Token).ContinueWith(
            _ => Retire(entry.Visible.TableName, entry.Generation), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    /// <summary>Drops a table that nobody finds any more, and tells so for its generation. Running readers keep their snapshot.</summary>
    public void Retire(string tableName, long generation)
    {
        using (var work = Begin())
        {
            work.Execute($"drop table if exists {tableName}");
            work.Commit();
        }

        GenerationRetired?.Invoke(generation);
        using (var work = Begin())
        {
            work.Execute("delete from retired where generation = $1", generation);
            work.Commit();
        }
    }

    /// <summary>Generations whose keys a stop left behind.</summary>
    public void RetireLeft()
    {
        IReadOnlyList<object?[]> left;
        using (var work = Begin())
        {
            left = work.Query("select table_name, generation from retired");
        }

        foreach (var r in left)
        {
            Retire((string)r[0]!, (long)r[1]!);
        }
    }

    /// <inheritdoc/>
    public async Task<TableReader> Read(string sql, IReadOnlyList<object?> parameters, CancellationToken ct)
    {
        var lease = _pool.Value.Rent();
        var command = Command(lease.Connection, sql, parameters);
        command.UseStreamingMode = true;
        try
        {
            // DuckDB has no asynchronous interface; the pool's threads must not be held by the requests' own.
            await using var stop = ct.Register(command.Cancel);
            var reader = await Task.Run(() => command.ExecuteReader(), ct);
            return new TableReader(reader, new Release(() =>
            {
                command.Dispose();
                lease.Dispose();
            }));
        }
        catch (Exception e)
        {
            command.Dispose();
            lease.Dispose();
            ct.ThrowIfCancellationRequested();
            throw e is DuckDBException ? new TableException(e.Message, e) : e;
        }
    }

    /// <inheritdoc/>
    public Task<long> Execute(string sql, IReadOnlyList<object?> parameters, CancellationToken ct) => Task.Run(
        () =>
        {
            using var work = Begin();
            var rows = work.Execute(sql, [.. parameters]);
            work.Commit();
            return rows;
        },
        ct);

    /// <inheritdoc/>
    public async Task Drop(string resourceId, CancellationToken ct)
    {
        using var writing = await Writing(resourceId, ct);
        await Task.Run(
            () =>
            {
                using (var work = Begin())
                {
                    if (Entry(resourceId) is { } dropped)
                    {
                        TableSchema.Retire(work, dropped);
                    }

                    work.Execute("delete from resource_tables where resource = $1", resourceId);
                    work.Execute("delete from refusals where resource = $1", resourceId);
                    work.Execute("delete from refused_rows where resource = $1", resourceId);
                    work.Execute("delete from profiles where resource = $1", resourceId);
                    work.Execute("delete from assessments where resource = $1", resourceId);
                    work.Commit();
                }

                if (_entries.TryRemove(resourceId, out var entry))
                {
                    Retire(entry.Visible.TableName, entry.Generation);
                }
            },
            ct);
    }

    /// <summary>
    /// Makes the schema, reads what is visible, and drops every table of rows that no committed run made visible (what a crash left).
    /// </summary>
    public void Recover()
    {
        Directory.CreateDirectory(TemporaryFolder);
        foreach (var left in Directory.EnumerateFiles(TemporaryFolder))
        {
            File.Delete(left);
        }

        using var work = Begin();
        TableSchema.Make(work);
        _entries.Clear();
        foreach (var entry in TableSchema.ReadEntries(work))
        {
            _entries[entry.Visible.ResourceId] = entry;
        }

        var known = _entries.Values.Select(e => e.Visible.TableName).ToHashSet(StringComparer.Ordinal);
        foreach (var table in TableSchema.RowTables(work).Where(t => !known.Contains(t)))
        {
            work.Execute($"drop table {table}");
        }

        work.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The container knows it by more than one contract and disposes it for each.
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        _closing.Cancel();
        if (_pool.IsValueCreated)
        {
            _pool.Value.Dispose();
        }

        foreach (var gate in _writing.Values)
        {
            gate.Dispose();
        }

        _closing.Dispose();
        _commits.Dispose();
    }

    internal ConnectionPool.Lease Rent() => _pool.Value.Rent();

    internal static DuckDBCommand Command(DuckDBConnection connection, string sql, IReadOnlyList<object?> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in parameters)
        {
            command.Parameters.Add(new DuckDBParameter(value ?? DBNull.Value));
        }

        return command;
    }

    private static ConnectionPool Open(HubSettings settings, TableLimits limits)
    {
        var pool = new ConnectionPool(settings.InData("tables", "city.duckdb"));
        using var lease = pool.Rent();
        using var command = lease.Connection.CreateCommand();
        var spill = settings.InData("tables", "spill").Replace("'", "''", StringComparison.Ordinal);

        // Insertion order would cost the second thread while loading; readers order by (_run, _line).
        command.CommandText = $"set memory_limit = '{limits.MemoryMegabytes}MB'; set threads = {limits.Threads}; "
            + $"set temp_directory = '{spill}'; set preserve_insertion_order = false; "
            // A page of an ordered table: find its rows by the ordering columns alone, then read the others of just those rows.
            + "set late_materialization_max_rows = 1100;";
        command.ExecuteNonQuery();
        Native.BatchFunction.Register(lease.Connection);
        return pool;
    }

    private sealed class Release(Action release) : IDisposable
    {
        private Action? _release = release;

        public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
    }
}

/// <summary>What DuckDB may take of the machine.</summary>
/// <param name="MemoryMegabytes">Its buffers, MB; beyond it spills to disk.</param>
/// <param name="Threads">Threads of one statement.</param>
public sealed record TableLimits(int MemoryMegabytes, int Threads)
{
    /// <summary>800 MB, so that a whole gathering process stays under 2 GB; one thread a core. <c>CITYHUB_TABLE_MEMORY_MB</c> and <c>CITYHUB_TABLE_THREADS</c> override.</summary>
    public static TableLimits Default => new(
        Number("CITYHUB_TABLE_MEMORY_MB") ?? 800, Number("CITYHUB_TABLE_THREADS") ?? Math.Max(1, Environment.ProcessorCount));

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), out var n) && n > 0 ? n : null;
}

/// <summary>The table store refused a statement.</summary>
public sealed class TableException : Exception
{
    /// <summary>Empty.</summary>
    public TableException()
    {
    }

    /// <summary>With what the engine said.</summary>
    public TableException(string message)
        : base(message)
    {
    }

    /// <summary>With what the engine said and threw.</summary>
    public TableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
