using System.Buffers;
using System.Data.Common;
using System.IO.Pipelines;
using System.Text;
using CityHub.DataCentre.Guarding;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Download;

/// <summary>CSV of RFC 4180: UTF-8, CRLF, quotes only where needed. A missing value is an empty field.</summary>
internal sealed class CsvRows(DownloadRequest request)
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    private readonly ArrayBufferWriter<byte> _text = new(DownloadRequest.FlushAfter * 2);

    /// <summary>Whether a cell was guarded against formulas.</summary>
    public bool Guarded { get; private set; }

    /// <summary>Whether there was a row; a header alone holds no masks.</summary>
    public bool HasRows { get; private set; }

    public async Task Write(DbDataReader data, PipeWriter to, CancellationToken ct)
    {
        if (request.Bom)
        {
            _text.Write("\uFEFF"u8);
        }

        for (var i = 0; i < request.Fields.Count; i++)
        {
            Cell(request.Fields[i].Name, i, false);
        }

        _text.Write("\r\n"u8);
        while (await data.ReadAsync(ct))
        {
            HasRows = true;
            Row(data);
            if (_text.WrittenCount > DownloadRequest.FlushAfter)
            {
                await to.WriteAsync(_text.WrittenMemory, ct);
                _text.ResetWrittenCount();
            }
        }

        // Not sent yet: the file is remembered first.
        to.Write(_text.WrittenSpan);
    }

    private void Row(DbDataReader data)
    {
        for (var i = 0; i < request.Fields.Count; i++)
        {
            var kind = request.Fields[i].AnswerKind;
            Cell(CellText.Of(data, i, kind) ?? "", i, request.Defuse && kind == ColumnKind.Text);
        }

        _text.Write("\r\n"u8);
    }

    private void Cell(string text, int ordinal, bool defuse)
    {
        var guarded = defuse && FormulaGuard.Needs(text);
        var quoted = text.AsSpan().ContainsAny(Quoted);
        var span = _text.GetSpan(4 + Encoding.UTF8.GetMaxByteCount(text.Length) + (quoted ? text.Count(c => c == '"') : 0));
        var at = 0;
        if (ordinal > 0)
        {
            span[at++] = (byte)',';
        }

        if (quoted)
        {
            span[at++] = (byte)'"';
            text = text.Replace("\"", "\"\"", StringComparison.Ordinal);
        }

        if (guarded)
        {
            span[at++] = (byte)'\'';
            Guarded = true;
        }

        at += Encoding.UTF8.GetBytes(text, span[at..]);
        if (quoted)
        {
            span[at++] = (byte)'"';
        }

        _text.Advance(at);
    }
}
