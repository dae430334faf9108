using System.Globalization;
using System.Text;

namespace CityHub.Host.CommandLine;

/// <summary>How many cells of a terminal a text takes.</summary>
/// <remarks>Source: Unicode Standard Annex #11, East Asian Width: W and F take two cells, marks that combine take none.</remarks>
internal static class TextWidth
{
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE10, 0xFE19), (0xFE30, 0xFE6F),
        (0xFF01, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    public static int Of(string text) => text.EnumerateRunes().Sum(Of);

    /// <summary>The text in at most this many cells; what was cut off is an ellipsis.</summary>
    public static string Cut(string text, int cells)
    {
        if (Of(text) <= cells)
        {
            return text;
        }

        var (kept, room) = (new StringBuilder(), cells - 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if ((room -= Of(rune)) < 0)
            {
                break;
            }

            kept.Append(rune.ToString());
        }

        return kept.Append('…').ToString();
    }

    /// <summary>The text on one line, without what would move a terminal's cursor, colour it or turn its writing round.</summary>
    public static string Plain(string text)
    {
        if (text.EnumerateRunes().All(rune => Moves(rune) is false))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            plain.Append(Moves(rune) ? " " : rune.ToString());
        }

        return plain.ToString();
    }

    private static bool Moves(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static int Of(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control => 0,
        _ => Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1,
    };
}
