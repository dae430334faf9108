using System.Globalization;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;

namespace CityHub.DataCentre.Catalogue.Versions;

/// <summary>One field that differs; values as the API writes them, null when empty.</summary>
internal sealed record FieldChange(string Field, string? From, string? To);

/// <summary>An item by column and name.</summary>
internal sealed record ItemName(string Column, string Name);

/// <summary>An item that is in both, with the fields that differ.</summary>
internal sealed record ItemChange(string Column, string Name, IReadOnlyList<FieldChange> Fields);

/// <summary>What differs between two versions of an entry. Items are the same when their column is.</summary>
/// <param name="Fields">Fields of the entry.</param>
/// <param name="Added">Items only in the later one.</param>
/// <param name="Removed">Items only in the earlier one.</param>
/// <param name="Changed">Items in both that differ.</param>
/// <param name="Reordered">The items that are in both stand in another order.</param>
internal sealed record EntryDifference(
    IReadOnlyList<FieldChange> Fields, IReadOnlyList<ItemName> Added, IReadOnlyList<ItemName> Removed, IReadOnlyList<ItemChange> Changed, bool Reordered)
{
    /// <summary>Whether anything differs.</summary>
    public bool Any => Fields.Count + Added.Count + Removed.Count + Changed.Count > 0 || Reordered;

    public static EntryDifference Between(EntryContent from, EntryContent to)
    {
        var before = from.Items.ToDictionary(i => i.Column, StringComparer.Ordinal);
        var after = to.Items.ToDictionary(i => i.Column, StringComparer.Ordinal);
        var stayed = to.Items.Where(i => before.ContainsKey(i.Column)).ToList();
        return new(
            Changes(EntryFields(from), EntryFields(to)),
            [.. to.Items.Where(i => !before.ContainsKey(i.Column)).Select(Name)],
            [.. from.Items.Where(i => !after.ContainsKey(i.Column)).Select(Name)],
            [.. stayed
                .Select(i => new ItemChange(i.Column, i.Name, Changes(ItemFields(before[i.Column]), ItemFields(i))))
                .Where(c => c.Fields.Count > 0)],
            !from.Items.Where(i => after.ContainsKey(i.Column)).Select(i => i.Column).SequenceEqual(stayed.Select(i => i.Column)));
    }

    private static ItemName Name(InformationItem item) => new(item.Column, item.Name);

    private static FieldChange[] Changes(IEnumerable<(string Field, string? Value)> from, IEnumerable<(string Field, string? Value)> to) =>
        [.. from.Zip(to).Where(pair => pair.First.Value != pair.Second.Value)
            .Select(pair => new FieldChange(pair.First.Field, pair.First.Value, pair.Second.Value))];

    private static IEnumerable<(string Field, string? Value)> EntryFields(EntryContent c) =>
    [
        ("title", c.Title), ("summary", c.Summary), ("provider", c.Provider), ("theme", c.Theme), ("sharing", EntryWords.Of(c.Sharing)),
        ("sharingCondition", c.SharingCondition), ("open", Flag(c.Open)), ("cycle", EntryWords.Of(c.Cycle)), ("generated", Flag(c.Generated)),
        ("source", c.Source), ("titleEn", c.TitleEn), ("format", EntryWords.Of(c.Format)), ("subFormats", List(c.SubFormats)),
        ("ways", List(c.Ways.Select(EntryWords.Of))), ("openCondition", c.OpenCondition),
        ("issuedOn", c.IssuedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("related", List(c.Related)), ("basis", List(c.Basis)),
        .. ExtensionFields(ExtensionReading.Back(c.Extension)),
    ];

    private static IEnumerable<(string Field, string? Value)> ExtensionFields(ExtensionRequest e) =>
    [
        ("extension.leadDepartment", e.LeadDepartment), ("extension.division", e.Division), ("extension.alias", e.Alias),
        ("extension.secrecy", e.Secrecy), ("extension.grade", e.Grade), ("extension.indicatorSystem", e.IndicatorSystem),
        ("extension.audience", e.Audience), ("extension.serviceField", e.ServiceField), ("extension.storageMedium", e.StorageMedium),
        ("extension.storageLocation", e.StorageLocation), ("extension.contact", e.Contact), ("extension.phone", e.Phone),
        ("extension.storedGb", e.StoredGb), ("extension.records", e.Records), ("extension.sharedGb", e.SharedGb),
        ("extension.sharedRecords", e.SharedRecords), ("extension.openGb", e.OpenGb), ("extension.openRecords", e.OpenRecords),
    ];

    private static IEnumerable<(string Field, string? Value)> ItemFields(InformationItem i) =>
    [
        ("name", i.Name), ("type", EntryWords.Of(i.Type)), ("length", Number(i.Length)), ("scale", Number(i.Scale)), ("key", Flag(i.Key)),
        ("required", Flag(i.Required)), ("dataElement", i.DataElement), ("codeList", i.CodeList), ("grade", Number(i.Grade)),
        ("mask", EntryWords.Of(i.Mask)), ("pattern", i.Pattern), ("minimum", i.Minimum), ("maximum", i.Maximum), ("unit", i.Unit),
        ("sharing", i.Sharing is { } sharing ? EntryWords.Of(sharing) : null), ("sharingCondition", i.SharingCondition), ("dateFormat", i.DateFormat),
        ("repeatReason", i.RepeatReason),
    ];

    private static string? List(IEnumerable<string> values) => string.Join(", ", values) is { Length: > 0 } list ? list : null;

    private static string Flag(bool value) => value ? "true" : "false";

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
