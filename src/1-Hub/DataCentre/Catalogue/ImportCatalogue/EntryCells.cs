using System.Globalization;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>An entry as rows of the import book: what an export writes, an import reads back without a difference.</summary>
internal static class EntryCells
{
    /// <summary>The row of an entry.</summary>
    /// <param name="number">Its number in the book.</param>
    /// <param name="creditCode">Of its provider.</param>
    /// <param name="official">Whether the revision may be told.</param>
    public static IReadOnlyList<string?> Of(Entry entry, EntryContent c, int number, string? creditCode, bool official)
    {
        var x = ExtensionReading.Back(c.Extension);
        return [.. ImportColumns.Entries.Select(column => column.Field switch
        {
            ImportColumns.Row => number.ToString(CultureInfo.InvariantCulture),
            ImportColumns.Code => entry.Resource.Code,
            ImportColumns.Revision => official ? entry.Revision.ToString(CultureInfo.InvariantCulture) : null,
            "category" => ResourceCode.CategoryOf(entry.Resource.Code),
            "title" => c.Title,
            "titleEn" => c.TitleEn,
            "provider" => c.Provider,
            "providerCode" => creditCode,
            "summary" => c.Summary,
            "theme" => c.Theme,
            "format" => EntryWords.Title(EntryWords.Formats, c.Format).Zh,
            "subFormats" => string.Join('、', c.SubFormats),
            "sharing" => EntryWords.Title(EntryWords.Sharing, c.Sharing).Zh,
            "sharingCondition" => c.SharingCondition,
            "ways" => string.Join('、', c.Ways.Select(w => EntryWords.Title(EntryWords.Ways, w).Zh)),
            "open" => Flag(c.Open),
            "openCondition" => c.OpenCondition,
            "cycle" => EntryWords.Title(EntryWords.Cycles, c.Cycle).Zh,
            "issuedOn" => c.IssuedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "related" => string.Join('、', c.Related),
            "basis" => string.Join('、', c.Basis),
            "source" => c.Source,
            "generated" => Flag(c.Generated),
            "extension.leadDepartment" => x.LeadDepartment,
            "extension.division" => x.Division,
            "extension.alias" => x.Alias,
            "extension.secrecy" => EntryWords.Title(EntryWords.Secrecies, c.Extension.Secrecy).Zh,
            "extension.grade" => x.Grade,
            "extension.indicatorSystem" => x.IndicatorSystem,
            "extension.audience" => x.Audience,
            "extension.serviceField" => x.ServiceField,
            "extension.storageMedium" => x.StorageMedium,
            "extension.storageLocation" => x.StorageLocation,
            "extension.contact" => x.Contact,
            "extension.phone" => x.Phone,
            "extension.storedGb" => x.StoredGb,
            "extension.records" => x.Records,
            "extension.sharedGb" => x.SharedGb,
            "extension.sharedRecords" => x.SharedRecords,
            "extension.openGb" => x.OpenGb,
            "extension.openRecords" => x.OpenRecords,
            var unknown => throw new InvalidOperationException($"The import book has a column that no entry fills: {unknown}"),
        })];
    }

    /// <summary>The rows of its items.</summary>
    public static IEnumerable<IReadOnlyList<string?>> Items(EntryContent c, int number) => c.Items.Select(i => (IReadOnlyList<string?>)
    [
        number.ToString(CultureInfo.InvariantCulture), i.Name, i.Column, $"{(char)i.Type} {EntryWords.Title(EntryWords.Types, i.Type).Zh}", Whole(i.Length), Whole(i.Scale),
        Flag(i.Key), Flag(i.Required), i.DataElement, i.CodeList, Whole(i.Grade), i.Mask == MaskKind.None && i.DataElement is null ? null : EntryWords.Title(EntryWords.Masks, i.Mask).Zh, i.Unit,
        i.Minimum, i.Maximum, i.Pattern, i.Sharing is { } sharing ? EntryWords.Title(EntryWords.Sharing, sharing).Zh : null, i.SharingCondition, i.DateFormat, i.RepeatReason,
    ]);

    private static string Flag(bool value) => value ? "是" : "否";

    private static string? Whole(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
