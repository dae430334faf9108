using System.Globalization;
using System.Text;

namespace CityHub.Kernel.Characters;

/// <summary>A character that nobody sees.</summary>
/// <param name="Name">As Unicode writes it: U+202E.</param>
/// <param name="Position">Which character of the text it is, from 1.</param>
/// <param name="After">The last few characters before it, for who looks for it; empty at the beginning.</param>
/// <param name="Control">Whether it is a control character, such as U+0007.</param>
public sealed record InvisibleCharacter(string Name, int Position, string After, bool Control);

/// <summary>
/// Finds what a title cannot hold: two that look alike would be two, and a text could be shown in another order than it is kept in.
/// Letters of every script, marks, emoji with what joins them and variation selectors on a character stay.
/// </summary>
/// <remarks>Source: Unicode Standard, 23 (special areas and format characters); UTS 51 (emoji sequences); UTS 39, 3.1 (identifier profile).</remarks>
public static class Invisible
{
    private const int Joiner = 0x200D, BlackFlag = 0x1F3F4, LastTag = 0xE007F;
    private const int Context = 8;

    /// <summary>The first such character; null when there is none.</summary>
    /// <param name="text">A name or a text.</param>
    /// <param name="lines">Whether it may have several lines: line feeds, tabs and the separators of lines and paragraphs stay then.</param>
    public static InvisibleCharacter? First(string text, bool lines = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var characters = Characters(text);
        for (var i = 0; i < characters.Count; i++)
        {
            if (IsFault(characters, i, lines))
            {
                return new($"U+{characters[i]:X4}", i + 1, string.Concat(characters.Take(i).TakeLast(Context).Select(Written)),
                    CharUnicodeInfo.GetUnicodeCategory(characters[i]) == UnicodeCategory.Control);
            }
        }

        return null;
    }

    /// <summary>The text without anything that is not seen, joiners and selectors too: for comparing, never for keeping.</summary>
    public static string Removed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kept = new StringBuilder(text.Length);
        foreach (var c in Characters(text).Where(c => c == '\t' || c == '\n' || c == '\r' || !(IsHidden(c) || IsSelector(c))))
        {
            kept.Append(Written(c));
        }

        return kept.ToString();
    }

    private static bool IsFault(List<int> characters, int i, bool lines)
    {
        var c = characters[i];
        if (lines && (c is '\n' or '\r' or '\t' or 0x2028 or 0x2029))
        {
            return false;
        }

        if (IsSelector(c))
        {
            return i == 0 || IsSelector(characters[i - 1]) || IsBlank(characters[i - 1]);
        }

        if (c == Joiner)
        {
            return i + 1 == characters.Count || !IsEmoji(characters[i + 1]) || !EmojiBefore(characters, i);
        }

        // The flags of England, Scotland and Wales are a black flag with tags.
        if (c is >= 0xE0020 and <= LastTag)
        {
            return i == 0 || characters[i - 1] is not (BlackFlag or (>= 0xE0020 and < LastTag));
        }

        return IsHidden(c);
    }

    private static bool EmojiBefore(List<int> characters, int i)
    {
        var before = i - 1;
        while (before > 0 && (characters[before] == 0xFE0F || IsSkinTone(characters[before])))
        {
            before--;
        }

        return before >= 0 && IsEmoji(characters[before]);
    }

    private static bool IsSkinTone(int c) => c is >= 0x1F3FB and <= 0x1F3FF;

    private static bool IsEmoji(int c) =>
        c == 0x2194 || (c is (>= 0x2195 and < 0x2C00) or (>= 0x1F000 and < 0x1FB00) && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.OtherSymbol);

    private static bool IsSelector(int c) => c is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x180B and <= 0x180D) or 0x180F;

    private static bool IsBlank(int c) => IsHidden(c) || (c <= char.MaxValue && char.IsWhiteSpace((char)c));

    private static bool IsHidden(int c) => c switch
    {
        >= 0xD800 and <= 0xDFFF => true, // half a pair
        // Fillers that take no room, the blank Braille cell, and what Unicode gives to no character.
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xFDD0 and <= 0xFDEF) => true,
        // Arabic and Syriac number and verse signs are of the same category and are seen.
        (>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD => false,
        _ when (c & 0xFFFE) == 0xFFFE => true,
        _ => CharUnicodeInfo.GetUnicodeCategory(c) is
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
    };

    private static string Written(int c) => c is >= 0xD800 and <= 0xDFFF ? "\uFFFD" : char.ConvertFromUtf32(c);

    // Code points; half a surrogate pair stands for itself.
    private static List<int> Characters(string text)
    {
        var characters = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            characters.Add(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? char.ConvertToUtf32(text[i], text[++i]) : text[i]);
        }

        return characters;
    }
}
