using System.Diagnostics;

namespace CityHub.Storage.Trail;

/// <summary>
/// Proves that the trail was not altered: every record against its digest, every link, every segment against its signature, the end against
/// the signed head and against what the record store remembers. It reads the files and changes none, so it works beside a running hub and
/// without one.
/// </summary>
public sealed class AuditVerifier
{
    private const long StretchBytes = 16 << 20;
    private readonly string _folder;
    private readonly TrailKeys _keys;
    private readonly TrailOptions _options;
    private readonly TimeProvider _clock;
    private readonly Func<CancellationToken, Task<TrailPosition?>> _witness;

    internal AuditVerifier(string folder, TrailKeys keys, TrailOptions options, TimeProvider clock, Func<CancellationToken, Task<TrailPosition?>> witness) =>
        (_folder, _keys, _options, _clock, _witness) = (folder, keys, options, clock, witness);

    /// <summary>Verifies the trail of a folder on which no hub runs.</summary>
    /// <param name="dataFolder">The data folder.</param>
    /// <param name="options">How long segments must be kept.</param>
    /// <param name="clock">Today.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="Kernel.Modules.StartUpException">Keys or record store are missing or unreadable.</exception>
    public static async Task<AuditVerdict> VerifyAtRest(string dataFolder, TrailOptions options, TimeProvider clock, CancellationToken ct)
    {
        using var keys = TrailKeys.OfExisting(Path.Combine(dataFolder, "keys"));
        return await new AuditVerifier(Path.Combine(dataFolder, "audit"), keys, options, clock, _ => Task.FromResult(WitnessAtRest.Read(dataFolder))).Verify(null, ct);
    }

    /// <summary>Verifies everything, on all processors.</summary>
    /// <param name="progress">Hears how far it came.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<AuditVerdict> Verify(IProgress<AuditVerifying>? progress, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        // The witnesses are heard first: what is appended meanwhile can only make the trail longer.
        var remembered = await _witness(ct);
        var headFile = Path.Combine(_folder, "head");
        var head = EndMark.Read(headFile, _keys);
        var segments = Segment.All(_folder);
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

        var link = new ChainLink(_keys, DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime).AddDays(-_options.KeepDays));
        foreach (var segment in segments)
        {
            link.Add(segment, [.. Enumerable.Range(0, stretches.Count).Where(i => stretches[i].Segment == segment).Select(i => results[i])], isLast: segment == segments[^1]);
        }

        link.End(head, File.Exists(headFile), remembered);
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
