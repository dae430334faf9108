using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Serving.Profile;
using CityHub.Kernel;
using CityHub.Storage.Tables;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityHub.DataCentre.Catalogue.OneSource;

/// <summary>How far a scan is.</summary>
/// <param name="State">idle, running, failed.</param>
/// <param name="Done">Columns looked at.</param>
/// <param name="Columns">Columns to look at.</param>
/// <param name="Found">Pairs found, when it has ended.</param>
/// <param name="ScannedAt">When the last one ended.</param>
internal sealed record ScanStatus(string State, int Done, int Columns, int? Found, DateTimeOffset? ScannedAt);

/// <summary>取值比较: compares the values of all published columns in the background, one column at a time, with bounded memory.</summary>
internal sealed partial class ScanValues(
    CatalogueBook book, ITableStore tables, ResourceProfiles profiles, LeadSources leads, IHostApplicationLifetime life, ILogger<ScanValues> log)
{
    /// <summary>16 KB each: 160 MB at most.</summary>
    private const int MostColumns = 10_000;

    /// <summary>From this share on two columns are told to be the same datum.</summary>
    private const double LeastShare = 0.3;

    /// <summary>A value that stands in so many columns says nothing of any two of them.</summary>
    private const int CommonValue = 200;

    private int _running;
    private volatile ScanStatus _status = new("idle", 0, 0, null, null);

    public ScanStatus Status => _status with { ScannedAt = leads.ScannedAt };

    /// <summary>Begins it; the answer does not wait.</summary>
    public Outcome<ScanStatus> Start(Caller caller)
    {
        if (Interlocked.CompareExchange(ref _running, 1, 0) != 0)
        {
            return OneSourceFaults.ScanRunning;
        }

        _status = new("running", 0, 0, null, null);
        _ = Task.Run(() => Run(caller, life.ApplicationStopping));
        return Status;
    }

    private async Task Run(Caller caller, CancellationToken ct)
    {
        try
        {
            var found = await Scan((done, all) => _status = new("running", done, all, null, null), ct);
            await leads.Keep(found, caller, ct);
            _status = new("idle", 0, 0, found.Count, null);
        }
        catch (OperationCanceledException)
        {
            _status = new("idle", 0, 0, null, null);
        }
        catch (Exception error) when (error is System.Data.Common.DbException or IOException)
        {
            Failed(log, error);
            _status = new("failed", 0, 0, null, null);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    internal async Task<IReadOnlyList<Overlap>> Scan(Action<int, int> progress, CancellationToken ct)
    {
        var columns = book.Shelf.InOrder.Select(h => h.Entry.Resource).Where(r => r.State == ResourceState.Published)
            .Select(r => (Resource: r, Table: tables.Find(r.Id))).Where(r => r.Table is { Rows: > 0 })
            .SelectMany(r => r.Table!.Columns, (r, c) => (r.Resource, Table: r.Table!, Column: c))
            .Where(c => c.Column.Type.Kind is ColumnKind.Text or ColumnKind.Integer or ColumnKind.Decimal && c.Resource.Items.Any(i => i.Column == c.Column.Name))
            .Take(MostColumns).ToList();
        var sketches = new List<(Resource Resource, string Column, ValueSketch Sketch)>();
        for (var i = 0; i < columns.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            progress(i, columns.Count);
            var (resource, table, column) = columns[i];
            var distinct = (await profiles.Of(table)).GetValueOrDefault(column.Name)?.Distinct ?? 0;
            if (distinct >= ValueSketch.FewestValues)
            {
                sketches.Add((resource, column.Name, await Sketch(table, column.Name, distinct, ct)));
            }
        }

        return Compare(sketches);
    }

    internal static IReadOnlyList<Overlap> Compare(IReadOnlyList<(Resource Resource, string Column, ValueSketch Sketch)> sketches)
    {
        // Only columns that share a value at all are compared.
        var holders = new Dictionary<ulong, List<int>>();
        for (var i = 0; i < sketches.Count; i++)
        {
            foreach (var hash in sketches[i].Sketch.Least)
            {
                (holders.TryGetValue(hash, out var list) ? list : holders[hash] = []).Add(i);
            }
        }

        var pairs = new HashSet<(int, int)>();
        foreach (var list in holders.Values.Where(l => l.Count is > 1 and < CommonValue))
        {
            for (var i = 0; i < list.Count; i++)
            {
                for (var j = i + 1; j < list.Count; j++)
                {
                    if (sketches[list[i]].Resource.Provider != sketches[list[j]].Resource.Provider)
                    {
                        pairs.Add((list[i], list[j]));
                    }
                }
            }
        }

        return
        [
            .. pairs.Order().Select(p => (First: sketches[p.Item1], Second: sketches[p.Item2]))
                .Select(p => (p.First, p.Second, Share: ValueSketch.Containment(p.First.Sketch, p.Second.Sketch)))
                .Where(p => p.Share >= LeastShare)
                .Select(p => new Overlap(p.First.Resource.Id, p.First.Column, p.Second.Resource.Id, p.Second.Column, Math.Round(p.Share!.Value, 3))),
        ];
    }

    private async Task<ValueSketch> Sketch(VisibleTable table, string column, long distinct, CancellationToken ct)
    {
        var hashes = new List<ulong>(ValueSketch.Size);
        var sql = $"select distinct hash(\"{column}\"::varchar) as h from {table.TableName} where \"{column}\" is not null"
            + $" and hash(\"{column}\"::varchar) <= {ValueSketch.Threshold(distinct)}::ubigint order by h limit {ValueSketch.Size + 1}";
        await using var reader = await tables.Read(sql, [], ct);
        while (await reader.Data.ReadAsync(ct))
        {
            hashes.Add(Convert.ToUInt64(reader.Data.GetValue(0), System.Globalization.CultureInfo.InvariantCulture));
        }

        var whole = hashes.Count <= ValueSketch.Size && ValueSketch.Threshold(distinct) == ulong.MaxValue;
        return new([.. hashes.Take(ValueSketch.Size)], distinct, whole);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The comparison of values ended with an error")]
    private static partial void Failed(ILogger logger, Exception error);
}
