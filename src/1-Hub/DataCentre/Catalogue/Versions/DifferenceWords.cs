using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Versions;

/// <summary>A field's value as people read it; the difference holds the API's words.</summary>
internal static class DifferenceWords
{
    public static string Value(string field, string? value, Language language) => (field, value) switch
    {
        (_, null or "") => "—",
        ("open" or "generated" or "key" or "required", _) => (value == "true" ? new Words("是", "yes") : new Words("否", "no")).In(language),
        ("sharing", _) => Word(EntryWords.Sharing, value, language),
        ("cycle", _) => Word(EntryWords.Cycles, value, language),
        ("type", _) => Word(EntryWords.Types, value, language),
        ("mask", _) => Word(EntryWords.Masks, value, language),
        ("format", _) => Word(EntryWords.Formats, value, language),
        ("ways", _) => string.Join(language == Language.English ? ", " : "、", value.Split(", ").Select(way => Word(EntryWords.Ways, way, language))),
        ("extension.secrecy", _) => Word(EntryWords.Secrecies, value, language),
        _ => EntryFaults.Short(value),
    };

    private static string Word<TChoice>(IReadOnlyList<Choice<TChoice>> choices, string word, Language language)
        where TChoice : struct, Enum => choices.FirstOrDefault(c => c.Word == word) is { } choice ? choice.Title.In(language) : word;
}
