namespace CityHub.Storage.Search.Text;

/// <summary>
/// Readings as terms: each syllable, and each pair of neighbours as one term, so that <c>ren kou pu cha</c> is found by pairs, as ideographs are,
/// without looking at places. The pair that begins a text is marked too.
/// </summary>
internal static class SyllablePairs
{
    public const char Beginning = '^';
    private const int MostAlternatives = 4;

    public static string Of(string first, string second) => $"{first} {second}";

    public static IEnumerable<(string Term, int Step)> Of(IReadOnlyList<Reading> readings)
    {
        for (var at = 0; at < readings.Count; at++)
        {
            foreach (var syllable in readings[at].Syllables)
            {
                yield return (syllable, 1);
            }

            if (at + 1 < readings.Count)
            {
                foreach (var pair in readings[at].Syllables.SelectMany(first => readings[at + 1].Syllables.Select(second => Of(first, second))).Take(MostAlternatives))
                {
                    yield return (pair, 1);
                    if (at == 0)
                    {
                        yield return (Beginning + pair, 1);
                    }
                }
            }
        }
    }
}
