using System.Globalization;
using System.Xml;
using CityHub.DataCentre.Gathering.Acquiring.Text;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring.Workbooks;

/// <summary>
/// Writes a sheet as CSV, one record a spreadsheet row (blank rows included, as empty lines), so that a record number is the number a person
/// sees beside the row. Merged cells are filled with their value.
/// </summary>
internal sealed class SheetSpool(Workbook book, string part, GatheringOptions options)
{
    private const int TopRows = 60;
    private const long RowsLimit = 1_048_576; // ECMA-376: the greatest row number

    private readonly List<string> _strings = book.SharedStrings();
    private readonly List<NumberStyle> _styles = book.Styles();
    private readonly List<string?> _row = [];
    private MergedCells _merged = MergedCells.None;
    private bool _begun;

    /// <summary>Cells that hold an error (#N/A), and the first of them.</summary>
    public (long Count, string? First) Errors { get; private set; }

    /// <summary>The table that was found; set by <see cref="Write"/>.</summary>
    public SheetTable Table { get; private set; } = new(0, 0, [], false);

    public void Write(Stream to, bool? hasHeader, IProgress<long>? progress, CancellationToken ct)
    {
        using (var raw = book.Open(part))
        {
            _merged = MergedCells.Read(raw!);
        }

        var csv = new CsvWriter(to);
        var top = new List<string?[]>();
        using var xml = book.OpenXml(part, progress)!;
        foreach (var row in Rows(xml, ct))
        {
            if (top.Count < TopRows)
            {
                top.Add([.. row]);
                continue;
            }

            Begin(csv, top, hasHeader);
            Put(csv, row);
        }

        Begin(csv, top, hasHeader);
        csv.Flush();
    }

    /// <summary>The rows as they are, blank ones included, merged cells not filled. The list is the same for every row.</summary>
    public IEnumerable<IReadOnlyList<string?>> Plain(CancellationToken ct)
    {
        using var xml = book.OpenXml(part)!;
        foreach (var row in Rows(xml, ct))
        {
            yield return row;
        }
    }

    private void Begin(CsvWriter csv, List<string?[]> top, bool? hasHeader)
    {
        if (_begun)
        {
            return;
        }

        _begun = true;
        Table = SheetTable.Find(top, hasHeader);
        for (var i = 0; i < top.Count; i++)
        {
            Put(csv, top[i], evenWhenBlank: i < Table.HeaderRows);
        }
    }

    // Every row has as many fields as the table is wide; a cell outside of it makes a longer record, which is refused with its row number.
    private void Put(CsvWriter csv, IReadOnlyList<string?> row, bool evenWhenBlank = false)
    {
        if (row.Count == 0 && !evenWhenBlank)
        {
            csv.End();
            return;
        }

        for (var i = 0; i < Math.Max(row.Count, Table.Width); i++)
        {
            csv.Field(i < row.Count ? row[i] : null);
        }

        csv.End();
    }

    private IEnumerable<List<string?>> Rows(XmlReader xml, CancellationToken ct)
    {
        long given = 0;
        while (xml.Read())
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                continue;
            }

            ct.ThrowIfCancellationRequested();
            var number = long.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : given + 1;
            if (number > RowsLimit || number <= given)
            {
                throw new RefusedException(WorkbookFaults.Broken(part, new Words($"行号 {number} 重复、倒退或超出上限", $"row number {number} is repeated, goes back or is over the limit")));
            }

            while (given < number - 1)
            {
                _row.Clear();
                yield return Finish(++given);
            }

            _row.Clear();
            if (!xml.IsEmptyElement)
            {
                ReadRow(xml, number);
            }

            yield return Finish(++given);
        }
    }

    private List<string?> Finish(long number)
    {
        _merged.Fill(number, _row);
        while (_row.Count > 0 && string.IsNullOrEmpty(_row[^1]))
        {
            _row.RemoveAt(_row.Count - 1);
        }

        return _row;
    }

    private void ReadRow(XmlReader xml, long number)
    {
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "row"))
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "c" })
            {
                continue;
            }

            var reference = xml.GetAttribute("r");
            var column = reference is null ? _row.Count : MergedCells.Column(reference);
            if (column >= options.ColumnLimit)
            {
                throw new RefusedException(SourceFaults.TooManyColumns(column + 1, options.ColumnLimit));
            }

            while (_row.Count < column)
            {
                _row.Add(null);
            }

            _row.Add(ReadCell(xml, reference ?? $"R{number}C{column + 1}"));
        }
    }

    private string? ReadCell(XmlReader xml, string reference)
    {
        var type = xml.GetAttribute("t");
        _ = int.TryParse(xml.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var style);
        if (xml.IsEmptyElement)
        {
            return null;
        }

        string? value = null;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "c"))
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (xml.LocalName == "is")
            {
                value = Workbook.RichText(xml, "is");
            }
            else if (xml.LocalName == "v" && !xml.IsEmptyElement)
            {
                value = "";
                while (xml.Read() && xml.NodeType != XmlNodeType.EndElement)
                {
                    value += xml.Value;
                }
            }
        }

        return value is null ? null : Text(value, type, style, reference);
    }

    private string Text(string value, string? type, int style, string reference)
    {
        switch (type)
        {
            case "s":
                return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < _strings.Count ? _strings[index] : value;
            case "b":
                return value == "1" ? "true" : "false";
            case "e":
                Errors = (Errors.Count + 1, Errors.First ?? reference);
                return value;
            case "str":
                return EscapedText.Decode(value);
            case "inlineStr" or "d":
                return value;
        }

        var (kind, zeros) = style < _styles.Count ? _styles[style] : default;
        if (kind == DateStyle.Number || !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial))
        {
            return DateStyles.Filled(DateStyles.Number(value, book.Ours), zeros);
        }

        return kind == DateStyle.Time && serial < 1 ? DateStyles.Time(serial) : DateStyles.Day(serial, book.From1904) ?? DateStyles.Number(value);
    }
}
