namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>
/// One thread's way through the source, block by block, record by record. A block's records are those that begin in it; where the first one does
/// is what the first pass suggests.
/// </summary>
internal sealed unsafe class RecordWalk(CsvSource source) : IDisposable
{
    private const int Behind = 1 << 16;
    private readonly SourceMap _map = source.Map;
    private readonly bool _countRecords = source.Plan.Dialect.CountRecords;
    private readonly SourceWindow _window = new();
    private Splitter _splitter = new(source.Plan.Dialect.Delimiter, source.Map.Quotes == 0 ? (byte)0 : source.Plan.Dialect.Quote);
    private int _block = -1;
    private long _blockEnd;
    private SourcePosition _at;

    /// <summary>Whether there is a block to read.</summary>
    public bool InBlock => _block >= 0;

    /// <summary>Whether the next record begins in another block.</summary>
    public bool AtEnd => _window.Offset + (_splitter.At - _window.Start) >= _blockEnd;

    /// <summary>Text of the next record; valid until the window changes, in <see cref="TakeBlock"/> and <see cref="More"/>.</summary>
    public byte* Start => _splitter.At;

    /// <summary>Line, or number, of the record that was cut last.</summary>
    public long Position => _countRecords ? _at.Record : _at.Line;

    /// <summary>What was cut last.</summary>
    public ref readonly Splitter Record => ref _splitter;

    /// <summary>Cuts the next record into fields, see <see cref="Splitter.Next"/>.</summary>
    public Split Cut(byte** starts, int* lengths, int most, Arena arena) => _splitter.Next(starts, lengths, most, arena);

    /// <summary>Goes behind the record that was cut last.</summary>
    public void Pass() => _at = new(_window.Offset + (_splitter.At - _window.Start), _at.Line + _splitter.Lines, _at.Record + 1);

    public void Dispose() => _window.Dispose();

    /// <summary>Goes to the next block in which a record begins; false when there is none.</summary>
    public bool TakeBlock()
    {
        while (true)
        {
            var block = source.NextBlock();
            if (block >= _map.Blocks.Length)
            {
                return false;
            }

            long start = _map.BlockStart(block), end = _map.BlockEnd(block);
            if (source.InOrder)
            {
                _at = source.At;
                if (_at.Offset < end)
                {
                    _window.Read(_map, _at.Offset, (int)(end - _at.Offset) + Behind);
                }
            }
            else
            {
                var from = block == 0 ? start : start - 1;
                _window.Read(_map, from, (int)(end - from) + Behind);
                _at = block == 0 ? _map.Data : FirstRecord(block, end);
            }

            if (_at.Offset < 0 || _at.Offset >= end)
            {
                _map.Blocks[block].First = new(-1, 0, 0);
                source.Progressed(0, 0, end - start);
                continue;
            }

            (_block, _blockEnd) = (block, end);
            _map.Blocks[block].First = _at;
            Begin(_at.Offset);
            return true;
        }
    }

    /// <summary>Leaves the block behind its last record.</summary>
    public void CloseBlock(long read, long refused)
    {
        _map.Blocks[_block].Next = _at;
        source.At = _at;
        source.Progressed(read, refused, _blockEnd - _map.BlockStart(_block));
        _block = -1;
    }

    /// <summary>The record goes on behind the window, or never ends.</summary>
    public void More(Split split)
    {
        var held = _window.Offset + _window.Length - _at.Offset;
        if (split == Split.QuoteOpen || (held > source.Limits.MaximumRecordBytes && _splitter.QuoteIsOpen))
        {
            throw new LoadRefused(LoadingFaults.QuoteNeverCloses(_at.Line + _splitter.QuoteLine, _at.Offset));
        }

        if (held > source.Limits.MaximumRecordBytes)
        {
            throw new LoadRefused(LoadingFaults.RecordTooLong(_at.Line, _at.Offset, source.Limits.MaximumRecordBytes));
        }

        _window.Append(_map, Math.Max(Behind, _window.Length / 2));
        Begin(_at.Offset);
    }

    /// <summary>The first record that begins in the block, as the first pass suggests; offset -1 when none does.</summary>
    private SourcePosition FirstRecord(int block, long end)
    {
        ref readonly var b = ref _map.Blocks[block];
        var inside = b.BeginsInside;
        var text = new ReadOnlySpan<byte>(_window.Start, (int)(end - _window.Offset));
        if (!inside && text[0] == '\n')
        {
            return new(_window.Offset + 1, b.LinesBefore + 1, b.RecordsBefore + 1);
        }

        var quote = source.Plan.Dialect.Quote;
        var lines = 0;
        for (var i = 1; i < text.Length; i++)
        {
            var found = _map.Quotes == 0 ? text[i..].IndexOf((byte)'\n') : text[i..].IndexOfAny((byte)'\n', quote);
            if (found < 0)
            {
                break;
            }

            i += found;
            if (text[i] != '\n')
            {
                inside = !inside;
                continue;
            }

            lines++;
            if (!inside)
            {
                return new(_window.Offset + i + 1, b.LinesBefore + lines + 1, b.RecordsBefore + 2);
            }
        }

        return new(-1, 0, 0);
    }

    private void Begin(long offset) => _splitter.Begin(
        _window.Start + (offset - _window.Offset), _window.Start + _window.Length, _window.Offset + _window.Length == _map.Length);
}
