using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Gathering;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Workbooks;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>Reads the sheets of a workbook by their heads. Where columns stand, what was left aside and merged cells go to the source.</summary>
internal sealed partial class SheetReader(ImportSource into, GatheringOptions options)
{
    /// <summary>Opens a book; whatever is broken in it is a refusal.</summary>
    public Fault? Open(string path, string name, Func<Workbook, Fault?> read)
    {
        try
        {
            using var book = new Workbook(path, name, options);
            return read(book);
        }
        catch (RefusedException refused)
        {
            return refused.Fault;
        }
        catch (Exception broken) when (broken is XmlException or InvalidDataException or EndOfStreamException or FormatException)
        {
            return WorkbookFaults.Broken(name, broken);
        }
    }

    public static Fault? Part(Workbook book, string wanted, out string? part)
    {
        part = book.Sheets.FirstOrDefault(s => s.Name.Trim() == wanted).Part;
        return part is null ? ImportFaults.NoSheet(wanted, book.Sheets.Select(s => s.Name)) : null;
    }

    // Below the head every merge hides what a row says.
    public void Merged(Workbook book, string part, string sheet)
    {
        using var xml = book.OpenXml(part)!;
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "mergeCell" } && xml.GetAttribute("ref") is { } area
                && FirstRow.Match(area) is { Success: true } first && int.Parse(first.ValueSpan, CultureInfo.InvariantCulture) is var row and > 1)
            {
                into.Strays.Add((new Place(sheet, row), ImportFaults.Merged($"{sheet}!{area}")));
            }
        }
    }

    public Fault? Rows(
        Workbook book, string part, string sheet, IReadOnlyList<ImportColumn> columns, Func<int, Func<string, string?>, Fault?> take, CancellationToken ct)
    {
        Dictionary<string, int>? at = null;
        var number = 0;
        foreach (var cells in new SheetSpool(book, part, options).Plain(ct))
        {
            number++;
            if (at is null)
            {
                if (Heads(sheet, columns, cells, out at) is { } fault)
                {
                    return fault;
                }

                into.Columns[sheet] = at!;
                continue;
            }

            if (cells.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (take(number, field => at.TryGetValue(field, out var i) && i < cells.Count ? Cell(cells[i]) : null) is { } refused)
            {
                return refused;
            }
        }

        return at is null ? ImportFaults.Empty(sheet) : null;
    }

    private Fault? Heads(string sheet, IReadOnlyList<ImportColumn> columns, IReadOnlyList<string?> heads, out Dictionary<string, int>? at)
    {
        at = new(StringComparer.Ordinal);
        for (var i = 0; i < heads.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(heads[i]))
            {
                continue;
            }

            var head = heads[i]!;
            if (columns.FirstOrDefault(c => c.Is(head)) is not { } column)
            {
                into.Notes.Add(new($"“{sheet}”的列“{EntryFaults.Short(head)}”不在模板中，没有导入。", $"Column '{EntryFaults.Short(head)}' of '{sheet}' is not in the template and was left aside."));
            }
            else if (!at.TryAdd(column.Field, i))
            {
                return ImportFaults.ColumnTwice(sheet, column.Head);
            }
        }

        var there = at;
        var missing = columns.Where(c => c.Must && !there.ContainsKey(c.Field)).Select(c => c.Head).ToList();
        return missing.Count > 0 ? ImportFaults.NoColumn(sheet, missing) : null;
    }

    private static string? Cell(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim(' ', '\n', '\r', '\t', '　');

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex FirstRow { get; }
}
