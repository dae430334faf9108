using System.Diagnostics;
using System.Globalization;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.Kernel;

namespace CityHub.Faults.Tests;

/// <summary>When the process dies, and after which delay from there.</summary>
internal enum Moment
{
    /// <summary>At a cell of the second pass.</summary>
    Cell,

    /// <summary>Counted from the last cell: the first commit, sorting, index files and their fsync.</summary>
    LastCell,

    /// <summary>Counted from the question whether to commit: the second transaction.</summary>
    MayCommit,

    /// <summary>Counted from the first byte that the deciding commit writes into DuckDB's log: between commit and ingest.</summary>
    CommitWritten,

    /// <summary>Counted from the moment at which a file of keys has moved into the row index: ingest and publish.</summary>
    FileMoved,

    /// <summary>Counted from the end of the load: rows are packed into the index.</summary>
    Packing,
}

/// <summary>The process that gets killed: it loads, and at the given moment it receives SIGKILL, which nothing can catch.</summary>
internal static class KilledLoad
{
    /// <summary>Exit code when the load ended before the moment came.</summary>
    public const int Finished = 42;

    public static async Task<int> Run(string[] what)
    {
        var (folder, runId, source) = (what[0], what[1], what[2]);
        var run = int.Parse(what[3], CultureInfo.InvariantCulture);
        var mode = Enum.Parse<LoadMode>(what[4]);
        var moment = Enum.Parse<Moment>(what[5]);
        var cell = long.Parse(what[6], CultureInfo.InvariantCulture);
        var delayMicroseconds = long.Parse(what[7], CultureInfo.InvariantCulture);
        var hub = new Hub(folder);
        var rule = new CountingRule(moment is Moment.Cell or Moment.LastCell ? cell : -1, () => DieAfter(delayMicroseconds));
        var outcome = await hub.Loader.Load(
            Hub.Plan(runId, run, source, mode, rule),
            new Progress<LoadProgress>(),
            () =>
            {
                switch (moment)
                {
                    case Moment.MayCommit:
                        DieAfter(delayMicroseconds);
                        break;
                    case Moment.CommitWritten:
                        var log = Path.Combine(folder, "tables", "city.duckdb.wal");
                        var before = Length(log);
                        DieAfter(delayMicroseconds, () => Length(log) != before);
                        break;
                    case Moment.FileMoved:
                        var incoming = Path.Combine(folder, "row-index", "incoming");
                        var files = Directory.GetFiles(incoming).Length;
                        DieAfter(delayMicroseconds, () => Directory.GetFiles(incoming).Length < files);
                        break;
                    default:
                        break;
                }

                return Task.FromResult<Fault?>(null);
            },
            CancellationToken.None);
        if (outcome.Fault is { } fault)
        {
            Console.Error.WriteLine(fault);
            return 1;
        }

        if (moment == Moment.Packing)
        {
            DieAfter(delayMicroseconds);
            await hub.Packer.Pack("things", CancellationToken.None);
        }

        // No orderly end: as if the machine's owner had pulled it away right now.
        await Task.Delay(50);
        Environment.Exit(Finished);
        return Finished;
    }

    private static long Length(string file) => File.Exists(file) ? new FileInfo(file).Length : -1;

    private static void DieAfter(long microseconds, Func<bool>? happened = null)
    {
        if (microseconds == 0 && happened is null)
        {
            Die();
        }

        new Thread(() =>
        {
            while (happened is not null && !happened())
            {
                Thread.SpinWait(10);
            }

            var clock = Stopwatch.StartNew();
            while (clock.Elapsed.TotalMicroseconds < microseconds)
            {
                Thread.SpinWait(50);
            }

            Die();
        }).Start();
    }

    /// <summary>On Unix this sends SIGKILL.</summary>
    private static void Die() => Process.GetCurrentProcess().Kill();
}
