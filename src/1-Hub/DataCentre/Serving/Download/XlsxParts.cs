using System.Globalization;
using System.Text;
using CityHub.DataCentre.Guarding;

namespace CityHub.DataCentre.Serving.Download;

/// <summary>The fixed parts of a workbook.</summary>
internal static class XlsxParts
{
    private const string Head = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Extended = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    /// <summary>The first row stays in sight.</summary>
    public static string SheetStart { get; } =
        $"""{Head}<worksheet xmlns="{Main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView></sheetViews><sheetData>""";

    public static string SheetEnd => "</sheetData></worksheet>";

    public static IEnumerable<(string Name, string Text)> Of(int sheets)
    {
        var numbers = Enumerable.Range(1, sheets).ToArray();
        string Each(Func<int, string> one) => string.Concat(numbers.Select(one));

        yield return ("xl/workbook.xml",
            $"""{Head}<workbook xmlns="{Main}" xmlns:r="{Relation}"><sheets>{Each(n => $"""<sheet name="{n}" sheetId="{n}" r:id="r{n}"/>""")}</sheets></workbook>""");
        yield return ("xl/_rels/workbook.xml.rels",
            $"""{Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="s" Type="{Relation}/styles" Target="styles.xml"/>{Each(n => $"""<Relationship Id="r{n}" Type="{Relation}/worksheet" Target="worksheets/sheet{n}.xml"/>""")}</Relationships>""");
        // Style 1 a day, 2 a day and time, 3 the same with milliseconds, 4 text that stays text when somebody edits it (ECMA-376 part 1, 18.8.45, quotePrefix).
        yield return ("xl/styles.xml",
            $"""{Head}<styleSheet xmlns="{Main}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd hh:mm:ss"/><numFmt numFmtId="166" formatCode="yyyy\-mm\-dd hh:mm:ss.000"/></numFmts><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/><xf quotePrefix="1"/></cellXfs></styleSheet>""");
        yield return (WorkbookMark.Part,
            $"""{Head}<Properties xmlns="{Extended}"><Application>{WorkbookMark.Application}</Application></Properties>""");
        yield return ("_rels/.rels",
            $"""{Head}<Relationships xmlns="{Package}/relationships"><Relationship Id="w" Type="{Relation}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="a" Type="{Relation}/extended-properties" Target="{WorkbookMark.Part}"/></Relationships>""");
        yield return ("[Content_Types].xml",
            $"""{Head}<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{Type}.styles+xml"/><Override PartName="/{WorkbookMark.Part}" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>{Each(n => $"""<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{Type}.worksheet+xml"/>""")}</Types>""");
    }

    /// <summary>Text in XML; what XML 1.0 forbids is written as ECMA-376 22.9.2.19 does (_x0001_), and so is a text that looks like that.</summary>
    public static void Escape(StringBuilder to, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            switch (c)
            {
                case '&': to.Append("&amp;"); break;
                case '<': to.Append("&lt;"); break;
                case '>': to.Append("&gt;"); break;
                case '\r': to.Append("_x000D_"); break;
                case '_' when LooksEscaped(text, i): to.Append("_x005F_"); break;
                case '\t' or '\n': to.Append(c); break;
                case < ' ' or '\uFFFE' or '\uFFFF': to.Append(CultureInfo.InvariantCulture, $"_x{(int)c:X4}_"); break;
                default: to.Append(c); break;
            }
        }
    }

    // The sign behind may be one that will be written as an escape, which begins with the same _.
    private static bool LooksEscaped(string text, int at) =>
        at + 6 < text.Length && text[at + 1] == 'x' && text[at + 6] is '_' or < ' ' or '\uFFFE' or '\uFFFF' && int.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
}
