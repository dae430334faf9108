namespace CityHub.Kernel;

/// <summary>The name that was probably meant.</summary>
public static class Nearest
{
    private const int Longest = 64;

    /// <summary>The name nearest to a mistyped one; null when none is near.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        if (name.Length is 0 or > Longest)
        {
            return null;
        }

        var near = known.Where(k => k.Length <= Longest).Select(k => (Name: k, Distance: Distance(name, k))).OrderBy(k => k.Distance).FirstOrDefault();
        // A third of the letters wrong is a slip, more is another word.
        return near.Name is not null && near.Distance <= Math.Max(1, Math.Max(name.Length, near.Name.Length) / 3) ? near.Name : null;
    }

    /// <summary>The same as a part of a sentence; empty when none is near.</summary>
    public static (string Zh, string En) Hint(string name, IEnumerable<string> known) =>
        Of(name, known) is { } near ? ($"，最接近的是 {near}", $"; the nearest is {near}") : ("", "");

    // Letters to insert, drop, replace or swap with their neighbour, case apart.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var same = Same(a[i - 1], b[j - 1]);
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]))
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }

    private static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
}
