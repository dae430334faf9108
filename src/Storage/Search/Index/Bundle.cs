using System.Runtime.InteropServices;

namespace CityHub.Storage.Search.Index;

/// <summary>Columns that are counted together: documents with the same values in all of them have the same tuple.</summary>
internal sealed class Bundle
{
    // Counting ends with one look at each tuple, so there must be far fewer of them than documents.
    private const int FewestTuples = 256;
    private const int DocumentsPerTuple = 16;

    private readonly List<int> _columns = [];

    private Bundle(int documents) => Documents = new int[documents];

    /// <summary>By document: its tuple.</summary>
    public int[] Documents { get; private set; }

    /// <summary>The columns, in the order of a tuple.</summary>
    public IReadOnlyList<int> Columns => _columns;

    /// <summary>Tuple after tuple: the place of each column's value.</summary>
    public int[] Places { get; private set; } = [];

    /// <summary>How many tuples there are.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>Puts each column, the richest first, with those with which it makes the fewest tuples of its own; alone where it fits nowhere.</summary>
    /// <param name="places">By column and document: the place of its value.</param>
    /// <param name="starts">Where each column's places begin, and the end.</param>
    public static IReadOnlyList<Bundle> Of(int[][] places, int[] starts)
    {
        var bundles = new List<Bundle>();
        foreach (var column in Enumerable.Range(0, places.Length).OrderByDescending(c => starts[c + 1] - starts[c]))
        {
            if (!bundles.Any(b => b.TryAdd(column, places[column], Math.Max(FewestTuples, places[column].Length / DocumentsPerTuple))))
            {
                var alone = new Bundle(places[column].Length);
                alone.TryAdd(column, places[column], int.MaxValue);
                bundles.Add(alone);
            }
        }

        foreach (var bundle in bundles)
        {
            bundle.Places = new int[bundle.Count * bundle._columns.Count];
            for (var document = 0; document < bundle.Documents.Length; document++)
            {
                for (var i = 0; i < bundle._columns.Count; i++)
                {
                    bundle.Places[(bundle.Documents[document] * bundle._columns.Count) + i] = places[bundle._columns[i]][document];
                }
            }
        }

        return bundles;
    }

    private bool TryAdd(int column, int[] places, int most)
    {
        var (tuples, documents) = (new Dictionary<(int Tuple, int Place), int>(), new int[places.Length]);
        for (var document = 0; document < places.Length; document++)
        {
            ref var tuple = ref CollectionsMarshal.GetValueRefOrAddDefault(tuples, (Documents[document], places[document]), out var known);
            if (!known)
            {
                tuple = tuples.Count - 1;
                if (tuples.Count > most)
                {
                    return false;
                }
            }

            documents[document] = tuple;
        }

        (Documents, Count) = (documents, tuples.Count);
        _columns.Add(column);
        return true;
    }
}
