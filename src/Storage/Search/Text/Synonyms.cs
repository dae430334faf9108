using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CityHub.Storage.Search.Text;

/// <summary>Words that mean the same to those who look for data (同义词): the program's list and what administrators added.</summary>
internal sealed class Synonyms
{
    private const int MostVariants = 8;

    private readonly FrozenDictionary<string, ImmutableArray<string>> _groups;
    private readonly int _longest;

    private Synonyms(IEnumerable<string[]> groups)
    {
        var others = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var group in groups)
        {
            foreach (var word in group)
            {
                if (!others.TryGetValue(word, out var list))
                {
                    others[word] = list = [];
                }

                list.AddRange(group.Where(other => other != word && !list.Contains(other)));
            }
        }

        _groups = others.ToFrozenDictionary(o => o.Key, o => o.Value.ToImmutableArray(), StringComparer.OrdinalIgnoreCase);
        _longest = _groups.Count == 0 ? 0 : _groups.Keys.Max(w => w.Length);
    }

    /// <summary>Reads lists: a line is a group, its words parted by commas; what follows <c>#</c> is a note, such as where the group comes from.</summary>
    public static Synonyms Of(params IEnumerable<string>[] lists) => new(lists.SelectMany(l => l).Select(Group).Where(g => g.Length > 1));

    /// <summary>The words of a line.</summary>
    public static string[] Group(string line) =>
        [.. line.Split('#')[0].Split([',', '，', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The word with a part of it said otherwise: 重庆医院 gives 重庆医疗机构.</summary>
    public IReadOnlyList<string> Variants(string word)
    {
        var variants = new List<string>();
        for (var at = 0; at < word.Length && variants.Count < MostVariants; at++)
        {
            for (var length = Math.Min(_longest, word.Length - at); length > 0; length--)
            {
                if (_groups.TryGetValue(word.Substring(at, length), out var others))
                {
                    variants.AddRange(others.Select(other => string.Concat(word.AsSpan(0, at), other, word.AsSpan(at + length))));
                    at += length - 1;
                    break;
                }
            }
        }

        return [.. variants.Take(MostVariants)];
    }
}
