using System.Text.Json;
using System.Text.Unicode;

namespace CityHub.DataCentre.Gathering.Acquiring.Json;

/// <summary>The elements of a JSON source, one after the other.</summary>
internal abstract class JsonElements(string path, IProgress<long>? progress) : IDisposable
{
    protected JsonWindow Window { get; } = new(path, progress);

    /// <summary>Position for people: line, or number of the element, from 1.</summary>
    public long Number { get; protected set; }

    /// <summary>Where the element at hand begins, bytes; what is broken in it is told by its place in the file.</summary>
    protected long Begins { get; private set; }

    /// <summary>Line and byte in it, from 1, of a flaw of the element at hand.</summary>
    public (long Line, long Column) Place(Flaw flaw)
    {
        var (line, column) = Window.Place(Begins);
        return (line + flaw.Lines, flaw.Lines == 0 ? column + flaw.Bytes : flaw.Bytes + 1);
    }

    /// <summary>Goes to the next element.</summary>
    public abstract bool Next(out ReadOnlySpan<byte> element);

    public void Dispose() => Window.Dispose();

    // The loader would refuse the copy at a line that the source does not have.
    protected ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> element, long offset)
    {
        Begins = offset;
        if (!Utf8.IsValid(element))
        {
            var at = 0;
            while (System.Text.Rune.DecodeFromUtf8(element[at..], out _, out var used) == System.Buffers.OperationStatus.Done)
            {
                at += used;
            }

            throw new NotUtf8Exception(Window.Line(offset + at), offset + at, Convert.ToHexString(element.Slice(at, Math.Min(4, element.Length - at))));
        }

        return element;
    }
}

/// <summary>Bytes that are not UTF-8; caught where the encoding can be looked at again.</summary>
internal sealed class NotUtf8Exception(long line, long offset, string bytes) : Exception
{
    public Kernel.Fault Fault { get; } = SourceFaults.Undecodable("UTF-8", line, offset, bytes);
}

/// <summary>NDJSON: one element a line; blank lines are passed over.</summary>
internal sealed class NdjsonLines(string path, IProgress<long>? progress) : JsonElements(path, progress)
{
    public override bool Next(out ReadOnlySpan<byte> element)
    {
        while (true)
        {
            var rest = Window.Rest;
            var end = rest.IndexOf((byte)'\n');
            if (end < 0 && !Window.AtEnd)
            {
                Window.More();
                continue;
            }

            if (rest.IsEmpty)
            {
                element = default;
                return false;
            }

            var offset = Window.Offset;
            Number++;
            Window.Pass(end < 0 ? rest.Length : end + 1);
            var line = (end < 0 ? rest : rest[..end]).TrimStart(" \t\r\u001E"u8);
            offset += (end < 0 ? rest.Length : end) - line.Length;
            line = line.TrimEnd(" \t\r\u001E"u8);
            if (!line.IsEmpty)
            {
                element = Checked(line, offset);
                return true;
            }
        }
    }
}

/// <summary>The elements of an array: the whole document, or one that stands at a path of keys.</summary>
/// <param name="keys">Keys from the root; none for the document itself.</param>
internal sealed class JsonItems(string path, string name, IReadOnlyList<string> keys, IProgress<long>? progress) : JsonElements(path, progress)
{
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = JsonColumns.MaximumDepth });
    private int _matched;
    private bool _pending = keys.Count == 0;
    private bool _inside;
    private bool _entered;

    public override bool Next(out ReadOnlySpan<byte> element)
    {
        try
        {
            while (true)
            {
                var rest = Window.Rest;
                var reader = new Utf8JsonReader(rest, Window.AtEnd, _state);
                if (Step(ref reader, out var start))
                {
                    var (offset, end) = (Window.Offset, (int)reader.BytesConsumed);
                    Window.Pass(end);
                    _state = reader.CurrentState;
                    if (start >= 0)
                    {
                        Number++;
                        element = Checked(rest[start..end], offset + start);
                        return true;
                    }
                }
                else if (Window.AtEnd)
                {
                    element = default;
                    return false;
                }
                else
                {
                    Window.More();
                }
            }
        }
        catch (JsonException broken)
        {
            throw new RefusedException(JsonShape.Fault(name, Window, broken));
        }
    }

    // One token outside of the array, one whole element inside (its start is told); false when more of the file is needed. Nothing is remembered then.
    private bool Step(ref Utf8JsonReader reader, out int start)
    {
        start = -1;
        if (!reader.Read())
        {
            return false;
        }

        if (_inside)
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                _inside = false;
                return true;
            }

            start = (int)reader.TokenStartIndex;
            return reader.TrySkip();
        }

        Follow(ref reader);
        return true;
    }

    private void Follow(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _pending = reader.CurrentDepth == _matched + 1 && _matched < keys.Count && reader.ValueTextEquals(keys[_matched]);
                return;
            case JsonTokenType.StartArray when _pending && _matched == Math.Max(0, keys.Count - 1):
                if (_entered)
                {
                    throw new RefusedException(JsonFaults.Twice(name, JsonShape.Path(keys), Window.Line(Window.Offset)));
                }

                (_inside, _entered, _pending) = (true, true, false);
                return;
            case JsonTokenType.StartObject when _pending && keys.Count > 0:
                (_matched, _pending) = (_matched + 1, false);
                return;
            case JsonTokenType.EndObject when reader.CurrentDepth == _matched && _matched > 0:
                _matched--;
                return;
        }

        _pending = false;
    }
}
