using System.Collections.Frozen;

namespace CityHub.Storage.Search.Text;

/// <summary>Cuts what was typed in letters into syllables: <c>renkou</c> is ren kou, <c>xian</c> is xian or xi an, <c>yiyu</c> may go on as yi yuan.</summary>
internal sealed class Syllables
{
    private const int LongestSyllable = 6;
    private const int LongestTyped = 48;
    private const int MostCuts = 6;

    private readonly FrozenSet<string> _whole;
    private readonly FrozenDictionary<string, string[]> _beginning;

    public Syllables(IEnumerable<string> syllables)
    {
        _whole = syllables.ToFrozenSet(StringComparer.Ordinal);
        _beginning = _whole.SelectMany(s => Enumerable.Range(1, s.Length).Select(n => (Start: s[..n], Whole: s)))
            .GroupBy(p => p.Start).ToFrozenDictionary(g => g.Key, g => g.Select(p => p.Whole).Order(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>
    /// The ways to cut the letters, fewest syllables first; each part is its possible syllables, of which only the last part has several
    /// (it may be unfinished). An apostrophe cuts: <c>xi'an</c>.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<string[]>> Cut(string letters)
    {
        if (letters.Length is 0 or > LongestTyped || !letters.All(c => char.IsAsciiLetterLower(c) || c == '\''))
        {
            return [];
        }

        var found = new List<IReadOnlyList<string[]>>();
        Go(letters, 0, [], found, letters.Length * 8);
        return [.. found.OrderBy(f => f.Count).ThenBy(f => f[^1].Length).Take(MostCuts)];
    }

    // Longest syllable first; the budget bounds what hostile letters can ask for.
    private int Go(string letters, int at, List<string[]> parts, List<IReadOnlyList<string[]>> found, int budget)
    {
        if (at == letters.Length)
        {
            found.Add([.. parts]);
            return budget;
        }

        if (letters[at] == '\'')
        {
            return parts.Count > 0 && at + 1 < letters.Length ? Go(letters, at + 1, parts, found, budget) : budget;
        }

        for (var length = Math.Min(LongestSyllable, letters.Length - at); length > 0 && budget > 0; length--)
        {
            var part = letters.Substring(at, length);
            var rest = at + length == letters.Length;
            if (_whole.Contains(part) || (rest && _beginning.ContainsKey(part)))
            {
                parts.Add(rest ? _beginning[part] : [part]);
                budget = Go(letters, at + length, parts, found, budget - 1);
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return budget;
    }
}
