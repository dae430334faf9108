using System.Buffers;
using System.Data.Common;
using System.IO.Pipelines;
using System.Text;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Download;

/// <summary>CSV of RFC 4180: UTF-8, CRLF, quotes only where needed. A missing value is an empty field.</summary>
internal static class CsvRows
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public static async Task Write(DownloadRequest request, DbDataReader data, PipeWriter to, CancellationToken ct)
    {
        if (request.Bom)
        {
            to.Write("\uFEFF"u8);
        }

        for (var i = 0; i < request.Fields.Count; i++)
        {
            Cell(to, request.Fields[i].Name, i, false);
        }

        to.Write("\r\n"u8);
        while (await data.ReadAsync(ct))
        {
            Row(to, request.Fields, data, request.Defuse);
            if (to.UnflushedBytes > DownloadRequest.FlushAfter)
            {
                await to.FlushAsync(ct);
            }
        }
    }

    private static void Row(PipeWriter to, IReadOnlyList<ReadableColumn> fields, DbDataReader data, bool defuse)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            var kind = fields[i].AnswerKind;
            Cell(to, CellText.Of(data, i, kind) ?? "", i, defuse && kind == ColumnKind.Text);
        }

        to.Write("\r\n"u8);
    }

    private static void Cell(PipeWriter to, string text, int ordinal, bool defuse)
    {
        var formula = defuse && CellText.IsFormula(text);
        var quoted = text.AsSpan().ContainsAny(Quoted);
        var span = to.GetSpan(4 + Encoding.UTF8.GetMaxByteCount(text.Length) + (quoted ? text.Count(c => c == '"') : 0));
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

        if (formula)
        {
            span[at++] = (byte)'\'';
        }

        at += Encoding.UTF8.GetBytes(text, span[at..]);
        if (quoted)
        {
            span[at++] = (byte)'"';
        }

        to.Advance(at);
    }
}
