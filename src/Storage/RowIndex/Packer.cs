using System.Threading.Channels;
using CityHub.Storage.Tables;
using Microsoft.Extensions.Logging;

namespace CityHub.Storage.RowIndex;

/// <summary>
/// Rewrites the index in the background from places to whole rows, a range of keys at a time, so that memory stays bounded. It may be
/// killed at any point: places keep answering, and start-up goes on from the last complete run. Also brings in what a crash left out.
/// </summary>
public sealed class Packer : IAsyncDisposable
{
    private const int RowsPerRange = 500_000;
    private readonly TableStore _tables;
    private readonly RowIndex _index;
    private readonly ILogger<Packer> _log;
    private readonly Channel<string> _wanted = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    /// <summary>Makes it; <see cref="Start"/> sets it going.</summary>
    public Packer(TableStore tables, RowIndex index, ILogger<Packer> log)
    {
        ArgumentNullException.ThrowIfNull(tables);
        (_tables, _index, _log) = (tables, index, log);
        tables.Announced += Want;
    }

    /// <summary>Completes the index after a crash, then packs what is not packed.</summary>
    public void Start()
    {
        Recover();
        foreach (var entry in _tables.Entries)
        {
            Want(entry);
        }

        _loop = Task.Run(Loop);
    }

    /// <summary>
    /// Ingests the files that a committed run names, builds a generation anew from its table when they are lost, and deletes files that no
    /// run names.
    /// </summary>
    public void Recover()
    {
        foreach (var entry in _tables.Entries.ToList())
        {
            Complete(entry.Visible.ResourceId);
        }

        _tables.RetireLeft();
        foreach (var file in _index.Incoming().ToList())
        {
            File.Delete(file);
        }
    }

    /// <summary>Sees to it that the index has every key of the last committed run.</summary>
    public void Complete(string resourceId)
    {
        if (_tables.Entry(resourceId) is not { IndexFile: { } mark } entry || _index.Arrived(mark))
        {
            return;
        }

        var files = _index.Incoming().Where(f => Path.GetFileName(f).StartsWith(mark, StringComparison.Ordinal)).ToList();
        if (files.Any(f => Path.GetFileNameWithoutExtension(f) == mark))
        {
            _index.Ingest(files);
        }
        else
        {
            Rebuild(entry);
        }
    }

    /// <summary>Packs a resource now; returns when every row that was visible at the call stands in the index whole.</summary>
    public async Task Pack(string resourceId, CancellationToken ct)
    {
        using (await _tables.Writing(resourceId, ct))
        {
            Complete(resourceId);
        }

        if (_tables.Entry(resourceId) is not { IndexFile: not null } first || first.PackedRun >= first.Visible.LastRun)
        {
            return;
        }

        foreach (var range in Ranges(first))
        {
            // Between two ranges a load may come; it must not find its fresh keys overwritten by an older row.
            using var writing = await _tables.Writing(resourceId, ct);
            if (_tables.Entry(resourceId)?.Generation != first.Generation)
            {
                return;
            }

            await Task.Run(() => PackRange(first, range, ct), ct);
        }

        using (await _tables.Writing(resourceId, ct))
        {
            if (_tables.Entry(resourceId) is { } now && now.Generation == first.Generation)
            {
                var packed = now with { PackedRun = first.Visible.LastRun };
                using (var work = _tables.Begin())
                {
                    TableSchema.Write(work, packed);
                    work.Commit();
                }

                _tables.Announce(packed);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _tables.Announced -= Want;
        await _stop.CancelAsync();
        _wanted.Writer.TryComplete();
        await _loop;
        _stop.Dispose();
    }

    private void Want(TableEntry entry)
    {
        if (entry.IndexFile is not null && entry.PackedRun < entry.Visible.LastRun)
        {
            _wanted.Writer.TryWrite(entry.Visible.ResourceId);
        }
    }

    private async Task Loop()
    {
        try
        {
            await foreach (var resource in _wanted.Reader.ReadAllAsync(_stop.Token))
            {
                try
                {
                    await Pack(resource, _stop.Token);
                }
                catch (Exception e) when (e is TableException or RowIndexException or IOException or InvalidOperationException)
                {
                    // Places go on answering; the next run or start tries again.
                    _log.LogError(e, "Packing the row index of {Resource} failed", resource);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The hub stops.
        }
    }

    /// <summary>Makes all places of a generation again, when the file of a committed run and the index were both lost.</summary>
    private void Rebuild(TableEntry entry)
    {
        var v = entry.Visible;
        var mark = entry.IndexFile!;
        _index.DropGeneration(entry.Generation);
        using (var work = _tables.Begin())
        using (var rows = work.Stream($"select {TableText.Key(v.Columns, v.Key)} k, _run::bigint, _line from {v.TableName} order by k", 3))
        using (var file = _index.NewFile(mark + "-keys", entry.Generation))
        {
            while (rows.Next())
            {
                for (var i = 0; i < rows.Count; i++)
                {
                    file.PutPlace(rows.Text(0, i), (int)rows.Number(1, i), rows.Number(2, i));
                }
            }

            file.Finish();
        }

        _index.WriteMark(mark);
        _index.Ingest([.. new[] { mark + "-keys", mark }.Select(_index.PathOf).Where(File.Exists)]);
        var unpacked = entry with { PackedRun = 0 };
        using (var work = _tables.Begin())
        {
            TableSchema.Write(work, unpacked);
            work.Commit();
        }

        _tables.Announce(unpacked);
    }

    /// <summary>Ranges of keys with about equally many rows: conditions on <c>k</c>.</summary>
    private List<string> Ranges(TableEntry entry)
    {
        var v = entry.Visible;
        var key = TableText.Key(v.Columns, v.Key);
        using var work = _tables.Begin();
        var count = work.Number($"select count(*) from {v.TableName} where _run > {entry.PackedRun}");
        var parts = (int)((count + RowsPerRange - 1) / RowsPerRange);
        if (parts <= 1)
        {
            return ["true"];
        }

        var sample = work.Query($"select k from (select {key} k from {v.TableName} where _run > {entry.PackedRun} using sample {parts * 20} rows) order by k");
        var bounds = Enumerable.Range(1, parts - 1).Select(i => TableText.Literal((string)sample[i * sample.Count / parts][0]!)).Distinct().ToList();
        var ranges = new List<string> { $"k < {bounds[0]}" };
        ranges.AddRange(bounds.Zip(bounds.Skip(1), (from, to) => $"k >= {from} and k < {to}"));
        ranges.Add($"k >= {bounds[^1]}");
        return ranges;
    }

    private void PackRange(TableEntry entry, string range, CancellationToken ct)
    {
        var v = entry.Visible;
        var name = "packing-" + Guid.NewGuid().ToString("n");
        var value = new byte[4096];
        var columns = v.Columns.Count;
        bool any;
        using (var work = _tables.Begin())
        using (var rows = work.Stream(
            $"select k, {string.Join(", ", v.Columns.Select((c, i) => $"c{i}"))} from (select {TableText.Key(v.Columns, v.Key)} k, "
            + $"{string.Join(", ", v.Columns.Select((c, i) => $"{TableText.Of(c)} c{i}"))} from {v.TableName} where _run > {entry.PackedRun}) "
            + $"where {range} order by k",
            columns + 1))
        using (var file = _index.NewFile(name, entry.Generation, ofPlaces: false))
        {
            while (rows.Next())
            {
                ct.ThrowIfCancellationRequested();
                for (var i = 0; i < rows.Count; i++)
                {
                    var size = 1 + Packing.Size(rows, i, 1, columns);
                    if (size > value.Length)
                    {
                        value = new byte[size * 2];
                    }

                    value[0] = IndexValue.Row;
                    Packing.Write(value.AsSpan(1, size - 1), rows, i, 1, columns);
                    file.Put(rows.Text(0, i), value.AsSpan(0, size));
                }
            }

            any = file.Finish();
        }

        if (any)
        {
            _index.Ingest([_index.PathOf(name)]);
        }
    }
}
