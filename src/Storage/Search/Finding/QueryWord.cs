using CityHub.Storage.Search.Index;
using CityHub.Storage.Search.Text;

namespace CityHub.Storage.Search.Finding;

/// <summary>A word of what was typed.</summary>
/// <param name="Text">Folded.</param>
/// <param name="Ideographs">Whether it is written in ideographs, else in letters, digits or signs.</param>
/// <param name="Terms">The terms that must stand in a document, in order: pairs of ideographs, or letters and numbers.</param>
internal sealed record QueryWord(string Text, bool Ideographs, IReadOnlyList<string> Terms)
{
    // More than a person types; what a program sends beyond it is not looked for.
    private const int MostWords = 16;
    private const int MostTerms = 48;
    private const int MostCharacters = 400;

    /// <summary>Letters only: it may be pinyin or initials.</summary>
    public bool MayBePinyin => !Ideographs && Text.Length >= 2 && Text.All(c => char.IsAsciiLetterLower(c) || c == '\'');

    /// <summary>Cuts what was typed at gaps and where ideographs meet letters. No sign has a meaning of its own.</summary>
    public static IReadOnlyList<QueryWord> Of(string? typed)
    {
        var words = new List<QueryWord>();
        var left = MostTerms;
        foreach (var part in Short(typed ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var tokens = Tokens.Of(part);
            for (var from = 0; from < tokens.Count && words.Count < MostWords && left > 0;)
            {
                var ideographs = tokens[from].Kind == CharacterKind.Ideograph;
                var to = from;
                while (to < tokens.Count && (tokens[to].Kind == CharacterKind.Ideograph) == ideographs)
                {
                    to++;
                }

                var run = tokens[from..to];
                from = to;
                var pairs = run.Where(t => t.Step == 0).Select(t => t.Term).ToList();
                var terms = (ideographs && pairs.Count > 0 ? pairs : run.Select(t => t.Term)).Take(left).ToList();
                left -= terms.Count;
                words.Add(new(DocumentShape.Folded(part.Substring(run[0].Start, run[^1].Start + run[^1].Length - run[0].Start)), ideographs, terms));
            }
        }

        return words;
    }

    private static string Short(string typed) => typed.Length <= MostCharacters ? typed : typed[..MostCharacters];
}
