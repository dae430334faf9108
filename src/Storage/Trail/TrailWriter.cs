using System.Text;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using Microsoft.Extensions.Logging;

namespace CityHub.Storage.Trail;

/// <summary>
/// The one writer of the trail. Whoever has a record copies it into the open batch under a short lock and gets the batch's task; one thread
/// swaps two batches, chains the records, writes them with one fdatasync and completes the task. Nobody waits for company: while one
/// batch is on its way to the disk the next one fills by itself.
/// </summary>
internal sealed class TrailWriter(string folder, TrailKeys keys, TrailOptions options, TimeProvider clock, ILogger<TrailWriter> log) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _rung = new(false);
    private readonly Sm3 _sm3 = new();
    private TrailBatch _open = new();
    private TrailBatch _spare = new();
    private Thread? _thread;
    private bool _stopping;
    private volatile TrailCut? _cut;

    // The writer thread's own.
    private byte[] _lines = new byte[512 << 10];
    private SegmentFile _file = null!;
    private long _firstSequence;
    private string _firstPrevious = LogBytes.NoDigest;
    private long _sequence;
    private byte[] _digest = Encoding.ASCII.GetBytes(LogBytes.NoDigest);
    private DateTimeOffset _headUtc;
    private long _headSequence = -1; // none: the first mark is signed before the first record, so that no record is ever without one

    public string HeadFile => Path.Combine(folder, "head");

    /// <summary>The last durable record; null before the trail is open.</summary>
    public TrailPosition? End => _cut?.Last;

    /// <summary>Where the trail stands: everything before is durable, nothing behind belongs to it. Null before it is open.</summary>
    public TrailCut? Cut => _cut;

    /// <summary>Takes up the trail where it ended; returns what has to be noted in it about its own end.</summary>
    /// <param name="remembered">What the record store knows of its end.</param>
    public IReadOnlyList<AuditEntry> Open(TrailPosition? remembered)
    {
        var takenUp = new TrailEnd(folder, keys, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), options.SegmentBytes, remembered).TakeUp();
        (_sequence, _digest) = (takenUp.Sequence, Encoding.ASCII.GetBytes(takenUp.Digest));
        (_firstSequence, _firstPrevious) = (takenUp.First, takenUp.FirstPrevious);
        _file = new SegmentFile(takenUp.Segment, takenUp.End);
        MarkHead(now: true);
        _cut = CutHere();
        _thread = new Thread(Write) { Name = "audit trail", IsBackground = true };
        _thread.Start();
        foreach (var note in takenUp.Notes)
        {
            log.LogError("Audit trail: {Act} {Segment} {Detail}{Advice}", note.Act, note.Resource, note.Detail,
                note.Act == TrailEnd.DamageFound ? ". Delete nothing in the folder audit, run ./cityhub audit verify, and tell the security administrator" : "");
        }

        return takenUp.Notes;
    }

    /// <summary>Completes when the record is on disk.</summary>
    public Task Append(ReadOnlySpan<byte> body)
    {
        Task done;
        bool first;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping || _thread is null, this);
            first = _open.Count == 0;
            _open.Add(body);
            done = _open.Done.Task;
        }

        if (first)
        {
            _rung.Set();
        }

        return done;
    }

    /// <summary>Writes what waits, signs the end and closes the file. The segment stays open for the next start on the same day.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;
        }

        _rung.Set();
        _thread?.Join();
        _rung.Dispose();
    }

    private void Write()
    {
        while (true)
        {
            _rung.WaitOne(TimeSpan.FromSeconds(options.HeadSeconds));
            TrailBatch batch;
            bool stopping;
            lock (_gate)
            {
                batch = _open;
                stopping = _stopping;
                if (batch.Count > 0)
                {
                    (_open, _spare) = (_spare, batch);
                }
            }

            if (batch.Count > 0)
            {
                Commit(batch);
            }

            MarkHead(stopping);
            if (stopping)
            {
                _file.Close();
                return;
            }
        }
    }

    private void Commit(TrailBatch batch)
    {
        var done = batch.Done;
        try
        {
            Rotate();
            if (_lines.Length < batch.Bound)
            {
                _lines = new byte[batch.Bound];
            }

            var sequence = _sequence;
            Span<byte> digest = stackalloc byte[Sm3.HexLength];
            _digest.CopyTo(digest);
            var length = batch.WriteLines(_lines, ref sequence, digest, _sm3);
            _file.Append(_lines.AsSpan(0, length));
            _sequence = sequence;
            digest.CopyTo(_digest);
            _cut = CutHere();
            batch.Clear();
            done.SetResult();
        }
#pragma warning disable CA1031 // Whatever stopped this batch (a full disk), those who wait must hear of it, and the next batch be tried.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            log.LogError(failure, "The audit trail could not be written, so answers are withheld until it can be{Advice}",
                FullDisk.Is(failure) ? ": the data disk is full, make room" : "");
            batch.Clear();
            done.SetException(new IOException("The audit trail could not be written, so the answer is withheld.", failure));
        }
    }

    private void Rotate()
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var segment = _file.Segment;
        // A clock that was set back does not open an older day again.
        if ((today <= segment.Day && _file.End < options.SegmentBytes) || _file.End == 0)
        {
            return;
        }

        var next = today > segment.Day ? new Segment(folder, today, 1) : segment with { Number = segment.Number + 1 };
        // In this order a crash leaves a signed segment without a successor, never an unsigned one with it.
        Mark().Write(segment.SignatureFile, keys);
        _file.Close();
        _file = new SegmentFile(next, 0);
        (_firstSequence, _firstPrevious) = (_sequence + 1, Encoding.ASCII.GetString(_digest));
        Retire(today);
    }

    private void Retire(DateOnly today)
    {
        var keepFrom = today.AddDays(-options.KeepDays);
        foreach (var old in Segment.All(folder).Where(s => s.Day < keepFrom && s.IsSigned))
        {
            File.Delete(old.LogFile);
        }
    }

    private TrailCut CutHere() => new(_file.Segment, _file.End, _firstSequence, _firstPrevious, new(_sequence, Encoding.ASCII.GetString(_digest)));

    private EndMark Mark() => CutHere().Mark(clock.GetUtcNow());

    private void MarkHead(bool now)
    {
        if (_sequence == _headSequence || (!now && clock.GetUtcNow() - _headUtc < TimeSpan.FromSeconds(options.HeadSeconds)))
        {
            return;
        }

        try
        {
            Mark().Write(HeadFile, keys);
            (_headSequence, _headUtc) = (_sequence, clock.GetUtcNow());
        }
        catch (IOException failure)
        {
            log.LogError(failure, "The signed end of the audit trail could not be renewed");
        }
    }
}
