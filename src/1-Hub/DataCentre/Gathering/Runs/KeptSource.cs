using CityHub.DataCentre.Gathering.Acquiring;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>
/// The source of a run as it was written down with the run. What lies in the spool is looked for in the data folder as it stands now: it may have
/// been moved, or restored elsewhere, and the old place may still hold a file.
/// </summary>
internal static class KeptSource
{
    public static Source Source(this Spool spool, RunRow row)
    {
        var source = RunJson.Read<Source>(row.Source)!;
        return source with { Path = Here(spool, row.Id, source.Path) };
    }

    public static AcquiredFile? Acquired(this Spool spool, RunRow row) => RunJson.Read<AcquiredFile>(row.Acquired) is { } file
        ? file with { Path = Here(spool, row.Id, file.Path)!, Original = Here(spool, row.Id, file.Original)! }
        : null;

    private static string? Here(Spool spool, string run, string? path)
    {
        var inside = Path.Combine("spool", "runs", run) + Path.DirectorySeparatorChar;
        var at = path?.LastIndexOf(Path.DirectorySeparatorChar + inside, StringComparison.Ordinal) ?? -1;
        return at < 0 ? path : Path.Combine(spool.Run(run), path![(at + 1 + inside.Length)..]);
    }
}
