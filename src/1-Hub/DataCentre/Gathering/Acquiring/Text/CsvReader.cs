using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring.Text;

/// <summary>
/// Cuts UTF-8 CSV into records and fields over spans, for looking at a whole file before it is loaded. A quote opens only at the start of a
/// field; CR before LF belongs to neither. Fields are valid until the next <see cref="Read"/>.
/// </summary>
internal sealed class CsvReader(Stream stream, byte delimiter, byte quote) : IDisposable
{
    private const int RecordLimit = 64 << 20;
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(1 << 20);
    private int _start;
    private int _end;
    private bool _last;
    private bool _begun;
    private Field[] _fields = new Field[64];
    private byte[] _scratch = [];
    private int _rawLength;
    private int _linesInRecord;

    public CsvReader(Stream stream, CsvDialect dialect)
        : this(stream, dialect.Delimiter, dialect.Quote)
    {
    }

    /// <summary>Number of fields of the current record.</summary>
    public int Count { get; private set; }

    /// <summary>Record number, from 1.</summary>
    public long Record { get; private set; }

    /// <summary>Physical line on which the current record starts, from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Bytes consumed so far.</summary>
    public long Consumed { get; private set; }

    /// <summary>Why reading stopped before the end; null at a clean end.</summary>
    public Fault? Problem { get; private set; }

    /// <summary>The record as it stands in the file, without its line end.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_start - _rawLength, _rawLength).TrimEnd("\r\n"u8);

    /// <summary>Whether the record is an empty line.</summary>
    public bool Blank => Count == 1 && _fields[0] is { Length: 0, Quoted: false };

    /// <summary>A field's text, unquoted.</summary>
    public ReadOnlySpan<byte> this[int ordinal]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)Count);
            ref var field = ref _fields[ordinal];
            var bytes = _buffer.AsSpan(_start - _rawLength + field.Start, field.Length);
            return field.Escaped ? Unescape(bytes) : bytes;
        }
    }

    /// <summary>The next record; false at the end or at a <see cref="Problem"/>.</summary>
    public bool Read()
    {
        Begin();
        Line += _linesInRecord;
        while (true)
        {
            var outcome = Cut(_buffer.AsSpan(_start, _end - _start));
            if (outcome > 0)
            {
                Record++;
                _start += outcome;
                _rawLength = outcome;
                Consumed += outcome;
                _linesInRecord = _buffer.AsSpan(_start - outcome, outcome).Count((byte)'\n');
                return true;
            }

            if (_last)
            {
                _linesInRecord = 0;
                if (outcome < 0)
                {
                    Problem = SourceFaults.QuoteNeverCloses(Line);
                }

                return false;
            }

            if (!Fill())
            {
                Problem = SourceFaults.RecordTooLong(Line, RecordLimit);
                return false;
            }
        }
    }

    public void Dispose() => stream.Dispose();

    private void Begin()
    {
        if (_begun)
        {
            return;
        }

        _begun = true;
        Fill();
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8))
        {
            _start = 3;
            Consumed = 3;
        }
    }

    // Bytes of the record at the front of the data; 0 when it needs more bytes (or nothing is left), -1 when it needs more and stands in quotes.
    private int Cut(ReadOnlySpan<byte> data)
    {
        Count = 0;
        if (data.IsEmpty)
        {
            return 0;
        }

        var at = 0;
        while (true)
        {
            var start = at;
            var quoted = quote != 0 && at < data.Length && data[at] == quote;
            var escaped = false;
            var length = 0;
            if (quoted)
            {
                at++;
                start = at;
                while (true)
                {
                    var close = data[at..].IndexOf(quote);
                    if (close < 0)
                    {
                        return -1;
                    }

                    at += close + 1;
                    if (at == data.Length)
                    {
                        if (!_last)
                        {
                            return -1; // the next byte decides whether the quote is doubled
                        }

                        break;
                    }

                    if (data[at] != quote)
                    {
                        break;
                    }

                    escaped = true;
                    at++;
                }

                length = at - 1 - start;
            }

            var stop = data[at..].IndexOfAny(delimiter, (byte)'\n');
            if (stop < 0 && !_last)
            {
                return 0;
            }

            var end = stop < 0 ? data.Length : at + stop;
            if (!quoted)
            {
                length = end - start;
                if ((stop < 0 || data[end] == '\n') && length > 0 && data[end - 1] == '\r')
                {
                    length--;
                }
            }

            Add(new(start, length, escaped, quoted));
            at = end + 1;
            if (stop < 0 || data[end] == '\n')
            {
                return Math.Min(at, data.Length);
            }
        }
    }

    private void Add(Field field)
    {
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, _fields.Length * 2);
        }

        _fields[Count++] = field;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            _rawLength = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= RecordLimit)
            {
                return false;
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.ReadAtLeast(_buffer.AsSpan(_end), _buffer.Length - _end, throwOnEndOfStream: false);
        _last = read < _buffer.Length - _end;
        _end += read;
        return true;
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> bytes)
    {
        if (_scratch.Length < bytes.Length)
        {
            _scratch = new byte[bytes.Length * 2];
        }

        var to = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            _scratch[to++] = bytes[i];
            if (bytes[i] == quote)
            {
                i++;
            }
        }

        return _scratch.AsSpan(0, to);
    }

    private readonly record struct Field(int Start, int Length, bool Escaped, bool Quoted);
}
