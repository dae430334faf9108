using System.Globalization;
using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Quality;
using CityHub.DataCentre.Tests.Quality;
using CityHub.SampleCity;
using CityHub.SampleCity.Places;
using CityHub.Storage.Tables;
using MiniExcelLibs;

namespace CityHub.DataCentre.Tests.SampleCity;

/// <summary>A resource's file as a department would send it, read with other code than wrote it, and what the rules say of each line.</summary>
internal sealed class GeneratedFile
{
    private static readonly Lazy<CityMap> LazyCity = new(() => CityMap.Load(Library.ReferenceFolder));

    private GeneratedFile(IReadOnlyList<InformationItem> items, List<string[]> rows, Planted planted) => (Items, Rows, Planted) = (items, rows, planted);

    public static CityMap City => LazyCity.Value;

    public IReadOnlyList<InformationItem> Items { get; }

    /// <summary>Records without the header.</summary>
    public List<string[]> Rows { get; }

    public Planted Planted { get; }

    public static GeneratedFile Of(SampleResource resource, double scale)
    {
        using var file = new MemoryStream();
        var planted = resource.Write(City, file, scale, seed: 7);
        var items = EntryReading.Of(Body(resource)).Content.Items;
        file.Position = 0;
        var rows = resource.Format == SampleFormat.Xlsx ? Sheet(file, items.Count) : Text(file, resource.Format);
        if (!rows[0].SequenceEqual(items.Select(i => i.Name)))
        {
            throw new InvalidDataException("header: " + string.Join(',', rows[0]));
        }

        rows.RemoveAt(0);
        return new(items, rows, planted);
    }

    public static EntryRequest Body(SampleResource resource) =>
        System.Text.Json.JsonSerializer.Deserialize<EntryRequest>(resource.DefinitionJson, System.Text.Json.JsonSerializerOptions.Web)!;

    public int Column(string name) => Items.Select((item, i) => (item, i)).First(x => x.item.Column == name).i;

    /// <summary>Lines that break a rule: (line, rule, column), the loader's own rules included.</summary>
    public IEnumerable<(long Line, string Rule, string Column)> Refusals()
    {
        var rules = RuleCompiler.Compile(Items, Library.Standards, Library.Today);
        var keys = new HashSet<string>();
        for (var r = 0; r < Rows.Count; r++)
        {
            var (cells, line, refused) = (Rows[r], r + 2L, false);
            if (cells.Length != Items.Count)
            {
                yield return (line, "field-count", "");
                continue;
            }

            foreach (var (rule, column) in Broken(cells, rules))
            {
                refused = true;
                yield return (line, rule, column);
            }

            var key = string.Join('\n', cells.Where((_, i) => Items[i].Key));
            if (!refused && key.Length > 0 && !keys.Add(key))
            {
                yield return (line, "unique", Items.First(i => i.Key).Column);
            }
        }
    }

    private List<(string Rule, string Column)> Broken(string[] cells, RuleSet rules)
    {
        var broken = new List<(string, string)>();
        for (var i = 0; i < cells.Length; i++)
        {
            var item = Items[i];
            if (cells[i].Length == 0)
            {
                if (item.Required)
                {
                    broken.Add(("required", item.Column));
                }

                continue;
            }

            if (!IsOf(item, cells[i]))
            {
                broken.Add(("type", item.Column));
                continue;
            }

            broken.AddRange(rules.Cells[i].Where(rule => !rule.Holds(cells[i])).Select(rule => (rule.Code, item.Column)));
        }

        broken.AddRange(RowChecks.Broken(rules, cells).Select(rule => (rule.Code, Items[rule.Column].Column)));
        return broken;
    }

    private static bool IsOf(InformationItem item, string cell) => item.ColumnType.Kind switch
    {
        ColumnKind.Integer => long.TryParse(cell, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        ColumnKind.Decimal => decimal.TryParse(cell, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && number.Scale <= item.ColumnType.Scale,
        ColumnKind.Double => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        ColumnKind.Date => DateOnly.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ColumnKind.Timestamp => DateTime.TryParseExact(cell, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => true,
    };

    private static List<string[]> Sheet(Stream file, int columns) =>
        [.. file.Query(useHeaderRow: false).Cast<IDictionary<string, object?>>()
            .Select(row => row.Values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture) ?? "").Concat(Enumerable.Repeat("", columns)).Take(columns).ToArray())];

    private static List<string[]> Text(Stream file, SampleFormat format)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = format switch { SampleFormat.CsvGb18030 => Encoding.GetEncoding("gb18030"), SampleFormat.CsvUtf16 => Encoding.Unicode, _ => Encoding.UTF8 };
        using var reader = new StreamReader(file, encoding);
        var delimiter = format == SampleFormat.Tsv ? '\t' : ',';
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Cells(line, delimiter))];
    }

    // No generated cell has a line break in it.
    private static string[] Cells(string line, char delimiter)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                if (quoted && i + 1 < line.Length && line[i + 1] == '"')
                {
                    cell.Append(line[i++]);
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (line[i] == delimiter && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }
}
