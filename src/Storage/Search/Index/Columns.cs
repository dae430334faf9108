using System.Runtime.CompilerServices;
using CityHub.Kernel.Search;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace CityHub.Storage.Search.Index;

/// <summary>
/// The columns of one segment in memory: rights, kind, facets. Columns whose values often come together share a <see cref="Bundle"/>, so that a
/// document is counted in a few of them instead of once for each facet. A segment never changes; a small one comes with each write.
/// </summary>
internal sealed class Columns
{
    private static readonly ConditionalWeakTable<object, Columns> Known = new();

    private (long Day, float[] Values)? _boosts;

    private Columns(AtomicReader reader, IReadOnlyList<string> names)
    {
        Starts = new int[names.Count + 1];
        var values = new List<string[]>();
        var places = new int[names.Count][];
        for (var column = 0; column < names.Count; column++)
        {
            Starts[column] = values.Count;
            places[column] = new int[reader.MaxDoc];
            values.AddRange(Fill(reader.GetSortedDocValues(names[column]), places[column], values.Count));
        }

        Starts[names.Count] = values.Count;
        Values = [.. values];
        Bundles = Bundle.Of(places, Starts);
        Rows = new int[reader.MaxDoc * Bundles.Count];
        for (var bundle = 0; bundle < Bundles.Count; bundle++)
        {
            for (var document = 0; document < reader.MaxDoc; document++)
            {
                Rows[(document * Bundles.Count) + bundle] = Bundles[bundle].Documents[document];
            }
        }

        Rights = [.. Values[..Starts[1]].Select(v => RightsText.Read(string.Join(FieldNames.Separator, v)))];
        Published = Numbers(reader, FieldNames.Published);
        Tie = Numbers(reader, FieldNames.Tie);
        Uses = Numbers(reader, FieldNames.Uses);
    }

    /// <summary>Every column stands in one of them.</summary>
    public IReadOnlyList<Bundle> Bundles { get; }

    /// <summary>By document and bundle: the tuple.</summary>
    public int[] Rows { get; }

    /// <summary>The single values of each different combination, column after column; the first of a column is none.</summary>
    public string[][] Values { get; }

    /// <summary>Where each column's values begin, and the end.</summary>
    public int[] Starts { get; }

    /// <summary>What the first column's values say.</summary>
    public SearchRights[] Rights { get; }

    public long[] Published { get; }

    public long[] Tie { get; }

    private long[] Uses { get; }

    public static Columns Of(AtomicReader reader, IReadOnlyList<string> names) => Known.GetValue(reader.CoreCacheKey, _ => new(reader, names));

    /// <summary>
    /// What the words' score is multiplied by: up to 1.3 for what came out just now, half of the gain gone after two years; up to 1.5 for use.
    /// </summary>
    public float[] Boosts(DateTimeOffset nowUtc)
    {
        var day = nowUtc.UtcTicks / TimeSpan.TicksPerDay;
        if (_boosts is { } known && known.Day == day)
        {
            return known.Values;
        }

        var values = new float[Published.Length];
        for (var i = 0; i < values.Length; i++)
        {
            var age = Published[i] == 0 ? double.PositiveInfinity : Math.Max(0, day - (Published[i] / TimeSpan.TicksPerDay));
            values[i] = (float)((1 + (0.3 * Math.Pow(2, -age / 730))) * Math.Min(1.5, 1 + (0.05 * Math.Log2(1 + Uses[i]))));
        }

        _boosts = (day, values);
        return values;
    }

    private static string[][] Fill(SortedDocValues? column, int[] places, int start)
    {
        for (var document = 0; document < places.Length; document++)
        {
            places[document] = start + 1 + (column?.GetOrd(document) ?? -1);
        }

        if (column is null)
        {
            return [[]];
        }

        var bytes = new BytesRef();
        var values = new string[column.ValueCount + 1][];
        values[0] = [];
        for (var ord = 0; ord < column.ValueCount; ord++)
        {
            column.LookupOrd(ord, bytes);
            var text = bytes.Utf8ToString();
            values[ord + 1] = text.Length == 0 ? [] : text.Split(FieldNames.Separator);
        }

        return values;
    }

    private static long[] Numbers(AtomicReader reader, string name)
    {
        var numbers = new long[reader.MaxDoc];
        if (reader.GetNumericDocValues(name) is { } column)
        {
            for (var document = 0; document < numbers.Length; document++)
            {
                numbers[document] = column.Get(document);
            }
        }

        return numbers;
    }
}
