using System.Text.Json;
using System.Text.Json.Nodes;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Gathering;
using CityHub.DataCentre.Gathering.Acquiring.Workbooks;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>What stands in a file of entries, XLSX or JSON.</summary>
internal sealed class ImportSource
{
    public const int MostEntries = 20_000;
    public const long MostBytes = 128L << 20;

    public List<ImportRow> Rows { get; } = [];

    /// <summary>Faults of the file that belong to no entry.</summary>
    public List<(Place Place, Fault Fault)> Strays { get; } = [];

    /// <summary>What was left aside.</summary>
    public List<Words> Notes { get; } = [];

    /// <summary>For each sheet, where the column of a field stands.</summary>
    public Dictionary<string, Dictionary<string, int>> Columns { get; } = new(StringComparer.Ordinal);

    public static Outcome<ImportSource> Read(
        string path, string name, GatheringOptions options, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        var source = new ImportSource();
        var magic = new byte[4];
        using (var file = File.OpenRead(path))
        {
            if (file.Length > MostBytes)
            {
                return ImportFaults.TooLarge(file.Length, MostBytes);
            }

            if (file.ReadAtLeast(magic, 4, throwOnEndOfStream: false) == 0)
            {
                return ImportFaults.Empty(name);
            }
        }

        var fault = magic switch
        {
            [0x50, 0x4B, ..] => new ReadBook(source, options, progress).Read(path, name, ct),
            [0xD0, 0xCF, 0x11, 0xE0] => WorkbookFaults.Old(name),
            [(byte)'[' or (byte)'{' or (byte)' ' or (byte)'\n' or (byte)'\r', ..] or [0xEF, 0xBB, 0xBF, ..] => source.Json(path, name),
            _ => ImportFaults.NotABook(name),
        };
        return fault is null ? source : fault;
    }

    /// <summary>A fault with its place: sheet, row, letters and head of the column.</summary>
    /// <param name="columns">The columns of that sheet.</param>
    /// <param name="field">Field that it is about; by default the fault's own path.</param>
    public ImportFault At(Place place, IReadOnlyList<ImportColumn> columns, Fault fault, string? field = null)
    {
        field ??= fault.Path ?? (fault.Code == "catalogue.changed-meanwhile" ? ImportColumns.Revision : null);
        var detail = fault.Detail ?? fault.Title;
        if (place.Sheet is null)
        {
            return new(null, place.Row, null, fault.Path ?? field, fault.Code, detail);
        }

        var letters = field is not null && Columns.GetValueOrDefault(place.Sheet)?.TryGetValue(field, out var at) == true ? ImportColumns.Letters(at) : null;
        return new(place.Sheet, place.Row, letters, columns.FirstOrDefault(c => c.Field == field)?.Head, fault.Code, detail);
    }

    private Fault? Json(string path, string name)
    {
        try
        {
            var text = File.ReadAllText(path);
            var root = JsonNode.Parse(text);
            if ((root as JsonArray ?? root?["entries"] as JsonArray) is not { } entries)
            {
                return ImportFaults.BadJson(name, new(" $ ", "$"));
            }

            if (entries.Count > MostEntries)
            {
                return ImportFaults.TooManyRows(MostEntries);
            }

            for (var i = 0; i < entries.Count; i++)
            {
                var request = entries[i].Deserialize<EntryRequest>(EntryJson.Options) ?? new();
                request.Items ??= [];
                int? revision = entries[i]?["revision"] is JsonValue said && said.TryGetValue<int>(out var number) ? number : null;
                var code = entries[i]?["code"] is JsonValue written && written.TryGetValue<string>(out var c) && !string.IsNullOrWhiteSpace(c) ? c.Trim() : null;
                Rows.Add(new ImportRow(new(null, i + 1), code, revision, null, request));
            }

            return Rows.Count == 0 ? ImportFaults.Empty(name) : null;
        }
        catch (JsonException broken)
        {
            return ImportFaults.BadJson(name, new($"第 {broken.LineNumber + 1} 行（{broken.Path ?? "$"}）", $"line {broken.LineNumber + 1} ({broken.Path ?? "$"})"));
        }
    }
}
