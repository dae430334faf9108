using System.Text.Json;
using CityHub.DataCentre.Gathering.Refused;
using CityHub.Kernel;
using CityHub.Storage.RowIndex;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>One load on its way.</summary>
internal sealed class Load(
    TableStore tables, RowIndex index, LoadLimits limits, LoadPlan plan, TableEntry? before, IProgress<LoadProgress> progress,
    Func<Task<Fault?>> mayCommit, CancellationToken ct) : IDisposable
{
    private readonly bool _joins = before is not null && plan.Mode != LoadMode.Replace;
    private LoadPhase _phase = LoadPhase.Prepare;
    private long _bytesTotal;
    private long _prepared;
    private CsvSource? _source;
    private string _hidden = "";
    private Task _hiding = Task.CompletedTask;
    private long _generation;

    public async Task<Outcome<LoadResult>> Run()
    {
        using var stopReporting = new CancellationTokenSource();
        var reporting = Report(stopReporting.Token);
        try
        {
            return await Task.Run(Steps, ct);
        }
        finally
        {
            await stopReporting.CancelAsync();
            await reporting;
        }
    }

    public void Dispose() => _source?.Dispose();

    private async Task<Outcome<LoadResult>> Steps()
    {
        var stamp = File.Exists(plan.SourcePath) ? File.GetLastWriteTimeUtc(plan.SourcePath) : default;
        _bytesTotal = File.Exists(plan.SourcePath) ? new FileInfo(plan.SourcePath).Length : 0;
        if (!Prepare.Run(plan, limits, bytes => Interlocked.Add(ref _prepared, bytes), ct).Try(out var map, out var fault))
        {
            return fault;
        }

        using (map)
        {
            KeyFiles? keys = null;
            var committed = false;
            try
            {
                _phase = LoadPhase.Load;
                var rows = Stage(map);
                if (!File.Exists(plan.SourcePath) || File.GetLastWriteTimeUtc(plan.SourcePath) != stamp || RandomAccess.GetLength(map.File) != map.Length)
                {
                    return LoadingFaults.SourceChanged;
                }

                _phase = LoadPhase.Sort;
                var mark = $"{_generation}-{Id.New()}";
                var generation = _joins ? before!.Generation : _generation;
                var unfit = await new AgainstKnownRows(tables, plan, before?.Visible, _hidden).Find(_hiding);
                keys = plan.Key.Count == 0 ? null : await SortKeys(mark, generation, unfit);
                await _hiding;
                var duplicates = keys?.Duplicates ?? [];
                _phase = LoadPhase.Index;
                Duplicates.PutAside(_source!, duplicates, unfit, ct);
                ct.ThrowIfCancellationRequested();
                if (before is { Visible.Rows: > 0 and var earlier } && !_joins && rows == duplicates.Count)
                {
                    KeepRefused();
                    return LoadingFaults.NothingKept(_source!.Read, RefusedByRule(), earlier);
                }

                if (await mayCommit() is { } refusal)
                {
                    return refusal;
                }

                ct.ThrowIfCancellationRequested();
                _phase = LoadPhase.Commit;
                var entry = Commit(rows, duplicates, keys is null ? null : mark, generation, out var result);
                committed = true;
                Ingest(keys);
                tables.Announce(entry);
                if (before is not null && !_joins)
                {
                    tables.RetireLater(before);
                }

                return result;
            }
            finally
            {
                if (!committed)
                {
                    keys?.Delete();
                    DropHidden();
                }
            }
        }
    }

    /// <summary>The run is committed: whatever happens here, it stands. Keys that do not arrive now are brought in by the packer.</summary>
    private void Ingest(KeyFiles? keys)
    {
        try
        {
            if (keys is not null)
            {
                index.Ingest(keys.Paths);
            }
        }
        catch (RowIndexException)
        {
            // The packer, told of the new rows, sees that the mark is missing and completes the index.
        }
    }

    /// <summary>Loads into a table that no reader sees; returns its rows. Its commit (<see cref="_hiding"/>) goes on beside the sorting of keys.</summary>
    private long Stage(SourceMap map)
    {
        try
        {
            return Stage(map, inOrder: false);
        }
        catch (LoadRefused) when (map.Quotes > 0)
        {
            // A quote may have led the guess astray; in order, the truth comes out.
            return StageAgain(map);
        }
    }

    private long StageAgain(SourceMap map)
    {
        DropHidden();
        return Stage(map, inOrder: true);
    }

    private long Stage(SourceMap map, bool inOrder)
    {
        _source?.Dispose();
        _source = new CsvSource(plan, map, limits, inOrder, tables.TemporaryFolder, ct);
        long rows;
        var work = tables.Begin();
        try
        {
            _generation = work.Number("select nextval('generations')");
            _hidden = $"rows_{_generation}";
            var columns = string.Join(", ", plan.Columns.Select(c => TableText.Name(c.Column.Name)));
            rows = work.Execute($"create table {_hidden} as select {columns}, {plan.RunNumber}::integer as _run, _line from {TableWork.Batches}", _source);
        }
        catch
        {
            work.Dispose();
            throw;
        }

        _hiding = Task.Run(
            () =>
            {
                using (work)
                {
                    work.Commit();
                }
            },
            CancellationToken.None);
        if (!map.Joins())
        {
            return inOrder ? throw new InvalidOperationException("The blocks of a source read in order do not join.") : StageAgain(map);
        }

        return _source.Read - _source.Refused.Sum(r => r.Count);
    }

    private async Task<KeyFiles> SortKeys(string mark, long generation, IReadOnlyDictionary<long, Unfit> unfit)
    {
        var files = new KeyFiles(plan, index, mark, generation, refuseKnown: _joins && plan.Mode == LoadMode.Append, unfit);
        try
        {
            if (_source!.KeyShape.Holds)
            {
                var segments = new List<KeySegment>();
                Parallel.ForEach(_source.Keys, keys =>
                {
                    var finished = keys.Finish();
                    lock (segments)
                    {
                        segments.AddRange(finished);
                    }
                });
                files.WriteCodes(segments, _source.KeyShape.Length, limits.Threads, ct);
            }
            else
            {
                await _hiding;
                using var work = tables.Begin();
                files.WriteSorted(work, _hidden, ct);
            }

            files.Finish();
            return files;
        }
        catch
        {
            files.Delete();
            throw;
        }
    }

    /// <summary>The transaction that decides: before it nothing happened, after it everything did.</summary>
    private TableEntry Commit(long rows, IReadOnlyList<long> duplicates, string? mark, long generation, out LoadResult result)
    {
        using var work = tables.Begin();
        if (duplicates.Count > 0)
        {
            work.Execute($"delete from {_hidden} where _line in (select line from {TableWork.Batches})", new LineSource(duplicates));
        }

        var kept = rows - duplicates.Count;
        var columns = plan.Columns.Select(c => c.Column).ToList();
        long changed = 0, unchanged = 0, known = 0;
        var table = _hidden;
        if (_joins)
        {
            table = before!.Visible.TableName;
            if (plan.Mode == LoadMode.Upsert)
            {
                var same = plan.SameKey;
                // A column that the source does not have says nothing: what stood there stays. To empty one, send it empty.
                var silent = plan.Columns.Where(c => c.SourceOrdinal < 0).Select(c => TableText.Name(c.Column.Name)).ToList();
                if (silent.Count > 0)
                {
                    work.Execute($"update {_hidden} n set {string.Join(", ", silent.Select(c => $"{c} = o.{c}"))} from {table} o where {same}");
                }

                var differs = string.Join(" or ", columns.Select(c => $"o.{TableText.Name(c.Name)} is distinct from n.{TableText.Name(c.Name)}"));
                known = work.Number($"select count(*) from {table} o join {_hidden} n on {same}");
                changed = work.Number($"select count(*) from {table} o join {_hidden} n on {same} and ({differs})");
                unchanged = known - changed;
                work.Execute($"delete from {table} o using {_hidden} n where {same}");
            }

            work.Execute($"insert into {table} select * from {_hidden}");
            work.Execute($"drop table {_hidden}");
        }

        var now = (_joins ? before!.Visible.Rows : 0) + kept - known;
        result = Result(kept, changed, unchanged, now);
        WriteRefused(work, RefusedStates.Open);
        work.Execute(
            "insert into runs values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            plan.RunId, plan.ResourceId, plan.RunNumber, result.Read, result.Kept, result.Changed, result.Unchanged, result.Refused,
            JsonSerializer.Serialize(result.RefusedByRule), result.RowsNow, DateTime.UtcNow);
        var entry = new TableEntry(
            new(plan.ResourceId, table, now, plan.RunNumber, columns, plan.Key), generation, mark, _joins ? before!.PackedRun : 0);
        tables.Write(work, entry);
        work.Commit();
        return entry;
    }

    private LoadResult Result(long kept, long changed, long unchanged, long now)
    {
        return new(_source!.Read, kept, changed, unchanged, _source.Refused.Sum(r => r.Count), RefusedByRule(), now);
    }

    private Dictionary<string, long> RefusedByRule()
    {
        var codes = _source!.Codes;
        return Enumerable.Range(0, codes.Count)
            .Select(id => (codes[id], _source.Refused.Sum(r => r.Of(id))))
            .Where(c => c.Item2 > 0)
            .ToDictionary(c => c.Item1, c => c.Item2);
    }

    /// <summary>A load that keeps no row still says which rows were refused: whoever mends the file needs their lines.</summary>
    private void KeepRefused()
    {
        using var work = tables.Begin();
        WriteRefused(work, RefusedStates.Failed);
        work.Commit();
    }

    private void WriteRefused(TableWork work, string state)
    {
        // What an earlier attempt of this run left.
        work.Execute("delete from refusals where resource = $1 and run = $2", plan.ResourceId, plan.RunNumber);
        work.Execute("delete from refused_rows where resource = $1 and run = $2", plan.ResourceId, plan.RunNumber);
        if (_source!.Refused.All(r => r.Count == 0))
        {
            return;
        }

        string? Item(int column) => column < 0 ? null : plan.Columns[column].Column.Name;
        var (resource, run) = (TableText.Literal(plan.ResourceId), plan.RunNumber);
        work.Execute(
            $"insert into refused_rows(resource, run, line, raw, state) select {resource}, {run}, line, raw, {TableText.Literal(state)} from {TableWork.Batches}",
            new RefusedSource(_source.Refused, violations: false, _source.Codes, Item));
        work.Execute(
            $"insert into refusals select {resource}, {run}, line, rule, item, value from {TableWork.Batches}",
            new RefusedSource(_source.Refused, violations: true, _source.Codes, Item));
    }

    private void DropHidden()
    {
        // Whether it was committed or not, it goes; why it was not has been told or will be.
        _hiding.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        if (_hidden.Length > 0)
        {
            using var work = tables.Begin();
            work.Execute($"drop table if exists {_hidden}");
            work.Commit();
        }
    }

    private async Task Report(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                Tell();
            }
        }
        catch (OperationCanceledException)
        {
            Tell();
        }
    }

    private void Tell()
    {
        var source = _source;
        var (read, refused) = (source?.Read ?? 0, source?.RefusedSoFar ?? 0);
        var bytes = _phase == LoadPhase.Prepare ? Interlocked.Read(ref _prepared) : source?.Bytes ?? 0;
        progress.Report(new(_phase, Math.Min(bytes, _bytesTotal), _bytesTotal, read, read - refused, refused));
    }
}
