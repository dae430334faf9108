namespace CityHub.Web;

/// <summary>The geometry of a small map: projection, borders cut where neighbours change, simplified alike on both sides. Points are in pixels.</summary>
internal static class BorderLines
{
    /// <summary>Web Mercator on the unit sphere, y upwards.</summary>
    /// <param name="longitude">Degrees.</param>
    /// <param name="latitude">Degrees, short of the poles.</param>
    public static (double X, double Y) Mercator(double longitude, double latitude) =>
        (double.DegreesToRadians(longitude), Math.Log(Math.Tan((Math.PI / 4) + (double.DegreesToRadians(latitude) / 2))));

    /// <summary>Douglas-Peucker: keeps both ends and every point that lies further than the tolerance from the line without it.</summary>
    public static List<(double X, double Y)> Simplify(IReadOnlyList<(double X, double Y)> points, double tolerance)
    {
        if (points.Count < 3)
        {
            return [.. points];
        }

        var keep = new SortedSet<int> { 0, points.Count - 1 };
        var open = new Stack<(int From, int To)>([(0, points.Count - 1)]);
        while (open.TryPop(out var span))
        {
            var (far, at) = Furthest(points, span.From, span.To);
            if (far > tolerance)
            {
                keep.Add(at);
                open.Push((span.From, at));
                open.Push((at, span.To));
            }
        }

        return [.. keep.Select(i => points[i])];
    }

    /// <summary>Cuts a closed ring where the set of districts on its border changes, so that both neighbours simplify the same piece.</summary>
    /// <param name="ring">Points without the repeated last one.</param>
    /// <param name="owners">Districts at each point, as one number for each distinct set, and how many they are.</param>
    public static IEnumerable<List<(double X, double Y)>> Arcs(
        IReadOnlyList<(double X, double Y)> ring, IReadOnlyDictionary<(double X, double Y), (int Set, int Size)> owners)
    {
        var n = ring.Count;
        var cuts = Enumerable.Range(0, n).Where(i =>
        {
            var (here, before, after) = (owners[ring[i]], owners[ring[(i + n - 1) % n]], owners[ring[(i + 1) % n]]);
            return here.Size > 2 || (here.Set != before.Set && here.Size >= before.Size) || (here.Set != after.Set && here.Size > after.Size);
        }).ToList();
        if (cuts.Count < 2)
        {
            // An island, or a district inside one other: two points that do not depend on where the ring begins.
            var start = Enumerable.Range(0, n).MinBy(i => ring[i]);
            var far = Enumerable.Range(0, n).MaxBy(i => Distance(ring[i], ring[start]));
            cuts = [Math.Min(start, far), Math.Max(start, far)];
        }

        for (var k = 0; k < cuts.Count; k++)
        {
            var (from, to) = (cuts[k], cuts[(k + 1) % cuts.Count]);
            var length = to > from ? to - from : n - from + to;
            yield return [.. Enumerable.Range(from, length + 1).Select(i => ring[i % n])];
        }
    }

    /// <summary>Area in square pixels, and the centre of gravity.</summary>
    public static (double Area, double X, double Y) Measure(IReadOnlyList<(double X, double Y)> ring)
    {
        var (area, x, y) = (0.0, 0.0, 0.0);
        for (var i = 0; i < ring.Count; i++)
        {
            var (p, q) = (ring[i], ring[(i + 1) % ring.Count]);
            var cross = (p.X * q.Y) - (q.X * p.Y);
            (area, x, y) = (area + cross, x + ((p.X + q.X) * cross), y + ((p.Y + q.Y) * cross));
        }

        return area == 0 ? (0, ring[0].X, ring[0].Y) : (Math.Abs(area / 2), x / (3 * area), y / (3 * area));
    }

    private static (double Far, int At) Furthest(IReadOnlyList<(double X, double Y)> points, int from, int to)
    {
        var (a, b) = (points[from], points[to]);
        var span = Distance(a, b);
        var (far, at) = (0.0, from);
        for (var i = from + 1; i < to; i++)
        {
            var p = points[i];
            var off = span == 0 ? Distance(p, a) : Math.Abs(((b.X - a.X) * (a.Y - p.Y)) - ((a.X - p.X) * (b.Y - a.Y))) / span;
            if (off > far)
            {
                (far, at) = (off, i);
            }
        }

        return (far, at);
    }

    private static double Distance((double X, double Y) a, (double X, double Y) b) => Math.Sqrt(((a.X - b.X) * (a.X - b.X)) + ((a.Y - b.Y) * (a.Y - b.Y)));
}
