using System.Buffers;
using System.Text;

namespace CityHub.DataCentre.Gathering.Acquiring.Text;

/// <summary>Writes CSV for the loader: comma, double quotes where needed, LF.</summary>
internal sealed class CsvWriter(Stream stream)
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<byte> BytesNeedQuotes = SearchValues.Create(",\"\r\n"u8);
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 17);
    private bool _first = true;

    public void Field(ReadOnlySpan<char> text)
    {
        Separate();
        // An empty line means "no record" to every reader, so a single empty field is written as quotes.
        if (text.ContainsAny(NeedQuotes) || text.StartsWith(" ") || text.EndsWith(" "))
        {
            _buffer.Write("\""u8);
            Encoding.UTF8.GetBytes(text.Contains('"') ? text.ToString().Replace("\"", "\"\"", StringComparison.Ordinal) : text, _buffer);
            _buffer.Write("\""u8);
        }
        else
        {
            Encoding.UTF8.GetBytes(text, _buffer);
        }
    }

    /// <summary>Text that is UTF-8 already.</summary>
    public void Field(ReadOnlySpan<byte> text)
    {
        Separate();
        if (!text.ContainsAny(BytesNeedQuotes) && text is not [(byte)' ', ..] and not [.., (byte)' '])
        {
            _buffer.Write(text);
            return;
        }

        _buffer.Write("\""u8);
        for (var at = text.IndexOf((byte)'"'); at >= 0; at = text.IndexOf((byte)'"'))
        {
            _buffer.Write(text[..(at + 1)]);
            _buffer.Write("\""u8);
            text = text[(at + 1)..];
        }

        _buffer.Write(text);
        _buffer.Write("\""u8);
    }

    public void End()
    {
        _buffer.Write("\n"u8);
        _first = true;
        if (_buffer.WrittenCount > 1 << 16)
        {
            Flush();
        }
    }

    public void Record(IEnumerable<string?> fields)
    {
        foreach (var field in fields)
        {
            Field(field);
        }

        End();
    }

    public void Flush()
    {
        stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    private void Separate()
    {
        if (!_first)
        {
            _buffer.Write(","u8);
        }

        _first = false;
    }
}
