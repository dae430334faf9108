using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>What the splitter came upon.</summary>
internal enum Split
{
    /// <summary>A whole record.</summary>
    Record,

    /// <summary>The buffer ends inside a record, and the file goes on.</summary>
    NeedsMore,

    /// <summary>The file ends inside a quoted field.</summary>
    QuoteOpen,
}

/// <summary>
/// Cuts records into fields, 64 bytes a step: the delimiters, newlines and quotes of a step are bits of one word. RFC 4180 with mercy: a
/// field is quoted only when it begins with the quote; another quote in an unquoted field is text. Text after a closing quote is joined, and told (<see cref="Torn"/>): nobody can say what was meant.
/// </summary>
internal unsafe struct Splitter(byte delimiter, byte quote)
{
    private readonly Vector256<byte> _delimiters = Vector256.Create(delimiter);
    private readonly Vector256<byte> _newlines = Vector256.Create((byte)'\n');
    private readonly Vector256<byte> _quotes = Vector256.Create(quote);
    private readonly bool _quoting = quote != 0;
    private byte* _window;
    private byte* _end;
    private ulong _specials;
    private ulong _quoteBits;
    private ulong _newlineBits;
    private bool _last;

    /// <summary>Where the next record begins.</summary>
    public byte* At { get; private set; }

    /// <summary>Physical lines of the last record.</summary>
    public int Lines { get; private set; }

    /// <summary>Fields of the last record, also those beyond the array.</summary>
    public int Fields { get; private set; }

    /// <summary>The first field, from 1, of the last record in which text follows the closing quote; 0 for none.</summary>
    public int Torn { get; private set; }

    /// <summary>End of the last record's text, before its newline.</summary>
    public byte* RecordEnd { get; private set; }

    /// <summary>After <see cref="Split.NeedsMore"/>: whether the buffer ended inside a quoted field.</summary>
    public bool QuoteIsOpen { get; private set; }

    /// <summary>Line of the record, from 0, in which its quote opened.</summary>
    public int QuoteLine { get; private set; }

    /// <summary>
    /// Starts at a record. At least 64 readable bytes follow <paramref name="end"/>; the first is not special, so it may be looked at.
    /// </summary>
    public void Begin(byte* at, byte* end, bool last)
    {
        At = at;
        _end = end;
        _last = last;
        Look(at);
    }

    /// <summary>Cuts the next record. When it is not whole, <see cref="At"/> stays.</summary>
    public Split Next(byte** starts, int* lengths, int most, Arena arena)
    {
        var field = At;
        byte* open = null;
        byte* closed = null;
        byte* skip = null;
        bool inside = false, doubled = false;
        int fields = 0, lines = 1;
        Torn = 0;
        byte* p;
        while (true)
        {
            while (_specials == 0)
            {
                _window += 64;
                if (_window >= _end)
                {
                    if (!_last || inside)
                    {
                        Look(At);
                        QuoteIsOpen = inside;
                        return _last ? Split.QuoteOpen : Split.NeedsMore;
                    }

                    p = _end;
                    goto ended;
                }

                Look(_window);
            }

            var bit = _specials & (0 - _specials);
            p = _window + BitOperations.TrailingZeroCount(_specials);
            _specials ^= bit;
            if ((_quoteBits & bit) != 0)
            {
                if (!inside)
                {
                    if (p == field)
                    {
                        inside = true;
                        open = p;
                        closed = null;
                        QuoteLine = lines - 1;
                    }
                }
                else if (p == skip)
                {
                    // Second of a doubled quote.
                }
                else if (p + 1 < _end && p[1] == quote)
                {
                    skip = p + 1;
                    doubled = true;
                }
                else
                {
                    inside = false;
                    closed = p;
                }

                continue;
            }

            if (inside)
            {
                lines += (_newlineBits & bit) != 0 ? 1 : 0;
                continue;
            }

            if ((_newlineBits & bit) != 0)
            {
                break;
            }

            if (fields < most)
            {
                starts[fields] = field;
                lengths[fields] = (int)(p - field);
                if (open != null)
                {
                    Unquote(ref starts[fields], ref lengths[fields], open, closed, p, doubled, fields, arena);
                }
            }

            fields++;
            field = p + 1;
            open = null;
            doubled = false;
        }

    ended:
        var stop = p > field && p[-1] == '\r' ? p - 1 : p;
        if (fields < most)
        {
            starts[fields] = field;
            lengths[fields] = (int)(stop - field);
            if (open != null)
            {
                Unquote(ref starts[fields], ref lengths[fields], open, closed, stop, doubled, fields, arena);
            }
        }

        Fields = fields + 1;
        Lines = lines;
        RecordEnd = stop;
        At = p < _end ? p + 1 : p;
        return Split.Record;
    }

    private void Unquote(ref byte* start, ref int length, byte* open, byte* closed, byte* end, bool doubled, int field, Arena arena)
    {
        start = open + 1;
        length = (int)(closed - open) - 1;
        if (doubled || end != closed + 1)
        {
            if (Torn == 0 && new ReadOnlySpan<byte>(closed + 1, (int)(end - closed) - 1).ContainsAnyExcept((byte)' ', (byte)'\t'))
            {
                Torn = field + 1;
            }

            Rewrite(ref start, ref length, closed, end, *open, arena);
        }
    }

    /// <summary>The rare case: halves doubled quotes, and keeps what follows the closing quote as text.</summary>
    private static void Rewrite(ref byte* start, ref int length, byte* closed, byte* end, byte quote, Arena arena)
    {
        var copy = arena.Take((int)(end - start));
        var n = 0;
        for (var p = start; p < closed; p++)
        {
            copy[n++] = *p;
            p += *p == quote ? 1 : 0;
        }

        for (var p = closed + 1; p < end; p++)
        {
            copy[n++] = *p;
        }

        start = copy;
        length = n;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Look(byte* window)
    {
        _window = window;
        var low = Vector256.Load(window);
        var high = Vector256.Load(window + 32);
        _newlineBits = Bits(low, high, _newlines);
        _quoteBits = _quoting ? Bits(low, high, _quotes) : 0;
        _specials = _newlineBits | _quoteBits | Bits(low, high, _delimiters);
        if (window + 64 > _end)
        {
            _specials &= window >= _end ? 0 : ulong.MaxValue >> (64 - (int)(_end - window));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(Vector256<byte> low, Vector256<byte> high, Vector256<byte> what) =>
        Vector256.Equals(low, what).ExtractMostSignificantBits() | ((ulong)Vector256.Equals(high, what).ExtractMostSignificantBits() << 32);
}
