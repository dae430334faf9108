using System.Globalization;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Gathering;
using CityHub.DataCentre.Gathering.Acquiring.Workbooks;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>Reads the import book into entries. The book's own faults (broken, wrong sheet, merged cells) end it; those of cells stay with their row.</summary>
internal sealed class ReadBook(ImportSource into, GatheringOptions options, IProgress<ImportProgress>? progress)
{
    private static readonly string[] Yes = ["是", "√", "✓", "y", "yes", "true", "1"];
    private static readonly string[] No = ["否", "×", "n", "no", "false", "0"];
    private readonly SheetReader _sheets = new(into, options);
    private readonly Dictionary<string, ImportRow> _byRow = new(StringComparer.Ordinal);

    public Fault? Read(string path, string name, CancellationToken ct) => _sheets.Open(path, name, book =>
        SheetReader.Part(book, ImportColumns.EntrySheet, out var entries) ?? SheetReader.Part(book, ImportColumns.ItemSheet, out var items)
            ?? Entries(book, entries!, ct) ?? Items(book, items!, ct));

    private Fault? Entries(Workbook book, string part, CancellationToken ct)
    {
        _sheets.Merged(book, part, ImportColumns.EntrySheet);
        return _sheets.Rows(book, part, ImportColumns.EntrySheet, ImportColumns.Entries, (number, cells) =>
        {
            var place = new Place(ImportColumns.EntrySheet, number);
            var faults = new List<Fault>();
            var request = Request(cells, faults);
            var revision = cells(ImportColumns.Revision);
            int? seen = int.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
            if (revision is not null && seen is null)
            {
                faults.Add(EntryFaults.NotWhole(ImportColumns.Revision, revision));
            }

            var row = new ImportRow(place, cells(ImportColumns.Code), seen, cells("providerCode"), request);
            row.Faults.AddRange(faults);
            Number(cells(ImportColumns.Row), row);
            into.Rows.Add(row);
            if (into.Rows.Count % 500 == 0)
            {
                progress?.Report(new("read", into.Rows.Count, null));
            }

            return into.Rows.Count > ImportSource.MostEntries ? ImportFaults.TooManyRows(ImportSource.MostEntries) : null;
        }, ct) ?? (into.Rows.Count == 0 ? ImportFaults.Empty(ImportColumns.EntrySheet) : null);
    }

    private void Number(string? number, ImportRow row)
    {
        if (number is null)
        {
            row.Unnumbered = true;
            row.Faults.Add(ImportFaults.RowMissing);
        }
        else if (!_byRow.TryAdd(number, row))
        {
            row.Unnumbered = true;
            row.Faults.Add(ImportFaults.RowTaken(number, _byRow[number].Place.Say));
        }
    }

    private Fault? Items(Workbook book, string part, CancellationToken ct)
    {
        _sheets.Merged(book, part, ImportColumns.ItemSheet);
        var count = 0;
        return _sheets.Rows(book, part, ImportColumns.ItemSheet, ImportColumns.Items, (number, cells) =>
        {
            var place = new Place(ImportColumns.ItemSheet, number);
            var of = cells(ImportColumns.Row);
            if (of is null || !_byRow.TryGetValue(of, out var entry))
            {
                into.Strays.Add((place, of is null ? ImportFaults.RowMissing : ImportFaults.RowUnknown(of)));
                return null;
            }

            var faults = new List<Fault>();
            entry.Request.Items!.Add(Item(cells, faults, $"items[{entry.Request.Items.Count}]"));
            entry.ItemPlaces.Add(place);
            entry.Faults.AddRange(faults);
            return ++count > ImportSource.MostEntries * 20 ? ImportFaults.TooManyRows(ImportSource.MostEntries) : null;
        }, ct);
    }

    private static EntryRequest Request(Func<string, string?> cell, List<Fault> faults) => new()
    {
        Category = cell("category"), Title = cell("title"), TitleEn = cell("titleEn"), Provider = cell("provider"), Summary = cell("summary"), Theme = cell("theme"),
        Format = cell("format"), SubFormats = List(cell("subFormats")), Sharing = cell("sharing"), SharingCondition = cell("sharingCondition"),
        Ways = cell("ways") is { } ways ? List(ways) : null, Open = Flag(cell("open"), "open", faults), OpenCondition = cell("openCondition"),
        Cycle = cell("cycle"), IssuedOn = cell("issuedOn"), Related = List(cell("related")), Basis = List(cell("basis")), Source = cell("source"),
        Generated = Flag(cell("generated"), "generated", faults), Items = [],
        Extension = new()
        {
            LeadDepartment = cell("extension.leadDepartment"), Division = cell("extension.division"), Alias = cell("extension.alias"),
            Secrecy = cell("extension.secrecy"), Grade = cell("extension.grade"), IndicatorSystem = cell("extension.indicatorSystem"),
            Audience = cell("extension.audience"), ServiceField = cell("extension.serviceField"), StorageMedium = cell("extension.storageMedium"),
            StorageLocation = cell("extension.storageLocation"), Contact = cell("extension.contact"), Phone = cell("extension.phone"),
            StoredGb = cell("extension.storedGb"), Records = cell("extension.records"), SharedGb = cell("extension.sharedGb"),
            SharedRecords = cell("extension.sharedRecords"), OpenGb = cell("extension.openGb"), OpenRecords = cell("extension.openRecords"),
        },
    };

    private static ItemRequest Item(Func<string, string?> cell, List<Fault> faults, string path) => new()
    {
        Name = cell("name"), Column = cell("column"), Type = cell("type"), Length = cell("length"), Scale = cell("scale"),
        Key = Flag(cell("key"), $"{path}.key", faults), Required = Flag(cell("required"), $"{path}.required", faults), DataElement = cell("dataElement"),
        CodeList = cell("codeList"), Grade = cell("grade"), Mask = cell("mask"), Unit = cell("unit"), Minimum = cell("minimum"), Maximum = cell("maximum"),
        Pattern = cell("pattern"), Sharing = cell("sharing"), SharingCondition = cell("sharingCondition"), DateFormat = cell("dateFormat"),
        RepeatReason = cell("repeatReason"),
    };

    private static bool? Flag(string? text, string path, List<Fault> faults)
    {
        if (text is null || Yes.Contains(text, StringComparer.OrdinalIgnoreCase) || No.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return text is null ? null : Yes.Contains(text, StringComparer.OrdinalIgnoreCase);
        }

        faults.Add(ImportFaults.NotYesNo(path, text));
        return null;
    }

    private static List<string> List(string? text) =>
        [.. (text ?? "").Split(['、', ',', '，', ';', '；', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
