using System.Globalization;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>A request turned into content, with a fault for each field that is missing or says something unknown.</summary>
/// <param name="Content">The content; fields at fault hold a harmless stand-in, so that the other fields can be judged.</param>
/// <param name="Faults">Faults of single fields.</param>
internal sealed record EntryReading(EntryContent Content, IReadOnlyList<Fault> Faults)
{
    /// <param name="standards">Gives the grade and mask of an item that names a data element and leaves them out; null where only the words are compared.</param>
    public static EntryReading Of(EntryRequest request, IStandards? standards = null)
    {
        var faults = new List<Fault>();
        var content = new EntryContent(
            Text(request.Title) ?? "", Text(request.Summary) ?? "", Text(request.Provider) ?? "", Text(request.Theme) ?? "",
            Choice(request.Sharing, "sharing", EntryWords.Sharing, SharingType.Unconditional, faults),
            Text(request.SharingCondition), request.Open ?? false,
            Choice(request.Cycle, "cycle", EntryWords.Cycles, UpdateCycle.Yearly, faults),
            request.Generated ?? false, Text(request.Source),
            [.. (request.Items ?? []).Select((item, i) => Item(item ?? new ItemRequest(), $"items[{i}]", standards, faults))])
        {
            TitleEn = Text(request.TitleEn),
            Format = Text(request.Format) is null ? ResourceFormat.Database : Choice(request.Format, "format", EntryWords.Formats, ResourceFormat.Database, faults),
            SubFormats = [.. Texts(request.SubFormats).Select(t => t.ToLowerInvariant())],
            OpenCondition = Text(request.OpenCondition),
            IssuedOn = Day(request.IssuedOn, "issuedOn", faults),
            Related = [.. Texts(request.Related)],
            Basis = [.. Texts(request.Basis)],
            Extension = ExtensionReading.Of(request.Extension, faults),
        };
        return new(request.Ways is null ? content : content with { Ways = Ways(request.Ways, faults) }, faults);
    }

    /// <summary>Content as the request that asks for it: what an editor starts with.</summary>
    public static EntryRequest Back(EntryContent c) => new()
    {
        Title = c.Title, Summary = c.Summary, Provider = c.Provider, Theme = c.Theme, Sharing = EntryWords.Of(c.Sharing),
        SharingCondition = c.SharingCondition, Open = c.Open, Cycle = EntryWords.Of(c.Cycle), Generated = c.Generated, Source = c.Source,
        Items = [.. c.Items.Select(Back)], TitleEn = c.TitleEn, Format = EntryWords.Of(c.Format), SubFormats = [.. c.SubFormats],
        Ways = [.. c.Ways.Select(EntryWords.Of)], OpenCondition = c.OpenCondition, IssuedOn = c.IssuedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Related = [.. c.Related], Basis = [.. c.Basis], Extension = ExtensionReading.Back(c.Extension),
    };

    private static ItemRequest Back(InformationItem i) => new()
    {
        Name = i.Name, Column = i.Column, Type = EntryWords.Of(i.Type), Length = i.Length?.ToString(CultureInfo.InvariantCulture),
        Scale = i.Scale?.ToString(CultureInfo.InvariantCulture), Key = i.Key, Required = i.Required, DataElement = i.DataElement,
        CodeList = i.CodeList, Grade = i.Grade.ToString(CultureInfo.InvariantCulture), Mask = EntryWords.Of(i.Mask),
        Pattern = i.Pattern, Minimum = i.Minimum, Maximum = i.Maximum, Unit = i.Unit,
        Sharing = i.Sharing is { } sharing ? EntryWords.Of(sharing) : null, SharingCondition = i.SharingCondition, DateFormat = i.DateFormat,
        RepeatReason = i.RepeatReason,
    };

    private static InformationItem Item(ItemRequest r, string path, IStandards? standards, List<Fault> faults)
    {
        var element = Text(r.DataElement) is { } code ? standards?.Element(code) : null;
        // A key names rows, so it is never masked; its grade stands all the same.
        var usualMask = r.Key == true ? MaskKind.None : element?.Mask ?? MaskKind.None;
        var type = Choice(r.Type, $"{path}.type", EntryWords.Types, ItemType.Character, faults);
        var hasLength = type is ItemType.Character or ItemType.Memo or ItemType.Number;
        return new InformationItem(
            Text(r.Name) ?? "", Text(r.Column) ?? "", type,
            hasLength ? Whole(r.Length, $"{path}.length", faults) : null,
            type == ItemType.Number ? Whole(r.Scale, $"{path}.scale", faults) : null,
            r.Key ?? false, r.Required ?? false, Text(r.DataElement), Text(r.CodeList),
            Whole(r.Grade, $"{path}.grade", faults) ?? element?.Grade ?? 1,
            Text(r.Mask) is null ? usualMask : Choice(r.Mask, $"{path}.mask", EntryWords.Masks, MaskKind.None, faults),
            string.IsNullOrEmpty(r.Pattern) ? null : r.Pattern, Text(r.Minimum), Text(r.Maximum), Text(r.Unit),
            Text(r.Sharing) is null ? null : Choice(r.Sharing, $"{path}.sharing", EntryWords.Sharing, SharingType.NotShared, faults),
            Text(r.SharingCondition), Text(r.DateFormat), Text(r.RepeatReason));
    }

    private static SharingWay[] Ways(IEnumerable<string> ways, List<Fault> faults) =>
        [.. Texts(ways).Select(way => Choice(way, "ways", EntryWords.Ways, SharingWay.Service, faults)).Distinct()];

    private static IEnumerable<string> Texts(IEnumerable<string>? texts) => (texts ?? []).Select(Text).OfType<string>().Distinct(StringComparer.Ordinal);

    private static DateOnly? Day(string? text, string path, List<Fault> faults)
    {
        if (Text(text) is not { } written)
        {
            return null;
        }

        if (DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        faults.Add(EntryFaults.BadDay(path, written));
        return null;
    }

    internal static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    internal static int? Whole(string? text, string path, List<Fault> faults)
    {
        if (Text(text) is not { } written)
        {
            return null;
        }

        if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        faults.Add(EntryFaults.NotWhole(path, written));
        return null;
    }

    internal static T Choice<T>(string? text, string path, IReadOnlyList<Choice<T>> choices, T standIn, List<Fault> faults)
        where T : struct, Enum
    {
        if (Text(text) is not { } written)
        {
            faults.Add(EntryFaults.Required(path));
            return standIn;
        }

        foreach (var choice in choices)
        {
            if (choice.Is(written))
            {
                return choice.Value;
            }
        }

        faults.Add(EntryFaults.UnknownChoice(path, written, [.. choices.Select(c => c.Word)], [.. choices.Select(c => c.InSheet)]));
        return standIn;
    }
}
