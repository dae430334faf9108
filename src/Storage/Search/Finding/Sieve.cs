using CityHub.Kernel;
using CityHub.Kernel.Search;
using CityHub.Storage.Search.Index;
using Lucene.Net.Index;
using Lucene.Net.Search;

namespace CityHub.Storage.Search.Finding;

/// <summary>
/// Lets through what the caller may find and what the filters keep, and counts the facets on the way: a document that fails one filter only is
/// counted in that facet, as it would be found were the filter another one; one that fails two is counted nowhere.
/// </summary>
internal sealed class Sieve : ICollector
{
    private const int RightsColumn = 0;
    private const int PartColumn = 1;

    // What becomes of a tuple: it passes, is let through by nobody, or fails the filter of the one column that is named.
    private const int Passes = -1;
    private const int Drops = int.MaxValue;

    private readonly Snapshot _snapshot;
    private readonly Caller _caller;
    private readonly long _publishedAfter;
    private readonly bool _parts;
    private readonly int[] _filtered;
    private readonly HashSet<string>[] _wanted;
    private readonly int[] _counted;
    private readonly Dictionary<string, int>[] _counts;
    private readonly ICollector _inner;

    private Columns _segment = null!;
    private int[] _rows = [];
    private int _width;
    private (int Bundle, int[] Verdicts)[] _tests = [];
    private int[][] _tallies = [];
    private int[] _alone = [];

    public Sieve(Snapshot snapshot, Caller caller, SearchRequest request, ICollector inner)
    {
        (_snapshot, _caller, _inner) = (snapshot, caller, inner);
        _publishedAfter = request.PublishedAfterUtc?.UtcTicks ?? long.MinValue;
        _parts = request.Parts;
        var filters = request.Filters.Where(f => f.Value.Count > 0).ToDictionary(f => f.Key, f => f.Value);
        if (request.Kinds.Count > 0)
        {
            filters[FieldNames.Kind] = request.Kinds;
        }

        _filtered = [.. filters.Keys.Select(Column)];
        _wanted = [.. filters.Values.Select(v => v.ToHashSet(StringComparer.Ordinal))];
        Counted = [.. request.Count.Distinct().Where(name => Column(name) >= 0)];
        _counted = [.. Counted.Select(Column)];
        _counts = [.. _counted.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
    }

    public int Total { get; private set; }

    private string[] Counted { get; }

    public bool AcceptsDocsOutOfOrder => _inner.AcceptsDocsOutOfOrder;

    public void SetScorer(Scorer scorer) => _inner.SetScorer(scorer);

    public void SetNextReader(AtomicReaderContext context)
    {
        EndSegment();
        _segment = _snapshot.Segments[context.Ord];
        (_rows, _width) = (_segment.Rows, _segment.Bundles.Count);
        _tests = [.. Tests()];
        _tallies = _counted.Length == 0 ? [] : [.. _segment.Bundles.Select(b => new int[b.Count])];
        _alone = new int[_counted.Length == 0 || _filtered.Length == 0 ? 0 : _segment.Values.Length];
        _inner.SetNextReader(context);
    }

    public void Collect(int doc)
    {
        var row = _rows.AsSpan(doc * _width, _width);
        var failed = Passes;
        foreach (var (bundle, verdicts) in _tests)
        {
            var verdict = verdicts[row[bundle]];
            if (verdict != Passes)
            {
                if (verdict == Drops || failed != Passes)
                {
                    return;
                }

                failed = verdict;
            }
        }

        if (_publishedAfter > long.MinValue && _segment.Published[doc] <= _publishedAfter)
        {
            return;
        }

        if (failed == Passes)
        {
            Total++;
            var tallies = _tallies;
            for (var i = 0; i < tallies.Length; i++)
            {
                tallies[i][row[i]]++;
            }

            _inner.Collect(doc);
        }
        else if (_alone.Length > 0)
        {
            Alone(failed, row);
        }
    }

    /// <summary>The counts, largest first.</summary>
    public Dictionary<string, IReadOnlyList<FacetCount>> Facets()
    {
        EndSegment();
        return Counted.Zip(_counts).ToDictionary(
            c => c.First,
            c => (IReadOnlyList<FacetCount>)[.. c.Second.Select(v => new FacetCount(v.Key, v.Value)).OrderByDescending(v => v.Count).ThenBy(v => v.Value, StringComparer.Ordinal)]);
    }

    private void Alone(int column, ReadOnlySpan<int> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var bundle = _segment.Bundles[i];
            for (var c = 0; c < bundle.Columns.Count; c++)
            {
                if (bundle.Columns[c] == column)
                {
                    _alone[bundle.Places[(row[i] * bundle.Columns.Count) + c]]++;
                }
            }
        }
    }

    // Only bundles in which something can fail are tested.
    private IEnumerable<(int Bundle, int[] Verdicts)> Tests()
    {
        var passing = new bool[_segment.Values.Length];
        var checkedColumns = new List<int> { RightsColumn };
        for (var place = 0; place < _segment.Starts[1]; place++)
        {
            passing[place] = _segment.Rights[place].Allow(_caller);
        }

        if (!_parts)
        {
            checkedColumns.Add(PartColumn);
            passing[_segment.Starts[PartColumn]] = true;
        }

        for (var i = 0; i < _filtered.Length; i++)
        {
            if (_filtered[i] < 0)
            {
                return [(0, Enumerable.Repeat(Drops, _segment.Bundles[0].Count).ToArray())]; // no document has such a facet
            }

            checkedColumns.Add(_filtered[i]);
            for (var place = _segment.Starts[_filtered[i]]; place < _segment.Starts[_filtered[i] + 1]; place++)
            {
                passing[place] = _segment.Values[place].Any(_wanted[i].Contains);
            }
        }

        return _segment.Bundles.Index().Where(b => b.Item.Columns.Any(checkedColumns.Contains)).Select(b => (b.Index, Verdicts(b.Item, checkedColumns, passing)));
    }

    private int[] Verdicts(Bundle bundle, List<int> checkedColumns, bool[] passing)
    {
        var verdicts = new int[bundle.Count];
        Array.Fill(verdicts, Passes);
        for (var c = 0; c < bundle.Columns.Count; c++)
        {
            var column = bundle.Columns[c];
            if (!checkedColumns.Contains(column))
            {
                continue;
            }

            // Who may not find it may not count it either; a filter's own facet counts what only that filter keeps away.
            var verdict = _filtered.Contains(column) ? column : Drops;
            for (int tuple = 0, at = c; tuple < verdicts.Length; tuple++, at += bundle.Columns.Count)
            {
                if (!passing[bundle.Places[at]])
                {
                    verdicts[tuple] = verdicts[tuple] == Passes ? verdict : Drops;
                }
            }
        }

        return verdicts;
    }

    private void EndSegment()
    {
        if (_tallies.Length == 0)
        {
            return;
        }

        var tally = _alone.Length > 0 ? _alone : new int[_segment.Values.Length];
        for (var i = 0; i < _tallies.Length; i++)
        {
            var bundle = _segment.Bundles[i];
            for (var tuple = 0; tuple < _tallies[i].Length; tuple++)
            {
                if (_tallies[i][tuple] is > 0 and var count)
                {
                    for (var at = tuple * bundle.Columns.Count; at < (tuple + 1) * bundle.Columns.Count; at++)
                    {
                        tally[bundle.Places[at]] += count;
                    }
                }
            }
        }

        for (var i = 0; i < _counted.Length; i++)
        {
            for (var place = _segment.Starts[_counted[i]]; place < _segment.Starts[_counted[i] + 1]; place++)
            {
                if (tally[place] > 0)
                {
                    foreach (var value in _segment.Values[place])
                    {
                        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts[i], value, out _) += tally[place];
                    }
                }
            }
        }

        _tallies = [];
    }

    private int Column(string name)
    {
        var field = name == FieldNames.Kind ? name : FieldNames.Facet(name);
        for (var i = 0; i < _snapshot.ColumnNames.Count; i++)
        {
            if (_snapshot.ColumnNames[i] == field)
            {
                return i;
            }
        }

        return -1;
    }
}
