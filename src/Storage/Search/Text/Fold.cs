using System.Globalization;
using System.Text;

namespace CityHub.Storage.Search.Text;

/// <summary>What a character is to search.</summary>
internal enum CharacterKind
{
    /// <summary>Parts words.</summary>
    Gap,

    /// <summary>Stands inside a word and is not written, as accents are.</summary>
    Mark,

    /// <summary>Letter of a word written with letters.</summary>
    Letter,

    /// <summary>Digit.</summary>
    Digit,

    /// <summary>Written without gaps between words: Han, kana, hangul.</summary>
    Ideograph,

    /// <summary>A word of its own: emoji and other signs with a meaning.</summary>
    Sign,
}

/// <summary>Makes characters that people take for the same one the same: case, full width, accents. The program runs without ICU, so by own rules.</summary>
internal static class Fold
{
    private static readonly Dictionary<int, char> Accents = new(
        new[]
        {
            ("ÀÁÂÃÄÅàáâãäåĀāĂăĄąǍǎ", 'a'), ("ÇçĆćĈĉĊċČč", 'c'), ("ÐðĎďĐđ", 'd'), ("ÈÉÊËèéêëĒēĔĕĖėĘęĚě", 'e'), ("ĜĝĞğĠġĢģ", 'g'), ("ĤĥĦħ", 'h'),
            ("ÌÍÎÏìíîïĨĩĪīĬĭĮįİıǏǐ", 'i'), ("Ĵĵ", 'j'), ("Ķķ", 'k'), ("ĹĺĻļĽľŁł", 'l'), ("ÑñŃńŅņŇň", 'n'), ("ÒÓÔÕÖØòóôõöøŌōŎŏŐőǑǒ", 'o'),
            ("ŔŕŖŗŘř", 'r'), ("ŚśŜŝŞşŠšß", 's'), ("ŢţŤťŦŧ", 't'), ("ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲųǓǔǕǖǗǘǙǚǛǜ", 'u'), ("Ŵŵ", 'w'), ("ÝýÿŶŷŸ", 'y'), ("ŹźŻżŽž", 'z'),
        }.SelectMany(row => row.Item1.Select(c => KeyValuePair.Create((int)c, row.Item2))));

    /// <summary>The character as it is searched.</summary>
    public static Rune Of(Rune rune)
    {
        var value = rune.Value;
        if (value < 0x80)
        {
            return value is >= 'A' and <= 'Z' ? new Rune(value | 0x20) : rune;
        }

        if (value is >= 0x4e00 and <= 0x9fff)
        {
            return rune;
        }

        if (value is >= 0xff01 and <= 0xff5e) // full width: ＡＢＣ，１２３
        {
            return Of(new Rune(value - 0xfee0));
        }

        return Accents.TryGetValue(value, out var plain) ? new Rune(plain) : Rune.ToLowerInvariant(rune);
    }

    public static CharacterKind Kind(Rune rune)
    {
        var value = rune.Value;
        if (value < 0x80)
        {
            return value is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') ? CharacterKind.Letter
                : value is >= '0' and <= '9' ? CharacterKind.Digit : CharacterKind.Gap;
        }

        return IsIdeograph(value) ? CharacterKind.Ideograph : Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.DecimalDigitNumber => CharacterKind.Digit,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CharacterKind.Letter,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format => CharacterKind.Mark,
            UnicodeCategory.OtherSymbol or UnicodeCategory.PrivateUse => CharacterKind.Sign,
            _ => CharacterKind.Gap,
        };
    }

    // Unicode blocks: CJK with extensions and compatibility, radicals, 々〇, kana, bopomofo, hangul; planes 2 and 3.
    private static bool IsIdeograph(int value) =>
        value is (>= 0x4e00 and <= 0x9fff) or (>= 0x3400 and <= 0x4dbf) or (>= 0x2e80 and <= 0x2fdf) or (>= 0x3005 and <= 0x3007)
            or (>= 0x3041 and <= 0x30ff) or (>= 0x3105 and <= 0x312f) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff)
            or (>= 0x20000 and <= 0x3ffff);
}
