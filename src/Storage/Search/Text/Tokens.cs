using System.Text;

namespace CityHub.Storage.Search.Text;

/// <summary>A searched unit of a text.</summary>
/// <param name="Term">Folded: a word of letters, a number, an ideograph, two neighbouring ideographs, a sign.</param>
/// <param name="Start">Where it stands in the text, UTF-16 units.</param>
/// <param name="Length">How much of the text it is.</param>
/// <param name="Step">0 when it begins where the one before began, else 1.</param>
/// <param name="Kind">Of what it is made.</param>
internal readonly record struct Token(string Term, int Start, int Length, int Step, CharacterKind Kind);

/// <summary>
/// Cuts texts. Ideographs give every character and every pair of neighbours, so that words of one and two characters are found at once and
/// longer ones as a row of pairs, without a dictionary that a new word would be missing from.
/// </summary>
internal static class Tokens
{
    private const int LongestWord = 64;

    public static List<Token> Of(string text)
    {
        var tokens = new List<Token>(text.Length * 2);
        var word = new StringBuilder();
        var (start, end, kind) = (0, 0, CharacterKind.Gap);
        for (var at = 0; at < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var units) != System.Buffers.OperationStatus.Done)
            {
                rune = new Rune(' '); // half of a surrogate pair parts words
            }

            var now = Fold.Kind(rune);
            if (now == CharacterKind.Mark && word.Length > 0)
            {
                end = at + units;
            }
            else if (now is CharacterKind.Letter or CharacterKind.Digit)
            {
                if (now != kind || word.Length >= LongestWord)
                {
                    Flush();
                    (start, kind) = (at, now);
                }

                word.Append(Fold.Of(rune).ToString());
                end = at + units;
            }
            else if (now is CharacterKind.Ideograph or CharacterKind.Sign)
            {
                Flush();
                Single(tokens, text, at, rune, units, now);
            }
            else if (IsDecimalPoint(text, at, kind))
            {
                word.Append('.');
                end = at + 1;
            }
            else
            {
                Flush();
            }

            at += units;
        }

        Flush();
        return tokens;

        void Flush()
        {
            if (word.Length > 0)
            {
                tokens.Add(new(word.ToString(), start, end - start, 1, kind));
                word.Clear();
            }

            kind = CharacterKind.Gap;
        }
    }

    // The ideograph alone, and with its neighbour when that is one too.
    private static void Single(List<Token> tokens, string text, int at, Rune rune, int units, CharacterKind kind)
    {
        var one = Fold.Of(rune).ToString();
        tokens.Add(new(one, at, units, 1, kind));
        if (kind == CharacterKind.Ideograph
            && Rune.DecodeFromUtf16(text.AsSpan(at + units), out var next, out var more) == System.Buffers.OperationStatus.Done
            && Fold.Kind(next) == CharacterKind.Ideograph)
        {
            tokens.Add(new(one + Fold.Of(next), at, units + more, 0, kind));
        }
    }

    // PM2.5 holds one number.
    private static bool IsDecimalPoint(string text, int at, CharacterKind before) =>
        before == CharacterKind.Digit && (text[at] is '.' or '．') && at + 1 < text.Length && Rune.TryCreate(text[at + 1], out var next) && Fold.Kind(next) == CharacterKind.Digit;
}
