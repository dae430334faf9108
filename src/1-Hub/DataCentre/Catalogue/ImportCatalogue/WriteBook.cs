using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>Writes the import book: empty as the template, or filled as an export.</summary>
internal sealed class WriteBook(IOrganisations organisations)
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static readonly SheetColumn[] HelpColumns =
        [new("工作表", false, 10, [], false, null), new("列", false, 20, [], false, null), new("必填", false, 6, [], false, null), new("怎么填", false, 60, [], false, null),
            new("How to fill in", false, 60, [], false, null), new("可选值", false, 60, [], false, null)];

    /// <param name="entries">What to write; none for the template.</param>
    /// <param name="caller">Officials get what they edit, others what is published.</param>
    public async Task Write(Stream to, IReadOnlyList<Entry> entries, Caller caller, CancellationToken ct)
    {
        await using var book = new BookWriter(to);
        await book.Sheet(ImportColumns.EntrySheet, [.. SheetColumn.Of(ImportColumns.Entries)], entries.Select((e, i) =>
            EntryCells.Of(e, Content(e, caller), i + 1, organisations.Find(Content(e, caller).Provider)?.CreditCode, EntryReader.IsOfficial(e, caller))), ct);
        await book.Sheet(ImportColumns.ItemSheet, [.. SheetColumn.Of(ImportColumns.Items)], entries.SelectMany((e, i) => EntryCells.Items(Content(e, caller), i + 1)), ct);
        await book.Sheet("填写说明", HelpColumns, Help(), ct);
    }

    /// <summary>What this caller sees of an entry: officials what they edit, others what is published.</summary>
    public static EntryContent Content(Entry entry, Caller caller) =>
        EntryReader.IsOfficial(entry, caller) ? entry.Latest : EntryContent.Of(entry.Resource);

    private static IEnumerable<IReadOnlyList<string?>> Help() =>
        Help(ImportColumns.EntrySheet, ImportColumns.Entries).Concat(Help(ImportColumns.ItemSheet, ImportColumns.Items));

    private static IEnumerable<IReadOnlyList<string?>> Help(string sheet, IReadOnlyList<ImportColumn> columns) => columns.Select(c =>
        (IReadOnlyList<string?>)[sheet, c.Head, c.Must ? "是" : null, c.Hint.Zh, c.Hint.En, string.Join('、', c.Choices)]);
}
