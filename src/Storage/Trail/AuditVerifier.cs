using System.Diagnostics;

namespace CityHub.Storage.Trail;

/// <summary>
/// Proves that the trail was not altered: every record against its digest, every link, every segment against its signature, the end against
/// the signed head. It reads the files, so it works beside a running hub and without one.
/// </summary>
/// <param name="folder">Folder of the trail.</param>
/// <param name="keysFolder">Folder with the trail's keys.</param>
/// <param name="options">Settings: how long segments must be kept.</param>
/// <param name="clock">Today.</param>
public sealed class AuditVerifier(string folder, string keysFolder, TrailOptions options, TimeProvider clock)
{
    private const long StretchBytes = 16 << 20;

    /// <summary>Verifies everything, on all processors.</summary>
    /// <param name="progress">Hears how far it came.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<AuditVerdict> Verify(IProgress<AuditVerifying>? progress, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        using var keys = TrailKeys.Open(keysFolder);
        // The head is read first: what is appended meanwhile can only make the trail longer.
        var headFile = Path.Combine(folder, "head");
        var head = EndMark.Read(headFile, keys);
        var segments = Segment.All(folder);
        var stretches = Cut(segments);
        var total = stretches.Sum(s => s.To - s.From);
        long done = 0;
        var results = new VerifiedStretch[stretches.Count];
        await Task.Run(
            () => Parallel.For(0, stretches.Count, new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                var (segment, from, to) = stretches[i];
                results[i] = VerifiedStretch.Check(segment, from, to, !segment.IsSigned, bytes => progress?.Report(new(Interlocked.Add(ref done, bytes), total)), ct);
            }),
            ct);

        var link = new ChainLink(keys, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-options.KeepDays));
        foreach (var segment in segments)
        {
            link.Add(segment, [.. Enumerable.Range(0, stretches.Count).Where(i => stretches[i].Segment == segment).Select(i => results[i])], isLast: segment == segments[^1]);
        }

        link.End(head, File.Exists(headFile));
        return new AuditVerdict(
            results.Sum(r => r.Records), segments.Count(s => File.Exists(s.LogFile)), link.First, link.Last, link.FirstBreak, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static List<(Segment Segment, long From, long To)> Cut(IEnumerable<Segment> segments)
    {
        var stretches = new List<(Segment, long, long)>();
        foreach (var segment in segments.Where(s => File.Exists(s.LogFile)))
        {
            using var handle = File.OpenHandle(segment.LogFile, share: FileShare.ReadWrite | FileShare.Delete);
            // A closed segment has no business with zeros behind its records, so they are read, too.
            var length = segment.IsSigned ? RandomAccess.GetLength(handle) : LogBytes.FilledLength(handle);
            for (long from = 0; from < length; from += StretchBytes)
            {
                stretches.Add((segment, from, Math.Min(length, from + StretchBytes)));
            }
        }

        return stretches;
    }
}

/// <summary>Links the stretches and segments in their order, and keeps the first thing that is wrong.</summary>
internal sealed class ChainLink(TrailKeys keys, DateOnly keepFrom)
{
    private string _segment = "";
    private string _digest = LogBytes.NoDigest;
    private long _sequence;

    public long? First { get; private set; }

    public long? Last => First is null ? null : _sequence;

    public AuditBreak? FirstBreak { get; private set; }

    public void Add(Segment segment, IReadOnlyList<VerifiedStretch> stretches, bool isLast)
    {
        _segment = segment.Name;
        var mark = EndMark.Read(segment.SignatureFile, keys);
        if (mark is null && (segment.IsSigned || !isLast))
        {
            Broken(_sequence + 1, Breaks.NoSignature);
        }

        if (!File.Exists(segment.LogFile))
        {
            Skip(segment, mark);
            return;
        }

        var first = _sequence + 1;
        foreach (var stretch in stretches)
        {
            Add(stretch);
        }

        if (mark is not null && (mark.Segment != segment.Name || mark.First != first || mark.Last != _sequence || mark.Digest != _digest))
        {
            Broken(Math.Min(mark.Last, _sequence), Breaks.SignatureDisagrees);
        }
    }

    /// <summary>Compares the end with the signed head.</summary>
    public void End(EndMark? head, bool headExists)
    {
        if (head is null)
        {
            if (headExists || First is not null)
            {
                Broken(_sequence, Breaks.HeadBroken);
            }
        }
        else if (head.Last > _sequence)
        {
            Broken(_sequence + 1, Breaks.EndMissing);
        }
        else if (head.Last == _sequence && head.Digest != _digest)
        {
            Broken(_sequence, Breaks.SignatureDisagrees);
        }
    }

    private void Add(VerifiedStretch stretch)
    {
        if (stretch.Records > 0)
        {
            if (Breaks.OfLink(_sequence, _digest, stretch.First, stretch.FirstPrevious) is { } why)
            {
                Broken(stretch.First, why);
            }

            First ??= stretch.First;
            (_sequence, _digest) = (stretch.Last, stretch.LastDigest);
        }

        if (stretch.Break is { } broken)
        {
            Broken(broken.Sequence > 0 ? broken.Sequence : _sequence + 1, broken.Why);
        }
    }

    /// <summary>A segment whose time is over leaves its signed mark, which carries the chain on.</summary>
    private void Skip(Segment segment, EndMark? mark)
    {
        if (segment.Day >= keepFrom)
        {
            Broken(_sequence + 1, Breaks.NoSegment);
        }

        if (mark is not null)
        {
            if (mark.First != _sequence + 1 || mark.Previous != _digest)
            {
                Broken(mark.First, Breaks.Unlinked);
            }

            (_sequence, _digest) = (mark.Last, mark.Digest);
        }
    }

    private void Broken(long sequence, Kernel.Words why) => FirstBreak ??= new AuditBreak(_segment, sequence, why);
}
