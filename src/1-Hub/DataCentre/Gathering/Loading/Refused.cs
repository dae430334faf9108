using System.Text;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>The codes under which a load refuses rows: the loader's own first, then those of the rules.</summary>
internal sealed class RefusalCodes
{
    public const int Type = 0, Required = 1, FieldCount = 2, Unique = 3, SourceRecord = 4, Quotes = 5, Newer = 6, Masked = 7;

    private readonly List<string> _codes = ["type", "required", "field-count", "unique", "source-record", "quotes", "newer", "masked"];

    public int Count => _codes.Count;

    public string this[int id] => _codes[id];

    public int Id(string code)
    {
        var id = _codes.IndexOf(code);
        if (id < 0)
        {
            _codes.Add(code);
            id = _codes.Count - 1;
        }

        return id;
    }
}

/// <summary>Why a row that is right in itself is refused for what the resource holds.</summary>
/// <param name="Code">Of <see cref="RefusalCodes"/>.</param>
/// <param name="Column">Column at fault.</param>
internal readonly record struct Unfit(int Code, int Column);

/// <summary>What one thread refused.</summary>
internal sealed class Refused(string folder, int codes) : IDisposable
{
    private readonly long[] _byCode = new long[codes];

    public Spill Rows { get; } = new(folder);

    public Spill Violations { get; } = new(folder);

    public long Count { get; private set; }

    public long Of(int code) => _byCode[code];

    public void Violation(long position, int code, int column, ReadOnlySpan<byte> value)
    {
        _byCode[code]++;
        Violations.Write(position);
        Violations.Write(code);
        Violations.Write(column);
        Violations.Write(value);
    }

    public void Row(long position, ReadOnlySpan<byte> raw)
    {
        Count++;
        Rows.Write(position);
        Rows.Write(raw);
    }

    public void Dispose()
    {
        Rows.Dispose();
        Violations.Dispose();
    }
}

/// <summary>Refused records as rows (line, raw), or violations as rows (line, rule, item, value).</summary>
internal sealed class RefusedSource(IReadOnlyList<Refused> refused, bool violations, RefusalCodes codes, Func<int, string?> item) : IBatchSource
{
    private static readonly ColumnType Text = new(ColumnKind.Text);
    private static readonly TableColumn Line = new("line", new(ColumnKind.Integer));

    public IReadOnlyList<TableColumn> Columns { get; } = violations
        ? [Line, new("rule", Text), new("item", Text), new("value", Text)]
        : [Line, new("raw", Text)];

    public int Threads => 1;

    public IBatchWorker Open() => new Worker(refused, violations, codes, item);

    private sealed class Worker(IReadOnlyList<Refused> refused, bool violations, RefusalCodes codes, Func<int, string?> item) : IBatchWorker
    {
        private int _next;
        private SpillReader? _reader;

        public int Fill(in Batch batch)
        {
            var rows = 0;
            while (rows < Batch.Capacity)
            {
                if (_reader is null or { AtEnd: true })
                {
                    if (_next == refused.Count)
                    {
                        break;
                    }

                    var one = refused[_next++];
                    _reader = (violations ? one.Violations : one.Rows).Read();
                    continue;
                }

                batch.Set(0, rows, _reader.Next<long>());
                if (violations)
                {
                    batch.SetText(1, rows, Encoding.UTF8.GetBytes(codes[_reader.Next<int>()]));
                    if (item(_reader.Next<int>()) is { } name)
                    {
                        batch.SetText(2, rows, Encoding.UTF8.GetBytes(name));
                    }
                    else
                    {
                        batch.SetNull(2, rows);
                    }
                }

                batch.SetText(violations ? 3 : 1, rows, _reader.NextText());
                rows++;
            }

            return rows;
        }

        public void Dispose()
        {
            // The spills belong to the load.
        }
    }
}

/// <summary>Positions as rows (line).</summary>
internal sealed class LineSource(IReadOnlyList<long> lines) : IBatchSource
{
    public IReadOnlyList<TableColumn> Columns { get; } = [new("line", new(ColumnKind.Integer))];

    public int Threads => 1;

    public IBatchWorker Open() => new Worker(lines);

    private sealed class Worker(IReadOnlyList<long> lines) : IBatchWorker
    {
        private int _next;

        public int Fill(in Batch batch)
        {
            var rows = 0;
            for (; rows < Batch.Capacity && _next < lines.Count; rows++, _next++)
            {
                batch.Set(0, rows, lines[_next]);
            }

            return rows;
        }

        public void Dispose()
        {
            // Nothing of its own.
        }
    }
}
