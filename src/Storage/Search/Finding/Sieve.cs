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
    private bool[] _allowed = [];
    private bool[] _kept = [];
    private int[] _tally = [];

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
        _allowed = [.. _segment.Rights.Select(r => r.Allow(_caller))];
        _kept = new bool[_segment.Values.Length];
        for (var i = 0; i < _filtered.Length; i++)
        {
            for (var place = _filtered[i] < 0 ? 0 : _segment.Starts[_filtered[i]]; _filtered[i] >= 0 && place < _segment.Starts[_filtered[i] + 1]; place++)
            {
                _kept[place] = _segment.Values[place].Any(_wanted[i].Contains);
            }
        }

        _tally = new int[_counted.Length == 0 ? 0 : _segment.Values.Length];
        _inner.SetNextReader(context);
    }

    public void Collect(int doc)
    {
        var row = _segment.Rows.AsSpan(doc * _segment.Width, _segment.Width);
        if (!_allowed[row[RightsColumn]] || (!_parts && row[PartColumn] != _segment.Starts[PartColumn]) || _segment.Published[doc] <= _publishedAfter)
        {
            return;
        }

        var failed = -1;
        foreach (var column in _filtered)
        {
            if (column < 0 || !_kept[row[column]])
            {
                if (failed >= 0)
                {
                    return;
                }

                failed = column < 0 ? int.MaxValue : column;
            }
        }

        var tally = _tally;
        if (failed < 0)
        {
            Total++;
            if (tally.Length > 0)
            {
                foreach (var place in row)
                {
                    tally[place]++;
                }
            }

            _inner.Collect(doc);
        }
        else if (tally.Length > 0 && failed < row.Length)
        {
            tally[row[failed]]++;
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

    private void EndSegment()
    {
        for (var i = 0; i < _counted.Length && _tally.Length > 0; i++)
        {
            for (var place = _segment.Starts[_counted[i]]; place < _segment.Starts[_counted[i] + 1]; place++)
            {
                if (_tally[place] > 0)
                {
                    foreach (var value in _segment.Values[place])
                    {
                        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts[i], value, out _) += _tally[place];
                    }
                }
            }
        }

        _tally = [];
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
