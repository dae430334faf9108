using System.Text.RegularExpressions;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>Judges the information items of an entry.</summary>
internal static partial class ItemCheck
{
    public const int LongestName = 128;
    public const int LongestText = 65_535;
    public const int MostDigits = 18; // what a 64-bit decimal of the table store holds

    public static void Judge(EntryContent content, IStandards standards, List<Fault> faults)
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < content.Items.Count; i++)
        {
            var item = content.Items[i];
            var path = $"items[{i}]";
            Naming(item, path, i, names, columns, faults);
            Size(item, path, faults);
            Key(item, path, faults);
            Grade(content, item, path, faults);
            ItemLimits.Judge(item, path, faults);
            Pattern(item.Pattern, path, faults);
            References(item, path, standards, faults);
            EntryCheck.Line(item.Unit, $"{path}.unit", 32, faults);
            ItemTerms.Judge(content, item, path, faults);
        }
    }

    private static void Naming(
        InformationItem item, string path, int i, Dictionary<string, int> names, Dictionary<string, int> columns, List<Fault> faults)
    {
        EntryCheck.Line(item.Name, $"{path}.name", LongestName, faults, required: true);
        if (CatalogueBook.TitleKey(item.Name) is { Length: > 0 } name && !names.TryAdd(name, i + 1))
        {
            faults.Add(ItemFaults.NameTaken($"{path}.name", item.Name, names[name]));
        }

        var column = $"{path}.column";
        if (item.Column.Length == 0)
        {
            faults.Add(EntryFaults.Required(column));
        }
        else if (!ColumnName.IsMatch(item.Column))
        {
            faults.Add(ItemFaults.BadColumn(column, item.Column));
        }
        else if (ReservedWords.Contains(item.Column))
        {
            faults.Add(ItemFaults.ColumnReserved(column, item.Column));
        }
        else if (!columns.TryAdd(item.Column, i + 1))
        {
            faults.Add(ItemFaults.ColumnTaken(column, item.Column, columns[item.Column]));
        }
    }

    private static void Size(InformationItem item, string path, List<Fault> faults)
    {
        var most = item.Type == ItemType.Number ? MostDigits : LongestText;
        if (item.Length is { } length && (length < 1 || length > most))
        {
            faults.Add(EntryFaults.OutOfRange($"{path}.length", 1, most));
        }
        else if (item.Scale is { } scale)
        {
            if (scale is < 0 or > MostDigits)
            {
                faults.Add(EntryFaults.OutOfRange($"{path}.scale", 0, MostDigits));
            }
            else if (scale > (item.Length ?? MostDigits))
            {
                faults.Add(ItemFaults.ScaleBeyondLength($"{path}.scale", scale, item.Length ?? MostDigits));
            }
        }
    }

    private static void Key(InformationItem item, string path, List<Fault> faults)
    {
        if (!item.Key)
        {
            return;
        }

        // A memo is no name of a row; a floating point number has no exact text; yes or no names at most two rows.
        if (item.Type is ItemType.Memo or ItemType.Double or ItemType.Float or ItemType.Logical)
        {
            faults.Add(ItemFaults.KeyOfType($"{path}.key", EntryWords.Title(EntryWords.Types, item.Type)));
        }

        if (!item.Required)
        {
            faults.Add(ItemFaults.KeyNotRequired($"{path}.required"));
        }

        if (item.Mask != MaskKind.None)
        {
            faults.Add(ItemFaults.KeyMasked($"{path}.mask"));
        }
    }

    private static void Grade(EntryContent content, InformationItem item, string path, List<Fault> faults)
    {
        if (item.Grade is < 1 or > 4)
        {
            faults.Add(EntryFaults.OutOfRange($"{path}.grade", 1, 4));
        }
        else if (content.Open && item.Grade >= EntryCheck.ClosedGrade)
        {
            faults.Add(EntryFaults.OpenGraded($"{path}.grade", item.Grade));
        }
    }

    private static void Pattern(string? pattern, string path, List<Fault> faults)
    {
        if (pattern is null)
        {
            return;
        }

        path += ".pattern";
        if (pattern.Length > 512)
        {
            faults.Add(EntryFaults.TooLong(path, pattern.Length, 512));
            return;
        }

        try
        {
            // The automaton matches in time linear in the value, whatever the value: no pattern can stall a load.
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (NotSupportedException)
        {
            faults.Add(ItemFaults.PatternBacktracks(path));
        }
        catch (ArgumentException e)
        {
            faults.Add(ItemFaults.BadPattern(path, e.Message));
        }
    }

    private static void References(InformationItem item, string path, IStandards standards, List<Fault> faults)
    {
        if (item.DataElement is { } element && standards.Element(element) is null)
        {
            faults.Add(ItemFaults.NoSuchElement($"{path}.dataElement", element));
        }

        if (item.CodeList is { } list && standards.CodeList(list) is null)
        {
            faults.Add(ItemFaults.NoSuchCodeList($"{path}.codeList", list));
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ColumnName { get; }
}
