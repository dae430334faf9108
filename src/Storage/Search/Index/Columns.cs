using System.Runtime.CompilerServices;
using CityHub.Kernel.Search;
using Lucene.Net.Index;
using Lucene.Net.Util;

namespace CityHub.Storage.Search.Index;

/// <summary>
/// The columns of one segment in memory, a row by document: rights, kind, facets. Counting takes one row at a time, so a document costs one or two
/// cache lines however many facets it is counted in. A segment never changes; a small one comes with each write.
/// </summary>
internal sealed class Columns
{
    private static readonly ConditionalWeakTable<object, Columns> Known = new();

    private (long Day, float[] Values)? _boosts;

    private Columns(AtomicReader reader, IReadOnlyList<string> names)
    {
        Width = names.Count;
        Rows = new int[reader.MaxDoc * Width];
        Starts = new int[Width + 1];
        var values = new List<string[]>();
        for (var column = 0; column < Width; column++)
        {
            Starts[column] = values.Count;
            values.AddRange(Fill(reader.GetSortedDocValues(names[column]), column, values.Count, reader.MaxDoc));
        }

        Starts[Width] = values.Count;
        Values = [.. values];
        Rights = [.. Values[..Starts[1]].Select(v => RightsText.Read(string.Join(FieldNames.Separator, v)))];
        Published = Numbers(reader, FieldNames.Published);
        Tie = Numbers(reader, FieldNames.Tie);
        Uses = Numbers(reader, FieldNames.Uses);
    }

    public int Width { get; }

    /// <summary>By document and column: the place in <see cref="Values"/>. So one tally of that length counts all columns.</summary>
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

    private string[][] Fill(SortedDocValues? column, int at, int start, int documents)
    {
        for (var document = 0; document < documents; document++)
        {
            Rows[(document * Width) + at] = start + 1 + (column?.GetOrd(document) ?? -1);
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
