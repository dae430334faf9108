using System.Text;

namespace CityHub.Storage.Search.Text;

/// <summary>
/// Readings of characters (拼音), from <c>pinyin.tsv</c> that samples/set-up.mjs writes: of single characters, the usual first, and of phrases
/// whose characters are read otherwise than alone: 重庆 is chong qing.
/// </summary>
internal sealed class Pinyin
{
    private const int LongestPhrase = 5;

    private readonly Dictionary<string, string[]> _characters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _phrases = new(StringComparer.Ordinal);
    private readonly HashSet<char> _beginnings;

    private Pinyin(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab > 0)
            {
                var single = Rune.TryGetRuneAt(line, 0, out var rune) && rune.Utf16SequenceLength == tab;
                (single ? _characters : _phrases)[line[..tab]] = line[(tab + 1)..].Split(' ');
            }
        }

        _beginnings = [.. _phrases.Keys.Select(p => p[0])];
        Syllables = new(_characters.Values.SelectMany(r => r).Concat(_phrases.Values.SelectMany(r => r)));
    }

    /// <summary>All syllables there are.</summary>
    public Syllables Syllables { get; }

    /// <summary>Number of characters with a reading.</summary>
    public int Count => _characters.Count;

    /// <summary>The table beside the program.</summary>
    public static Pinyin Load(string referenceFolder)
    {
        var file = Path.Combine(referenceFolder, "pinyin.tsv");
        return new(File.Exists(file) ? File.ReadLines(file) : []);
    }

    public static Pinyin Of(params string[] lines) => new(lines);

    /// <summary>The readings of each ideograph of a text, in order; characters without one (and all others) give none.</summary>
    public List<Reading> Read(string text)
    {
        var readings = new List<Reading>(text.Length);
        var characters = _characters.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = 0; at < text.Length;)
        {
            if (_beginnings.Contains(text[at]) && Phrase(text, at) is { } phrase)
            {
                foreach (var syllable in phrase)
                {
                    var length = Rune.GetRuneAt(text, at).Utf16SequenceLength;
                    readings.Add(new(at, length, [syllable]));
                    at += length;
                }

                continue;
            }

            var units = Rune.DecodeFromUtf16(text.AsSpan(at), out _, out var taken) == System.Buffers.OperationStatus.Done ? taken : 1;
            readings.Add(new(at, units, characters.TryGetValue(text.AsSpan(at, units), out var alone) ? alone : []));
            at += units;
        }

        return readings;
    }

    private string[]? Phrase(string text, int at)
    {
        var phrases = _phrases.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = Math.Min(LongestPhrase, text.Length - at); length >= 2; length--)
        {
            if (phrases.TryGetValue(text.AsSpan(at, length), out var syllables))
            {
                return syllables;
            }
        }

        return null;
    }
}

/// <summary>How one character of a text may be read.</summary>
internal readonly record struct Reading(int Start, int Length, string[] Syllables);
