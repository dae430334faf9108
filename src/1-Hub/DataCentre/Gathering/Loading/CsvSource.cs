using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>
/// The second pass: rows of the source for the table store, checked. Workers take block after block; each guesses from the first pass where
/// records begin. When the guess may be wrong (stray quotes), one worker goes through all blocks in order.
/// </summary>
internal sealed class CsvSource : IBatchSource, IDisposable
{
    private readonly List<Refused> _refused = [];
    private readonly List<KeyCodes> _keys = [];
    private readonly bool _inOrder;
    private readonly string _folder;
    private int _block = -1;
    private long _read;
    private long _bytes;
    private long _refusedSoFar;

    public CsvSource(LoadPlan plan, SourceMap map, LoadLimits limits, bool inOrder, string folder, CancellationToken ct)
    {
        (Plan, Map, Limits, _inOrder, _folder, Stop) = (plan, map, limits, inOrder, folder, ct);
        At = map.Data;
        Columns = [.. plan.Columns.Select(c => c.Column), new("_line", new(ColumnKind.Integer))];
        Threads = inOrder ? 1 : Math.Max(1, Math.Min(limits.Threads, map.Blocks.Length));
        Codes = new RefusalCodes();
        CellRules = [.. plan.Rules.Cells.Select(rules => rules.Select(r => (r, Codes.Id(r.Code))).ToArray())];
        RowRules = [.. plan.Rules.Rows.Select(r => (r, Codes.Id(r.Code)))];
        KeyColumns = [.. plan.Key.Select(k => Enumerable.Range(0, plan.Columns.Count).First(i => plan.Columns[i].Column.Name == k))];
        KeyShape = new KeyShape(KeyColumns.Length == 1 && plan.Columns[KeyColumns[0]].Column.Type.Kind == ColumnKind.Text);
    }

    public LoadPlan Plan { get; }

    public SourceMap Map { get; }

    public LoadLimits Limits { get; }

    public CancellationToken Stop { get; }

    public RefusalCodes Codes { get; }

    public (Quality.CellRule Rule, int Code)[][] CellRules { get; }

    public (Quality.RowRule Rule, int Code)[] RowRules { get; }

    public int[] KeyColumns { get; }

    public KeyShape KeyShape { get; }

    public IReadOnlyList<TableColumn> Columns { get; }

    public int Threads { get; }

    public long Read => Interlocked.Read(ref _read);

    public long Bytes => Interlocked.Read(ref _bytes);

    public long RefusedSoFar => Interlocked.Read(ref _refusedSoFar);

    public bool InOrder => _inOrder;

    /// <summary>When going in order: where the next block's first record begins.</summary>
    public SourcePosition At { get; set; }

    public IReadOnlyList<Refused> Refused => _refused;

    /// <summary>Sorted key codes of each thread, when <see cref="KeyShape"/> still holds.</summary>
    public IReadOnlyList<KeyCodes> Keys => _keys;

    public int NextBlock() => Interlocked.Increment(ref _block);

    public void Progressed(long read, long refused, long bytes)
    {
        Interlocked.Add(ref _read, read);
        Interlocked.Add(ref _refusedSoFar, refused);
        Interlocked.Add(ref _bytes, bytes);
    }

    public IBatchWorker Open()
    {
        lock (_refused)
        {
            var aside = new Refused(_folder, Codes.Count);
            _refused.Add(aside);
            var keys = new KeyCodes(KeyShape, Limits, _folder);
            _keys.Add(keys);
            return new CsvWorker(this, aside, keys);
        }
    }

    /// <summary>Adds what a later phase refused (duplicates).</summary>
    public Refused MoreRefused()
    {
        lock (_refused)
        {
            var aside = new Refused(_folder, Codes.Count);
            _refused.Add(aside);
            return aside;
        }
    }

    /// <summary>Position as the plan counts it.</summary>
    public long Position(SourcePosition at) => Plan.Dialect.CountRecords ? at.Record : at.Line;

    public void Dispose()
    {
        foreach (var refused in _refused)
        {
            refused.Dispose();
        }

        foreach (var keys in _keys)
        {
            keys.Dispose();
        }
    }
}
