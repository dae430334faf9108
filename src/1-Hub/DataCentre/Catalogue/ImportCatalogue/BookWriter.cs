using System.Globalization;
using System.IO.Compression;
using System.Text;
using CityHub.DataCentre.Serving.Download;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>A column of a sheet that is written: head, width, and the drop-down and hint of its cells.</summary>
/// <param name="Head">Head.</param>
/// <param name="Must">The head is starred.</param>
/// <param name="Width">Characters.</param>
/// <param name="Choices">Drop-down.</param>
/// <param name="Several">More than one choice may be written, so others are not refused.</param>
/// <param name="Hint">Shown when a cell is chosen; null for none.</param>
internal sealed record SheetColumn(string Head, bool Must, int Width, IReadOnlyList<string> Choices, bool Several, string? Hint)
{
    public static IEnumerable<SheetColumn> Of(IReadOnlyList<ImportColumn> columns) =>
        columns.Select(c => new SheetColumn(c.Head, c.Must, c.Width, c.Choices, c.Field is "ways", $"{c.Hint.Zh}\n{c.Hint.En}"));
}

/// <summary>Writes workbooks (ECMA-376) whose cells are all text, so that codes keep their zeros; with frozen heads, drop-downs and hints.</summary>
internal sealed class BookWriter : IAsyncDisposable
{
    private const string Head = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    private const int LastRow = 1_048_576;
    private const int CellCharacters = 32_767;
    private const int FlushAfter = 1 << 16;

    private readonly ZipArchive _zip;
    private readonly List<string> _sheets = [];
    private readonly StringBuilder _text = new();

    public BookWriter(Stream to) => _zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);

    public async Task Sheet(string name, IReadOnlyList<SheetColumn> columns, IEnumerable<IReadOnlyList<string?>> rows, CancellationToken ct)
    {
        _sheets.Add(name);
        await using var part = await _zip.CreateEntry($"xl/worksheets/sheet{_sheets.Count}.xml", CompressionLevel.Fastest).OpenAsync(ct);
        _text.Clear().Append(Head).Append(CultureInfo.InvariantCulture, $"""<worksheet xmlns="{Main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>""");
        for (var i = 0; i < columns.Count; i++)
        {
            _text.Append(CultureInfo.InvariantCulture, $"""<col min="{i + 1}" max="{i + 1}" width="{columns[i].Width + 2}" style="1" customWidth="1"/>""");
        }

        _text.Append("</cols><sheetData>");
        Row(1, columns.Select(c => (string?)(c.Must ? c.Head + "*" : c.Head)), column => columns[column].Must ? 3 : 2);
        var number = 1;
        foreach (var row in rows)
        {
            Row(++number, row, _ => 1);
            if (_text.Length > FlushAfter)
            {
                await Flush(part, ct);
            }
        }

        _text.Append("</sheetData>");
        Validations(columns);
        _text.Append("</worksheet>");
        await Flush(part, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Part("xl/workbook.xml", $"""{Head}<workbook xmlns="{Main}" xmlns:r="{Relation}"><sheets>{Each((n, name) => $"""<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>""")}</sheets></workbook>""");
        await Part("xl/_rels/workbook.xml.rels", $"""{Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="s" Type="{Relation}/styles" Target="styles.xml"/>{Each((n, _) => $"""<Relationship Id="r{n}" Type="{Relation}/worksheet" Target="worksheets/sheet{n}.xml"/>""")}</Relationships>""");

        // 1 text, 2 head, 3 head of a required column. 49 is the text format: what looks like a number stays as it is typed.
        await Part("xl/styles.xml", $"""{Head}<styleSheet xmlns="{Main}"><fonts count="3"><font/><font><b/></font><font><b/><color rgb="FFB3261E"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/><xf fontId="2" applyFont="1"/></cellXfs></styleSheet>""");
        await Part("_rels/.rels", $"""{Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="w" Type="{Relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        await Part("[Content_Types].xml", $"""{Head}<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{Type}.styles+xml"/>{Each((n, _) => $"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{Type}.worksheet+xml"/>""")}</Types>""");
        await _zip.DisposeAsync();
    }

    private void Row(int number, IEnumerable<string?> cells, Func<int, int> style)
    {
        _text.Append(CultureInfo.InvariantCulture, $"""<row r="{number}">""");
        var column = 0;
        foreach (var cell in cells)
        {
            if (!string.IsNullOrEmpty(cell))
            {
                _text.Append(CultureInfo.InvariantCulture, $"""<c r="{ImportColumns.Letters(column)}{number}" s="{style(column)}" t="inlineStr"><is><t xml:space="preserve">""");
                XlsxParts.Escape(_text, cell.Length <= CellCharacters ? cell : string.Concat(cell.AsSpan(0, CellCharacters - 1), "…"));
                _text.Append("</t></is></c>");
            }

            column++;
        }

        _text.Append("</row>");
    }

    private void Validations(IReadOnlyList<SheetColumn> columns)
    {
        var guided = columns.Select((c, i) => (Column: c, Index: i)).Where(c => c.Column.Hint is not null).ToList();
        if (guided.Count == 0)
        {
            return;
        }

        _text.Append(CultureInfo.InvariantCulture, $"""<dataValidations count="{guided.Count}">""");
        foreach (var (column, index) in guided)
        {
            var letters = ImportColumns.Letters(index);
            _text.Append("<dataValidation");
            if (column.Choices.Count > 0)
            {
                _text.Append(" type=\"list\"");
            }

            _text.Append(CultureInfo.InvariantCulture, $""" allowBlank="1" showInputMessage="1" showErrorMessage="{(column.Choices.Count > 0 && !column.Several ? 1 : 0)}" promptTitle=""").Append('"');
            XlsxParts.Escape(_text, column.Head);
            _text.Append("\" prompt=\"");
            XlsxParts.Escape(_text, column.Hint!.Length <= 250 ? column.Hint : column.Hint[..250]);
            _text.Append(CultureInfo.InvariantCulture, $"\" sqref=\"{letters}2:{letters}{LastRow}\">");
            if (column.Choices.Count > 0)
            {
                _text.Append("<formula1>\"");
                XlsxParts.Escape(_text, string.Join(',', column.Choices));
                _text.Append("\"</formula1>");
            }

            _text.Append("</dataValidation>");
        }

        _text.Append("</dataValidations>");
    }

    private async Task Flush(Stream part, CancellationToken ct)
    {
        await part.WriteAsync(Encoding.UTF8.GetBytes(_text.ToString()), ct);
        _text.Clear();
    }

    private async Task Part(string name, string text)
    {
        await using var part = await _zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(CancellationToken.None);
        await part.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    private string Each(Func<int, string, string> one) => string.Concat(_sheets.Select((name, i) => one(i + 1, name)));
}
