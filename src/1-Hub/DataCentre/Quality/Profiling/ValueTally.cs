using System.Runtime.InteropServices;

namespace CityHub.DataCentre.Quality.Profiling;

/// <summary>Counts the values of one column, their shapes and their lengths.</summary>
/// <param name="isText">Whether shapes and lengths mean anything.</param>
/// <param name="keepsValues">False for a masked item: its values are not kept.</param>
internal sealed class ValueTally(bool isText, bool keepsValues)
{
    private const int MostValues = 10, MostPatterns = 10;

    private readonly Dictionary<string, long> _values = [];
    private readonly Dictionary<string, long> _patterns = [];

    /// <summary>Least number of characters; null when there is no text.</summary>
    public int? Shortest { get; private set; }

    /// <summary>Greatest number.</summary>
    public int? Longest { get; private set; }

    public void Add(string value, long count)
    {
        if (keepsValues)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_values, value, out _) += count;
        }

        if (isText)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_patterns, CharacterPattern.Of(value), out _) += count;
            Shortest = Math.Min(Shortest ?? value.Length, value.Length);
            Longest = Math.Max(Longest ?? value.Length, value.Length);
        }
    }

    /// <summary>Most frequent values. In a sample one that came once says nothing.</summary>
    public IReadOnlyList<ValueCount> Top(bool sampled) => Most(_values.Where(v => !sampled || v.Value > 1), MostValues);

    public IReadOnlyList<ValueCount> Patterns => Most(_patterns, MostPatterns);

    private static IReadOnlyList<ValueCount> Most(IEnumerable<KeyValuePair<string, long>> counts, int most) =>
        [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(most).Select(c => new ValueCount(c.Key, c.Value))];
}
