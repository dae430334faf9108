using CityHub.Storage.Search.Index;
using CityHub.Storage.Search.Text;
using Lucene.Net.Index;
using Lucene.Net.Search;

namespace CityHub.Storage.Search.Finding;

/// <summary>
/// Makes the index's query of words. All words must be there, each as itself, as a synonym, as pinyin or as initials; a word in the title
/// weighs more than one in the summary, that more than one elsewhere.
/// </summary>
internal sealed class QueryMaker(Pinyin pinyin, SynonymBook synonyms)
{
    private const int LongestInitials = 8;
    private const int MostEdge = 6;
    private const float PartWord = 0.4f;

    public Query Of(IReadOnlyList<QueryWord> words, bool unfinished)
    {
        if (words.Count == 1)
        {
            return Word(words[0], unfinished);
        }

        var all = new BooleanQuery(disableCoord: true);
        for (var i = 0; i < words.Count; i++)
        {
            all.Add(Word(words[i], unfinished && i == words.Count - 1), Occur.MUST);
        }

        return all;
    }

    /// <summary>Most of the terms instead of all; null when there are too few to leave one out.</summary>
    public static Query? Most(IReadOnlyList<QueryWord> words)
    {
        var terms = words.SelectMany(w => w.Terms).Distinct().ToList();
        if (terms.Count < 3)
        {
            return null;
        }

        var some = new BooleanQuery(disableCoord: true) { MinimumNumberShouldMatch = (terms.Count + 1) / 2 };
        foreach (var term in terms)
        {
            some.Add(Term(FieldNames.All, term), Occur.SHOULD);
        }

        return some;
    }

    private Query Word(QueryWord word, bool unfinished)
    {
        var ways = new List<Query> { AsWritten(word, unfinished) };
        foreach (var variant in synonyms.Now.Variants(word.Text))
        {
            ways.Add(Weighted(Conjunction(QueryWord.Of(variant)), 0.6f));
        }

        if (word.MayBePinyin)
        {
            AddPinyin(ways, word.Text);
        }

        return ways.Count == 1 ? ways[0] : new DisjunctionMaxQuery(ways, 0.1f);
    }

    // A synonym is found, and lifted by the title; what else lifts a word is left to the word itself.
    private static BooleanQuery Conjunction(IReadOnlyList<QueryWord> words)
    {
        var terms = words.SelectMany(w => w.Terms).ToList();
        return new BooleanQuery(disableCoord: true)
        {
            { Constant(All(terms.Select(t => (Query)Term(FieldNames.All, t))), 1), Occur.MUST },
            { Constant(All(terms.Select(t => (Query)Term(FieldNames.Title, t))), 4), Occur.SHOULD },
        };
    }

    // All terms anywhere; the title's and the summary's only lift it. Neighbouring pairs overlap, so together they are the word: no places are read.
    private static BooleanQuery AsWritten(QueryWord word, bool unfinished)
    {
        var query = new BooleanQuery(disableCoord: true);
        for (var i = 0; i < word.Terms.Count; i++)
        {
            var term = word.Terms[i];
            var last = i == word.Terms.Count - 1;
            query.Add(last && !word.Ideographs && (unfinished || term.Length >= 3) ? Begun(term) : Constant(Term(FieldNames.All, term), i == 0 ? 1 : 0), Occur.MUST);
        }

        if (word.Terms.Count > 0)
        {
            query.Add(Weighted(All(word.Terms.Select(t => (Query)Term(FieldNames.Title, t))), 6f / word.Terms.Count), Occur.SHOULD);
            query.Add(Constant(All(word.Terms.Select(t => (Query)Term(FieldNames.Summary, t))), 1), Occur.SHOULD);
        }

        query.Add(Constant(Term(FieldNames.Edge, word.Text[..Math.Min(MostEdge, word.Text.Length)]), 1), Occur.SHOULD);
        return query;
    }

    private void AddPinyin(List<Query> ways, string letters)
    {
        foreach (var cut in pinyin.Syllables.Cut(letters))
        {
            var title = new BooleanQuery(disableCoord: true) { { Constant(Read(FieldNames.TitlePinyin, cut), 3), Occur.MUST } };
            if (cut.Count > 1 && cut[1].Length == 1)
            {
                title.Add(Constant(Term(FieldNames.TitlePinyin, SyllablePairs.Beginning + SyllablePairs.Of(cut[0][0], cut[1][0])), 2), Occur.SHOULD);
            }

            ways.Add(title);
            ways.Add(Constant(Read(FieldNames.AlsoPinyin, cut), 0.5f));
        }

        if (letters.Length <= LongestInitials && !letters.Contains('\'', StringComparison.Ordinal))
        {
            var rows = Initials.Asked(letters);
            ways.Add(new BooleanQuery(disableCoord: true)
            {
                { Constant(All(rows.Select(r => (Query)Term(FieldNames.Initials, r))), 1.5f), Occur.MUST },
                { Constant(Term(FieldNames.Initials, Initials.Beginning + rows[0]), 2), Occur.SHOULD },
            });
        }
    }

    // The last syllable may be any that begins as typed.
    private static Query Read(string field, IReadOnlyList<string[]> cut) =>
        cut.Count == 1
            ? Any(cut[0].Select(s => (Query)Term(field, s)))
            : All(Enumerable.Range(0, cut.Count - 1).Select(i => Any(cut[i + 1].Select(next => (Query)Term(field, SyllablePairs.Of(cut[i][0], next))))));

    // The whole word weighs more than one that only begins with it.
    private static BooleanQuery Begun(string term) => new(disableCoord: true)
    {
        { Term(FieldNames.All, term), Occur.SHOULD },
        { Weighted(new PrefixQuery(new Term(FieldNames.All, term)), PartWord), Occur.SHOULD },
    };

    private static Query All(IEnumerable<Query> parts) => Joined(parts, Occur.MUST);

    private static Query Any(IEnumerable<Query> parts) => Joined(parts, Occur.SHOULD);

    private static Query Joined(IEnumerable<Query> parts, Occur occur)
    {
        var list = parts.ToList();
        if (list.Count == 1)
        {
            return list[0];
        }

        var joined = new BooleanQuery(disableCoord: true);
        foreach (var part in list)
        {
            joined.Add(part, occur);
        }

        return joined;
    }

    private static ConstantScoreQuery Constant(Query query, float score) => new(query) { Boost = score };

    private static TermQuery Term(string field, string term) => new(new Term(field, term));

    private static Query Weighted(Query query, float weight)
    {
        query.Boost = weight;
        return query;
    }
}
