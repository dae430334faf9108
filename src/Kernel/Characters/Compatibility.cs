using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace CityHub.Kernel.Characters;

/// <summary>
/// Width, ligatures and the like taken out of a text: Ａ is A, ㎡ is m2, ﾊﾞ is バ, ⼀ (a radical) is 一. The program runs without ICU
/// (InvariantGlobalization), where <see cref="string.Normalize(NormalizationForm)"/> returns every text as it is and says nothing.
/// </summary>
/// <remarks>Source: Unicode Standard Annex 15, NFKD, by the table beside this class. Marks keep their order: two on one letter are not sorted.</remarks>
public static class Compatibility
{
    private static readonly Lazy<FrozenDictionary<int, string>> Table = new(Read);

    /// <summary>The text to compare by; what cannot be read (half a surrogate pair) is U+FFFD.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (System.Text.Ascii.IsValid(text))
        {
            return text;
        }

        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Table.Value.TryGetValue(rune.Value, out var plain))
            {
                folded.Append(plain);
            }
            else
            {
                folded.Append(rune.ToString());
            }
        }

        return folded.ToString();
    }

    private static FrozenDictionary<int, string> Read()
    {
        using var reader = new StreamReader(typeof(Compatibility).Assembly.GetManifestResourceStream("characters/compatibility.tsv")!);
        var table = new Dictionary<int, string>(6000);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var from, var to])
            {
                table[Code(from)] = string.Concat(to.Split(' ').Select(c => char.ConvertFromUtf32(Code(c))));
            }
        }

        return table.ToFrozenDictionary();
    }

    private static int Code(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
