using CityHub.Storage.Search.Index;
using Lucene.Net.Index;
using Lucene.Net.Search;

namespace CityHub.Storage.Search.Finding;

/// <summary>A document with what it is ordered by.</summary>
internal readonly record struct Ranked(float Score, long Tie, int Document) : IComparable<Ranked>
{
    /// <summary>Better ones come first.</summary>
    public int CompareTo(Ranked other) => Score != other.Score ? other.Score.CompareTo(Score) : Tie.CompareTo(other.Tie);
}

/// <summary>Keeps the best of what is collected, after a place.</summary>
internal sealed class Best(int most, Ranked? after)
{
    // The worst one kept is on top.
    private readonly PriorityQueue<Ranked, Ranked> _kept = new(Comparer<Ranked>.Create((a, b) => b.CompareTo(a)));

    /// <summary>Whether there were more than were kept.</summary>
    public bool More { get; private set; }

    /// <summary>Scores below this one are not kept any more, whatever they are tied with.</summary>
    public float Least { get; private set; } = float.NegativeInfinity;

    /// <summary>One with a score below <see cref="Least"/> is only noted.</summary>
    public void Pass() => More = true;

    public void Offer(Ranked found)
    {
        if (after is { } place && found.CompareTo(place) <= 0)
        {
            return;
        }

        if (_kept.Count < most)
        {
            _kept.Enqueue(found, found);
            Least = _kept.Count == most ? _kept.Peek().Score : Least;
            return;
        }

        More = true;
        if (found.CompareTo(_kept.Peek()) < 0)
        {
            _kept.DequeueEnqueue(found, found);
            Least = _kept.Peek().Score;
        }
    }

    public IReadOnlyList<Ranked> InOrder() => [.. _kept.UnorderedItems.Select(i => i.Element).Order()];
}

/// <summary>Scores by words, use and freshness.</summary>
internal sealed class RankedCollector(Snapshot snapshot, int most, Ranked? after, DateTimeOffset nowUtc, bool scored) : ICollector
{
    private Scorer _scorer = null!;
    private float[] _boosts = [];
    private long[] _ties = [];
    private int _base;

    public Best Best { get; } = new(most, after);

    public bool AcceptsDocsOutOfOrder => true;

    public void SetScorer(Scorer scorer) => _scorer = scorer;

    public void SetNextReader(AtomicReaderContext context)
    {
        var segment = snapshot.Segments[context.Ord];
        (_boosts, _ties, _base) = (segment.Boosts(nowUtc), segment.Tie, context.DocBase);
    }

    public void Collect(int doc)
    {
        var score = (scored ? _scorer.GetScore() : 1) * _boosts[doc];
        if (score < Best.Least)
        {
            Best.Pass();
        }
        else
        {
            Best.Offer(new(score, _ties[doc], _base + doc));
        }
    }
}
