using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CityHub.SampleCity.Rows;

/// <summary>An XLSX workbook with one sheet (ECMA-376): text inline, columns of numbers as numbers. The same cells give the same bytes.</summary>
internal sealed class SheetWriter : RecordWriter
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Part = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    private const string Head = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";

    private readonly ZipArchive _zip;
    private readonly StreamWriter _sheet;
    private readonly bool[] _numbers;
    private long _row;

    /// <param name="numbers">For each column, whether its cells are numbers.</param>
    public SheetWriter(Stream target, bool[] numbers)
    {
        (_numbers, _zip) = (numbers, new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true));
        Add("[Content_Types].xml", $"""
            <Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Part}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Part}.worksheet+xml"/></Types>
            """);
        Add("_rels/.rels", $"""
            <Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        Add("xl/workbook.xml", $"""
            <workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>
            """);
        Add("xl/_rels/workbook.xml.rels", $"""
            <Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
            """);
        _sheet = new StreamWriter(Entry("xl/worksheets/sheet1.xml").Open(), new UTF8Encoding(false));
        _sheet.Write($"""{Head}<worksheet xmlns="{Main}"><sheetData>""");
    }

    public override void Write(IReadOnlyList<string> cells)
    {
        _sheet.Write(string.Create(CultureInfo.InvariantCulture, $"""<row r="{++_row}">"""));
        for (var i = 0; i < cells.Count; i++)
        {
            if (cells[i].Length == 0)
            {
                continue;
            }

            var place = string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + i)}{_row}");
            _sheet.Write(_row > 1 && _numbers[i] && double.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                ? $"""<c r="{place}"><v>{cells[i]}</v></c>"""
                : $"""<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{System.Security.SecurityElement.Escape(cells[i])}</t></is></c>""");
        }

        _sheet.Write("</row>");
    }

    public override void Dispose()
    {
        _sheet.Write("</sheetData></worksheet>");
        _sheet.Dispose();
        _zip.Dispose();
        base.Dispose();
    }

    private void Add(string name, string xml)
    {
        using var writer = new StreamWriter(Entry(name).Open(), new UTF8Encoding(false));
        writer.Write(Head + xml.Trim());
    }

    private ZipArchiveEntry Entry(string name)
    {
        var entry = _zip.CreateEntry(name);
        entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return entry;
    }
}
