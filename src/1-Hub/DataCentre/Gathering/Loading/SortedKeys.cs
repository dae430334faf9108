using CityHub.Storage.RowIndex;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>Keys in rising order go into the index's files; those that are there already, or came before, are duplicates.</summary>
internal sealed class KeyFiles(LoadPlan plan, RowIndex index, string mark, long generation, bool refuseKnown, IReadOnlyDictionary<long, Unfit> unfit)
{
    private readonly List<long> _duplicates = [];

    /// <summary>Positions of the duplicates, rising once <see cref="Finish"/> was called.</summary>
    public IReadOnlyList<long> Duplicates => _duplicates;

    public List<string> Paths { get; } = [];

    /// <summary>The fast way: two ranges of key codes on two threads.</summary>
    public void WriteCodes(IReadOnlyList<KeySegment> segments, int keyLength, int ranges, CancellationToken ct)
    {
        var bounds = Bounds(segments, ranges);
        Parallel.For(0, bounds.Count + 1, new ParallelOptions { CancellationToken = ct }, range =>
        {
            var cursors = segments.Select(s => new KeySegment.Cursor(
                s, range == 0 ? 0 : s.LowerBound(bounds[range - 1]), range == bounds.Count ? s.Count : s.LowerBound(bounds[range])));
            using var file = index.NewFile($"{mark}-{range}", generation);
            using var walk = refuseKnown ? index.Walk(generation) : null;
            var duplicates = new List<long>();
            Span<byte> key = stackalloc byte[keyLength];
            var merge = new Merge(cursors);
            var more = merge.Next();
            while (more)
            {
                // Equal keys come in any order of position: the smallest stays.
                var code = merge.Code;
                var first = merge.Position;
                while ((more = merge.Next()) && merge.Code == code)
                {
                    duplicates.Add(Math.Max(first, merge.Position));
                    first = Math.Min(first, merge.Position);
                }

                KeyShape.Write(code, key);
                Put(file, walk, key, first, duplicates);
            }

            Done(file, duplicates);
        });
    }

    /// <summary>The way for any key: the table store sorts.</summary>
    public void WriteSorted(TableWork work, string hidden, CancellationToken ct)
    {
        using var file = index.NewFile($"{mark}-0", generation);
        using var walk = refuseKnown ? index.Walk(generation) : null;
        var duplicates = new List<long>();
        byte[] last = [];
        var lastLength = -1;
        work.ReadKeys(
            $"select {TableText.Key([.. plan.Columns.Select(c => c.Column)], plan.Key)} k, _line from {hidden} order by k, _line",
            (key, line) =>
            {
                if (key.Length == lastLength && key.SequenceEqual(last.AsSpan(0, lastLength)))
                {
                    duplicates.Add(line);
                    return;
                }

                if (key.Length > last.Length)
                {
                    last = new byte[key.Length * 2];
                    ct.ThrowIfCancellationRequested();
                }

                key.CopyTo(last);
                lastLength = key.Length;
                Put(file, walk, key, line, duplicates);
            });
        Done(file, duplicates);
    }

    /// <summary>Writes the mark; from now on the transaction may name it.</summary>
    public void Finish()
    {
        _duplicates.Sort();
        index.WriteMark(mark);
        Paths.Add(index.PathOf(mark));
    }

    /// <summary>Removes the files of a load that does not commit.</summary>
    public void Delete()
    {
        foreach (var path in Paths.Append(index.PathOf(mark)))
        {
            File.Delete(path);
        }
    }

    private void Put(IndexFile file, KeyWalk? walk, ReadOnlySpan<byte> key, long position, List<long> duplicates)
    {
        if ((walk is not null && walk.Has(key)) || unfit.ContainsKey(position))
        {
            duplicates.Add(position);
        }
        else
        {
            file.PutPlace(key, plan.RunNumber, position);
        }
    }

    private void Done(IndexFile file, List<long> duplicates)
    {
        var any = file.Finish();
        lock (_duplicates)
        {
            _duplicates.AddRange(duplicates);
            if (any)
            {
                Paths.Add(file.Path);
            }
        }
    }

    /// <summary>Codes that cut the keys into about equal ranges.</summary>
    private static List<ulong> Bounds(IReadOnlyList<KeySegment> segments, int ranges)
    {
        var sample = segments.SelectMany(s => Enumerable.Range(0, 16).Select(i => s.CodeAt((int)((long)i * s.Count / 16)))).Order().ToList();
        return sample.Count == 0 ? [] : [.. Enumerable.Range(1, ranges - 1).Select(i => sample[i * sample.Count / ranges]).Distinct()];
    }

    /// <summary>Merges sorted segments: a heap of cursors by code.</summary>
    private sealed class Merge
    {
        private readonly KeySegment.Cursor[] _heap;
        private int _count;
        private bool _begun;

        public Merge(IEnumerable<KeySegment.Cursor> cursors)
        {
            _heap = [.. cursors.Where(c => c.Next())];
            _count = _heap.Length;
            for (var i = (_count / 2) - 1; i >= 0; i--)
            {
                Sink(i);
            }
        }

        public ulong Code => _heap[0].Code;

        public long Position => _heap[0].Position;

        public bool Next()
        {
            if (!_begun)
            {
                _begun = true;
                return _count > 0;
            }

            if (!_heap[0].Next())
            {
                _heap[0] = _heap[--_count];
            }

            Sink(0);
            return _count > 0;
        }

        private void Sink(int i)
        {
            if (i >= _count)
            {
                return;
            }

            var cursor = _heap[i];
            var code = cursor.Code;
            while (true)
            {
                var child = (2 * i) + 1;
                if (child >= _count)
                {
                    break;
                }

                if (child + 1 < _count && _heap[child + 1].Code < _heap[child].Code)
                {
                    child++;
                }

                if (_heap[child].Code >= code)
                {
                    break;
                }

                _heap[i] = _heap[child];
                i = child;
            }

            _heap[i] = cursor;
        }
    }
}
