using System.Data.Common;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CityHub.DataCentre.Guarding;
using CityHub.DataCentre.Serving.Rights;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Download;

/// <summary>
/// An Office Open XML workbook (ECMA-376), written as it is read: nothing is kept but a buffer, so any size works. Text cells are inline
/// strings, so leading zeros stay and no text is run as a formula; a sheet ends at 1,048,576 rows and the next one goes on.
/// </summary>
internal sealed class XlsxRows(DownloadRequest request, int rowsPerSheet = XlsxRows.SheetRows)
{
    /// <summary>Rows of a sheet, its header included (ECMA-376 implementations' limit).</summary>
    public const int SheetRows = 1_048_576;

    /// <summary>Characters of a cell; spreadsheets refuse a file with more.</summary>
    private const int CellCharacters = 32_767;

    // Spreadsheets count days from 1899-12-30 and are wrong before March 1900; they keep 15 digits of a number and milliseconds of a time. What does not fit is text.
    private static readonly DateTime DayZero = new(1899, 12, 30);
    private static readonly DateTime FirstDay = new(1900, 3, 1);
    private const long GreatestWhole = 999_999_999_999_999;

    private readonly StringBuilder _text = new();

    public async Task Write(DbDataReader data, Stream to, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, ct);
        var sheets = 0;
        for (var more = await data.ReadAsync(ct); more || sheets == 0;)
        {
            more = await Sheet(zip, ++sheets, data, more, ct);
        }

        foreach (var (name, text) in XlsxParts.Of(sheets))
        {
            await using var part = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct);
            await part.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
        }
    }

    private async Task<bool> Sheet(ZipArchive zip, int number, DbDataReader data, bool more, CancellationToken ct)
    {
        await using var part = await zip.CreateEntry($"xl/worksheets/sheet{number}.xml", CompressionLevel.Fastest).OpenAsync(ct);
        _text.Clear().Append(XlsxParts.SheetStart).Append("<row>");
        foreach (var field in request.Fields)
        {
            Text(field.Name);
        }

        _text.Append("</row>");
        for (var rows = 1; more && rows < rowsPerSheet; rows++)
        {
            _text.Append("<row>");
            for (var i = 0; i < request.Fields.Count; i++)
            {
                Cell(data, i, request.Fields[i]);
            }

            _text.Append("</row>");
            if (_text.Length > DownloadRequest.FlushAfter)
            {
                await part.WriteAsync(Encoding.UTF8.GetBytes(_text.ToString()), ct);
                _text.Clear();
            }

            more = await data.ReadAsync(ct);
        }

        await part.WriteAsync(Encoding.UTF8.GetBytes(_text.Append(XlsxParts.SheetEnd).ToString()), ct);
        return more;
    }

    private void Cell(DbDataReader data, int ordinal, ReadableColumn column)
    {
        if (data.IsDBNull(ordinal))
        {
            _text.Append("<c/>");
            return;
        }

        switch (column.AnswerKind)
        {
            case ColumnKind.Integer when data.GetInt64(ordinal) is >= -GreatestWhole and <= GreatestWhole and var number:
                _text.Append("<c><v>").Append(CultureInfo.InvariantCulture, $"{number}").Append("</v></c>");
                break;
            case ColumnKind.Decimal when data.GetDecimal(ordinal) is var number && Math.Abs(number) <= GreatestWhole / (decimal)Math.Pow(10, column.Type.Scale):
                _text.Append("<c><v>").Append(CultureInfo.InvariantCulture, $"{number}").Append("</v></c>");
                break;
            case ColumnKind.Double when double.IsFinite(data.GetDouble(ordinal)):
                _text.Append("<c><v>").Append(CultureInfo.InvariantCulture, $"{data.GetDouble(ordinal):R}").Append("</v></c>");
                break;
            case ColumnKind.Date when data.GetFieldValue<DateOnly>(ordinal).ToDateTime(default) is var day && day >= FirstDay:
                _text.Append("<c s=\"1\"><v>").Append(CultureInfo.InvariantCulture, $"{(day - DayZero).Days}").Append("</v></c>");
                break;
            case ColumnKind.Timestamp when data.GetDateTime(ordinal) is var at && at >= FirstDay && at.Ticks % TimeSpan.TicksPerMillisecond == 0:
                _text.Append(at.Millisecond == 0 ? "<c s=\"2\"><v>" : "<c s=\"3\"><v>").Append(CultureInfo.InvariantCulture, $"{(at - DayZero).TotalDays:R}").Append("</v></c>");
                break;
            case ColumnKind.Boolean:
                _text.Append("<c t=\"b\"><v>").Append(data.GetBoolean(ordinal) ? '1' : '0').Append("</v></c>");
                break;
            default:
                Text(CellText.Of(data, ordinal, column.AnswerKind)!);
                break;
        }
    }

    private void Text(string text)
    {
        // A cell of text is never run. Edited, it would be read anew: the style keeps what begins like a formula as text, and a ' of its own.
        _text.Append(text is ['\'', ..] || FormulaGuard.Needs(text) ? "<c s=\"4\" t=\"inlineStr\">" : "<c t=\"inlineStr\">").Append("<is><t xml:space=\"preserve\">");
        XlsxParts.Escape(_text, text.Length <= CellCharacters ? text : string.Concat(text.AsSpan(0, CellCharacters - (char.IsHighSurrogate(text[CellCharacters - 2]) ? 2 : 1)), "…"));
        _text.Append("</t></is></c>");
    }
}
