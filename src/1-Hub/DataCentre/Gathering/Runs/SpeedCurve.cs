namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>A point of the speed chart.</summary>
/// <param name="Second">Seconds since the run began.</param>
/// <param name="RowsPerSecond">Mean over the interval that ends there.</param>
internal sealed record SpeedPoint(double Second, double RowsPerSecond);

/// <summary>Speed over time in at most 240 points: when they are full, neighbours are joined and the interval doubles.</summary>
internal sealed class SpeedCurve
{
    private const int Most = 240;
    private readonly List<SpeedPoint> _points = [];
    private double _interval = 0.5;
    private double _lastSecond;
    private long _lastRows;

    /// <summary>Speed of the last interval.</summary>
    public double Now { get; private set; }

    public IReadOnlyList<SpeedPoint> Points
    {
        get
        {
            lock (_points)
            {
                return [.. _points];
            }
        }
    }

    public void Add(double second, long rows)
    {
        lock (_points)
        {
            if (rows < _lastRows)
            {
                (_lastSecond, _lastRows) = (second, rows); // the file is loaded again
            }

            if (second - _lastSecond < _interval)
            {
                return;
            }

            Now = (rows - _lastRows) / (second - _lastSecond);
            (_lastSecond, _lastRows) = (second, rows);
            _points.Add(new(Math.Round(second, 1), Math.Round(Now)));
            if (_points.Count < Most)
            {
                return;
            }

            for (var i = 0; i < Most / 2; i++)
            {
                _points[i] = new(_points[(2 * i) + 1].Second, (_points[2 * i].RowsPerSecond + _points[(2 * i) + 1].RowsPerSecond) / 2);
            }

            _points.RemoveRange(Most / 2, Most / 2);
            _interval *= 2;
        }
    }
}
