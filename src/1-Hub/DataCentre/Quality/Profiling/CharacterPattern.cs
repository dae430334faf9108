using System.Globalization;
using System.Text;

namespace CityHub.DataCentre.Quality.Profiling;

/// <summary>字符模式: a text as the classes of its characters, so that odd ones show: <c>500103199001010010</c> is <c>9{18}</c>, <c>渝A·12345</c> is <c>汉A·9{5}</c>.</summary>
internal static class CharacterPattern
{
    /// <summary>Classes that are written out; what comes after is "…".</summary>
    private const int Most = 12;

    /// <summary>9 a digit, A and a letters, 汉 a Han character, 文 a letter of another script, ␣ a space; others as they are. A repeat is <c>{n}</c>.</summary>
    public static string Of(string text)
    {
        var pattern = new StringBuilder();
        for (int at = 0, written = 0; at < text.Length; written++)
        {
            if (written == Most)
            {
                return pattern.Append('…').ToString();
            }

            var (kind, length) = Class(text, at);
            var count = 0;
            for (var next = kind; next == kind; next = at < text.Length ? Next(out length) : 0)
            {
                (count, at) = (count + 1, at + length);
            }

            pattern.Append(char.ConvertFromUtf32(kind));
            if (count > 1)
            {
                pattern.Append(CultureInfo.InvariantCulture, $"{{{count}}}");
            }

            int Next(out int characters)
            {
                (var c, characters) = Class(text, at);
                return c;
            }
        }

        return pattern.ToString();
    }

    private static (int Class, int Characters) Class(string text, int at) => text[at] switch
    {
        >= '0' and <= '9' => ('9', 1),
        >= 'A' and <= 'Z' => ('A', 1),
        >= 'a' and <= 'z' => ('a', 1),
        ' ' => ('␣', 1),
        >= '\u3400' and <= '\u9FFF' => ('汉', 1),
        < '\u0080' and var sign => (sign, 1),
        _ when Rune.TryGetRuneAt(text, at, out var rune) => (
            rune.Value is >= 0x20000 and <= 0x3FFFF ? '汉' : Rune.IsLetter(rune) ? '文' : rune.Value, rune.Utf16SequenceLength),
        _ => (0xFFFD, 1),
    };
}
