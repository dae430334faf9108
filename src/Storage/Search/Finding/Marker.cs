using CityHub.Kernel.Search;
using CityHub.Storage.Search.Index;
using CityHub.Storage.Search.Text;

namespace CityHub.Storage.Search.Finding;

/// <summary>Finds in a text what a query found it by.</summary>
internal sealed class Marker(Pinyin pinyin, SynonymBook synonyms)
{
    private const int LongestText = 20_000;

    public Func<string, IReadOnlyList<TextSpan>> Of(string? typed)
    {
        var words = QueryWord.Of(typed).Select(word => new Wanted(
            word, [.. synonyms.Now.Variants(word.Text).SelectMany(QueryWord.Of)], word.MayBePinyin ? pinyin.Syllables.Cut(word.Text) : [])).ToList();
        return text => text.Length is 0 or > LongestText || words.Count == 0 ? [] : Marks(text, words);
    }

    private List<TextSpan> Marks(string text, List<Wanted> words)
    {
        var folded = DocumentShape.Folded(text);
        List<Token>? cut = null;
        List<Token> Cut() => cut ??= Tokens.Of(text);
        var spans = new List<TextSpan>();
        foreach (var (word, variants, syllables) in words)
        {
            var before = spans.Count;
            Whole(spans, folded, Cut, word);
            foreach (var variant in variants)
            {
                Whole(spans, folded, Cut, variant);
            }

            if (spans.Count == before && word.MayBePinyin)
            {
                Read(spans, pinyin.Read(text), syllables, word.Text);
            }

            if (spans.Count == before)
            {
                spans.AddRange(Cut().Where(t => word.Terms.Contains(t.Term)).Select(t => new TextSpan(t.Start, t.Length)));
            }
        }

        return Joined(spans);
    }

    private sealed record Wanted(QueryWord Word, IReadOnlyList<QueryWord> Variants, IReadOnlyList<IReadOnlyList<string[]>> Syllables);

    private static void Whole(List<TextSpan> spans, string folded, Func<List<Token>> tokens, QueryWord word)
    {
        if (word.Ideographs)
        {
            for (var at = folded.IndexOf(word.Text, StringComparison.Ordinal); at >= 0; at = folded.IndexOf(word.Text, at + word.Text.Length, StringComparison.Ordinal))
            {
                spans.Add(new(at, word.Text.Length));
            }

            return;
        }

        // A word of letters is marked where one begins, not in the middle of another.
        spans.AddRange(tokens().Where(t => t.Start + word.Text.Length <= folded.Length && string.CompareOrdinal(folded, t.Start, word.Text, 0, word.Text.Length) == 0)
            .Select(t => new TextSpan(t.Start, word.Text.Length)));
    }

    private static void Read(List<TextSpan> spans, List<Reading> readings, IReadOnlyList<IReadOnlyList<string[]>> cuts, string letters)
    {
        foreach (var cut in cuts)
        {
            Stretches(spans, readings, cut.Count, (syllable, part) => Array.IndexOf(cut[part], syllable) >= 0);
        }

        Stretches(spans, readings, letters.Length, (syllable, part) => syllable[0] == letters[part]);
    }

    // Every character stretch whose readings are those asked for, one after the other.
    private static void Stretches(List<TextSpan> spans, List<Reading> readings, int length, Func<string, int, bool> reads)
    {
        for (var at = 0; at + length <= readings.Count; at++)
        {
            var same = 0;
            while (same < length && AnyReads(readings[at + same].Syllables, same))
            {
                same++;
            }

            if (same == length)
            {
                var last = readings[at + length - 1];
                spans.Add(new(readings[at].Start, last.Start + last.Length - readings[at].Start));
            }
        }

        bool AnyReads(string[] syllables, int part)
        {
            foreach (var syllable in syllables)
            {
                if (reads(syllable, part))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static List<TextSpan> Joined(List<TextSpan> spans)
    {
        var joined = new List<TextSpan>();
        foreach (var span in spans.OrderBy(s => s.Start))
        {
            if (joined.Count > 0 && joined[^1] is var last && span.Start <= last.Start + last.Length)
            {
                joined[^1] = new(last.Start, Math.Max(last.Length, span.Start + span.Length - last.Start));
            }
            else
            {
                joined.Add(span);
            }
        }

        return joined;
    }
}
