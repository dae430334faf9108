using System.Collections.Concurrent;
using System.Diagnostics;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>A run that this process works on: its figures in memory, for pages and terminals.</summary>
internal sealed class LiveRun(RunRow row, TimeProvider clock) : IProgress<LoadProgress>, IProgress<long>, IDisposable
{
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly ConcurrentQueue<LogLine> _log = new(RunJson.Read<List<LogLine>>(row.Log) ?? []);
    private readonly CancellationTokenSource _stop = new();
    private LoadProgress _at = new(LoadPhase.Prepare, 0, 0, 0, 0, 0);
    private LoadPhase? _logged;

    public RunRow Row { get; } = row;

    /// <summary>acquire, then the phases of the load.</summary>
    public string Phase { get; private set; } = "acquire";

    public LoadProgress At => _at;

    public double Seconds => _time.Elapsed.TotalSeconds;

    public SpeedCurve Speed { get; } = new();

    public IReadOnlyCollection<LogLine> Log => _log;

    public CancellationToken Stopping => _stop.Token;

    /// <summary>True when a person cancelled, false when the program stops.</summary>
    public bool CancelledByPerson { get; private set; }

    public void Cancel(bool byPerson)
    {
        CancelledByPerson |= byPerson;
        _stop.Cancel();
    }

    public void Say(Words text) => _log.Enqueue(new(clock.GetUtcNow(), text));

    /// <summary>Expected bytes of the source; 0 when unknown.</summary>
    public void Expect(long bytes) => _at = new(LoadPhase.Prepare, 0, bytes, 0, 0, 0);

    public void Report(LoadProgress value)
    {
        // Several threads report; a late older figure must not turn the bar back.
        if (value.Phase < _at.Phase || (value.Phase == _at.Phase && value.RowsRead < _at.RowsRead && Phase != "acquire"))
        {
            return;
        }

        _at = value;
        Phase = RunWords.Phase(value.Phase);
        Speed.Add(Seconds, value.RowsRead);
        if (_logged != value.Phase)
        {
            _logged = value.Phase;
            Say(RunWords.Began(value.Phase, value.RowsRead, value.RowsRefused));
        }
    }

    /// <summary>The load begins anew (the file was first taken for UTF-8).</summary>
    public void Again()
    {
        (_at, _logged, Phase) = (new(LoadPhase.Prepare, 0, 0, 0, 0, 0), null, "acquire");
    }

    public void Report(long value) => _at = _at with { BytesRead = value };

    public void Dispose() => _stop.Dispose();
}

/// <summary>The runs that this process works on.</summary>
internal sealed class LiveRuns
{
    private readonly ConcurrentDictionary<string, LiveRun> _runs = new();

    public LiveRun? Find(string run) => _runs.GetValueOrDefault(run);

    public IEnumerable<LiveRun> All => _runs.Values;

    public void Add(LiveRun run) => _runs[run.Row.Id] = run;

    public void Remove(LiveRun run) => _runs.TryRemove(run.Row.Id, out _);
}
