using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CityHub.DataCentre.Quality;
using CityHub.Storage.RowIndex;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>One thread of the second pass: splits, checks, writes good rows into the batch and puts bad ones aside.</summary>
internal sealed unsafe class CsvWorker : IBatchWorker
{
    private readonly CsvSource _source;
    private readonly RecordWalk _walk;
    private readonly Refused _aside;
    private readonly KeyCodes _keys;
    private readonly Arena _arena = new();
    private readonly int _columns;
    private readonly int _fields;
    private readonly ColumnType[] _types;
    private readonly bool[] _required;
    private readonly int[] _ordinals;
    private readonly byte[][] _missingWords;
    private readonly byte** _starts;
    private readonly int* _lengths;
    private readonly byte** _cells;
    private readonly int* _cellLengths;
    private readonly byte** _data;
    private readonly ulong** _validity;
    private long _read;
    private long _refused;

    public CsvWorker(CsvSource source, Refused aside, KeyCodes keys)
    {
        var plan = source.Plan;
        (_source, _walk, _aside, _keys) = (source, new(source), aside, keys);
        _columns = plan.Columns.Count;
        _fields = plan.FieldCount;
        _types = [.. plan.Columns.Select(c => c.Column.Type)];
        _required = [.. plan.Columns.Select((c, i) => c.Required || source.KeyColumns.Contains(i))];
        _ordinals = [.. plan.Columns.Select(c => c.SourceOrdinal)];
        _missingWords = [.. plan.MissingWords.Select(Encoding.UTF8.GetBytes)];
        _starts = Pointers(_fields);
        _lengths = (int*)Pointers(_fields);
        _cells = Pointers(_columns);
        _cellLengths = (int*)Pointers(_columns);
        _data = Pointers(_columns);
        _validity = (ulong**)Pointers(_columns);
    }

    public int Fill(in Batch batch)
    {
        _source.Stop.ThrowIfCancellationRequested();
        _arena.Clear();
        for (var i = 0; i < _columns; i++)
        {
            _data[i] = batch.Data(i);
            _validity[i] = null;
        }

        var positions = (long*)batch.Data(_columns);
        var rows = 0;
        while (rows < Batch.Capacity)
        {
            // Cells of this batch may point into the window: it changes only while the batch is empty.
            if (!_walk.InBlock)
            {
                if (rows > 0 || !_walk.TakeBlock())
                {
                    break;
                }
            }

            if (_walk.AtEnd)
            {
                _walk.CloseBlock(_read, _refused);
                (_read, _refused) = (0, 0);
                continue;
            }

            var start = _walk.Start;
            var split = _walk.Cut(_starts, _lengths, _fields, _arena);
            if (split != Split.Record)
            {
                if (split == Split.NeedsMore && rows > 0)
                {
                    break;
                }

                _walk.More(split);
                continue;
            }

            var position = _walk.Position;
            if (_walk.Record.Fields == 1 && _fields > 1 && _walk.Record.RecordEnd == start)
            {
                // An empty line is no record.
            }
            else if (Keep(batch, rows, position, start))
            {
                positions[rows++] = position;
            }

            _walk.Pass();
        }

        return rows;
    }

    public void Dispose()
    {
        _walk.Dispose();
        _arena.Dispose();
        foreach (var memory in new[] { (nint)_starts, (nint)_lengths, (nint)_cells, (nint)_cellLengths, (nint)_data, (nint)_validity })
        {
            NativeMemory.Free((void*)memory);
        }
    }

    private static byte** Pointers(int count) => (byte**)NativeMemory.AllocZeroed((nuint)(count + 1) * 8);

    /// <summary>Checks a record and writes it into a row of the batch; a bad one is put aside, and the row is free again.</summary>
    private bool Keep(in Batch batch, int row, long position, byte* start)
    {
        _read++;
        var good = true;
        if (_walk.Record.Torn > 0)
        {
            _aside.Violation(position, RefusalCodes.Quotes, -1, Encoding.UTF8.GetBytes(_walk.Record.Torn.ToString(CultureInfo.InvariantCulture)));
            good = false;
        }
        else if (_walk.Record.Fields != _fields)
        {
            if (_walk.Record.RecordEnd - start > 2 && start[0] == 0x1A && start[1] == 0x1E)
            {
                _aside.Violation(position, RefusalCodes.SourceRecord, -1, new ReadOnlySpan<byte>(start + 2, Reason(start)));
            }
            else
            {
                _aside.Violation(position, RefusalCodes.FieldCount, -1, Encoding.UTF8.GetBytes(_walk.Record.Fields.ToString(CultureInfo.InvariantCulture)));
            }

            good = false;
        }
        else
        {
            for (var c = 0; c < _columns; c++)
            {
                good &= Cell(batch, c, row, position);
            }

            if (good)
            {
                good = RowRulesHold(position);
            }
        }

        if (!good)
        {
            _refused++;
            _aside.Row(position, new ReadOnlySpan<byte>(start, (int)(_walk.Record.RecordEnd - start)));
            return false;
        }

        if (_source.KeyShape.Holds)
        {
            var key = _source.KeyColumns[0];
            _keys.Add(_cells[key], _cellLengths[key], position);
        }

        return true;
    }

    // A connector that could not make cells of a record says why in its first field, which needs no quotes (see Acquiring/Spooled).
    private int Reason(byte* start)
    {
        var text = new ReadOnlySpan<byte>(start + 2, (int)(_walk.Record.RecordEnd - start) - 2);
        return text.IndexOf(_source.Plan.Dialect.Delimiter) is >= 0 and var end ? end : text.Length;
    }

    private bool Cell(in Batch batch, int c, int row, long position)
    {
        var ordinal = _ordinals[c];
        byte* text = null;
        var length = 0;
        if (ordinal >= 0)
        {
            text = _starts[ordinal];
            length = _lengths[ordinal];
            if (_types[c].Kind != ColumnKind.Text)
            {
                Cells.Trim(ref text, ref length);
            }
        }

        if (_missingWords.Length > 0 && StandsForMissing(new ReadOnlySpan<byte>(text, length)))
        {
            length = 0;
        }

        _cells[c] = text;
        _cellLengths[c] = length;
        if (length == 0)
        {
            if (_validity[c] == null)
            {
                _validity[c] = batch.Validity(c);
            }

            _validity[c][row >> 6] &= ~(1UL << (row & 63));
            if (_types[c].Kind == ColumnKind.Text)
            {
                new Span<byte>(_data[c] + (row * 16), 16).Clear();
            }

            if (_required[c])
            {
                _aside.Violation(position, RefusalCodes.Required, c, default);
                return false;
            }

            return true;
        }

        if (_validity[c] != null)
        {
            _validity[c][row >> 6] |= 1UL << (row & 63);
        }

        var cell = new ReadOnlySpan<byte>(text, length);
        var written = Cells.Write(_types[c], _data[c], row, text, length);
        if (!written && WithoutGroups(c, ref cell))
        {
            fixed (byte* plain = cell)
            {
                written = Cells.Write(_types[c], _data[c], row, plain, cell.Length);
            }
        }

        if (!written || (length > IndexFile.MaximumKeyBytes / 4 && _source.KeyColumns.Contains(c)))
        {
            _aside.Violation(position, RefusalCodes.Type, c, cell);
            return false;
        }

        var holds = true;
        foreach (var (rule, code) in _source.CellRules[c])
        {
            if (!rule.Holds(cell))
            {
                _aside.Violation(position, code, c, cell);
                holds = false;
            }
        }

        return holds;
    }

    // 1,000.5 becomes 1000.5, for the rules too; only what was no plain number is asked.
    private bool WithoutGroups(int c, ref ReadOnlySpan<byte> cell)
    {
        if (_types[c].Kind is not (ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Double) || !GroupedNumbers.Is(cell))
        {
            return false;
        }

        var plain = _arena.Take(cell.Length);
        var length = GroupedNumbers.Plain(cell, new Span<byte>(plain, cell.Length));
        _cells[c] = plain;
        _cellLengths[c] = length;
        cell = new ReadOnlySpan<byte>(plain, length);
        return true;
    }

    private bool StandsForMissing(ReadOnlySpan<byte> cell)
    {
        foreach (var word in _missingWords)
        {
            if (cell.SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Rules over several cells are asked only about rows whose cells are each right; otherwise one wrong cell would be told twice.</summary>
    private bool RowRulesHold(long position)
    {
        var holds = true;
        foreach (var (rule, code) in _source.RowRules)
        {
            if (!rule.Holds(new RowCells(_cells, _cellLengths)))
            {
                _aside.Violation(position, code, rule.Column, new ReadOnlySpan<byte>(_cells[rule.Column], _cellLengths[rule.Column]));
                holds = false;
            }
        }

        return holds;
    }
}
