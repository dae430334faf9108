namespace CityHub.Storage.Search.Text;

/// <summary>
/// First letters of the readings (首字母), by rows of two and three characters: <c>rkpc</c> finds 人口普查 as <c>rkp</c> followed by <c>kpc</c>.
/// A row that begins the title is marked, since people begin at the beginning.
/// </summary>
internal static class Initials
{
    public const char Beginning = '^';
    private const int Longest = 3;
    private const int MostAlternatives = 4;

    /// <summary>Rows of each place in the text; null parts what does not stand together.</summary>
    public static IEnumerable<(string Term, int Step)> Rows(IReadOnlyList<Reading> readings)
    {
        for (var at = 0; at < readings.Count; at++)
        {
            var step = 1;
            foreach (var row in From(readings, at))
            {
                yield return (row, step);
                step = 0;
                if (at == 0)
                {
                    yield return (Beginning + row, 0);
                }
            }
        }
    }

    /// <summary>The rows that letters ask for, one after the other.</summary>
    public static IReadOnlyList<string> Asked(string letters) =>
        letters.Length <= Longest ? [letters] : [.. Enumerable.Range(0, letters.Length - Longest + 1).Select(i => letters.Substring(i, Longest))];

    private static IEnumerable<string> From(IReadOnlyList<Reading> readings, int at)
    {
        var rows = new List<string> { "" };
        for (var i = at; i < at + Longest && i < readings.Count; i++)
        {
            var letters = readings[i].Syllables.Select(s => s[0]).Distinct().ToArray();
            if (letters.Length == 0)
            {
                yield break;
            }

            rows = [.. rows.SelectMany(row => letters.Select(letter => row + letter)).Take(MostAlternatives)];
            if (i > at)
            {
                foreach (var row in rows)
                {
                    yield return row;
                }
            }
        }
    }
}
