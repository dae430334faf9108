using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using CityHub.DataCentre.Guarding;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring.Workbooks;

/// <summary>
/// An XLSX file (ECMA-376) read as a stream of rows. Own and small: it must bound what a part unpacks to, keep codes as they are stored,
/// and number records by spreadsheet row; memory holds the shared strings only, up to a limit.
/// </summary>
internal sealed class Workbook : IDisposable
{
    private const int PartsLimit = 10_000;
    private const long SmallPart = 64L << 20;

    private static readonly XmlReaderSettings Xml = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreProcessingInstructions = true, IgnoreWhitespace = false, CheckCharacters = false,
    };

    private readonly ZipArchive _zip;
    private readonly string _name;
    private readonly GatheringOptions _options;
    private readonly Dictionary<string, string> _targets = [];

    public Workbook(string path, string name, GatheringOptions options)
    {
        (_name, _options) = (name, options);
        _zip = ZipFile.OpenRead(path);
        if (_zip.Entries.Count > PartsLimit)
        {
            throw new RefusedException(WorkbookFaults.TooManyParts(name, _zip.Entries.Count, PartsLimit));
        }

        ReadTargets();
        Ours = WrittenBy() == WorkbookMark.Application;
        Sheets = [.. ReadSheets()];
    }

    /// <summary>Visible sheets in order.</summary>
    public IReadOnlyList<(string Name, string Part)> Sheets { get; }

    /// <summary>Days are counted from 1904 instead of 1900.</summary>
    public bool From1904 { get; private set; }

    /// <summary>Written by this hub and not saved by another program since: its numbers are exact, however many digits they have.</summary>
    public bool Ours { get; private set; }

    public XmlReader? OpenXml(string part, IProgress<long>? progress = null) => Open(part, progress) is { } stream ? XmlReader.Create(stream, Xml) : null;

    /// <summary>A part's bytes, bounded; null when the book lacks it.</summary>
    public Stream? Open(string part, IProgress<long>? progress = null)
    {
        if (_zip.GetEntry(part) is not { } entry)
        {
            return null;
        }

        var limit = Math.Min(_options.WorkbookLimitBytes, Math.Max(SmallPart, entry.CompressedLength * _options.WorkbookRatioLimit));
        return entry.Length > limit
            ? throw new RefusedException(WorkbookFaults.Bomb(_name, part, entry.Length, limit))
            : new BoundedStream(entry.Open(), limit, size => WorkbookFaults.Bomb(_name, part, size, limit), progress);
    }

    /// <summary>Texts that cells refer to by number.</summary>
    public List<string> SharedStrings()
    {
        var strings = new List<string>();
        using var xml = OpenXml("xl/sharedStrings.xml");
        if (xml is null)
        {
            return strings;
        }

        long bytes = 0;
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
            {
                var text = RichText(xml, "si");
                bytes += (text.Length * 2) + 32;
                if (bytes > _options.SharedStringsLimitBytes)
                {
                    throw new RefusedException(WorkbookFaults.Bomb(_name, "xl/sharedStrings.xml", bytes, _options.SharedStringsLimitBytes));
                }

                strings.Add(text);
            }
        }

        return strings;
    }

    /// <summary>For each cell style what it makes of a number: a date, a time, or digits with leading zeros.</summary>
    public List<NumberStyle> Styles()
    {
        var custom = new Dictionary<int, string>();
        var styles = new List<NumberStyle>();
        using var xml = OpenXml("xl/styles.xml");
        var inCells = false;
        while (xml?.Read() == true)
        {
            switch (xml.LocalName)
            {
                case "numFmt" when xml.NodeType == XmlNodeType.Element && int.TryParse(xml.GetAttribute("numFmtId"), out var id):
                    custom[id] = xml.GetAttribute("formatCode") ?? "";
                    break;
                case "cellXfs":
                    inCells = xml.NodeType == XmlNodeType.Element;
                    break;
                case "xf" when inCells && xml.NodeType == XmlNodeType.Element:
                    _ = int.TryParse(xml.GetAttribute("numFmtId"), out var format);
                    styles.Add(new(DateStyles.Of(format, custom.GetValueOrDefault(format)), DateStyles.ZerosOf(custom.GetValueOrDefault(format))));
                    break;
            }
        }

        return styles;
    }

    /// <summary>The text of a string item, without its phonetic runs.</summary>
    public static string RichText(XmlReader xml, string end)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }

        string? first = null;
        StringBuilder? rest = null;
        var phonetic = 0;
        var inText = false;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == end))
        {
            if (xml.LocalName == "rPh")
            {
                phonetic += xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement ? 1 : xml.NodeType == XmlNodeType.EndElement ? -1 : 0;
            }
            else if (xml.LocalName == "t" && xml.NodeType is XmlNodeType.Element or XmlNodeType.EndElement)
            {
                inText = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            }
            else if (inText && phonetic == 0 && xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
            {
                // Each run by itself: half an escape in one and half in the next are none.
                var text = EscapedText.Decode(xml.Value);
                if (first is null)
                {
                    first = text;
                }
                else
                {
                    (rest ??= new StringBuilder(first)).Append(text);
                }
            }
        }

        return rest?.ToString() ?? first ?? "";
    }

    public void Dispose() => _zip.Dispose();

    private void ReadTargets()
    {
        using var xml = OpenXml("xl/_rels/workbook.xml.rels");
        while (xml?.Read() == true)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && xml.GetAttribute("Id") is { } id && xml.GetAttribute("Target") is { } target)
            {
                _targets[id] = target.StartsWith('/') ? target[1..] : "xl/" + target;
            }
        }
    }

    private string? WrittenBy()
    {
        using var xml = OpenXml(WorkbookMark.Part);
        while (xml?.Read() == true)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Application", IsEmptyElement: false } && xml.Read())
            {
                return xml.Value;
            }
        }

        return null;
    }

    private List<(string, string)> ReadSheets()
    {
        var sheets = new List<(string, string)>();
        using var xml = OpenXml("xl/workbook.xml") ?? throw new RefusedException(WorkbookFaults.Broken(_name, new Words("其中没有 xl/workbook.xml", "it has no xl/workbook.xml")));
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
            {
                From1904 = xml.GetAttribute("date1904") is "1" or "true";
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && xml.GetAttribute("state") is null or "visible"
                && xml.LocalName == "sheet" && RelationOf(xml) is { } part)
            {
                sheets.Add((xml.GetAttribute("name") ?? sheets.Count.ToString(CultureInfo.InvariantCulture), part));
            }
        }

        return sheets;
    }

    private string? RelationOf(XmlReader xml)
    {
        for (var i = 0; i < xml.AttributeCount; i++)
        {
            xml.MoveToAttribute(i);
            if (xml.LocalName == "id" && xml.NamespaceURI.EndsWith("relationships", StringComparison.Ordinal))
            {
                var part = _targets.GetValueOrDefault(xml.Value);
                xml.MoveToElement();
                return part;
            }
        }

        xml.MoveToElement();
        return null;
    }
}
