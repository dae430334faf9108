using System.Buffers;
using System.Text;

namespace CityHub.SampleCity.Rows;

/// <summary>Writes records to a file of some format.</summary>
internal abstract class RecordWriter : IDisposable
{
    public abstract void Write(IReadOnlyList<string> cells);

    public virtual void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>Delimited text; cells with the delimiter, a quote or a line break stand in quotes.</summary>
internal sealed class TextWriterOf(Stream target, char delimiter, Encoding encoding) : RecordWriter
{
    private readonly StreamWriter _writer = new(target, encoding, 1 << 16, leaveOpen: true) { NewLine = "\n" };
    private readonly SearchValues<char> _special = SearchValues.Create([delimiter, '"', '\n', '\r']);

    public override void Write(IReadOnlyList<string> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                _writer.Write(delimiter);
            }

            if (cells[i].AsSpan().ContainsAny(_special))
            {
                _writer.Write('"');
                _writer.Write(cells[i].Replace("\"", "\"\"", StringComparison.Ordinal));
                _writer.Write('"');
            }
            else
            {
                _writer.Write(cells[i]);
            }
        }

        _writer.WriteLine();
    }

    public override void Dispose()
    {
        _writer.Dispose();
        base.Dispose();
    }
}
