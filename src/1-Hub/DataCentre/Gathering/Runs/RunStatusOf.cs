using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>Makes the status that everybody is shown from the row, and from memory while the run is worked on.</summary>
internal static class RunStatusOf
{
    private static readonly Dictionary<string, long> Nothing = [];

    public static RunStatus Of(RunRow row, LiveRun? live, Language language)
    {
        var at = live?.At;
        var fault = RunJson.Read<KeptFault>(row.Fault);
        var seconds = live?.Seconds ?? (row.EndedAt - row.StartedAt)?.TotalSeconds ?? 0;
        var read = at?.RowsRead ?? row.Read;
        var matches = RunJson.Read<List<ColumnMatch>>(row.Matches) ?? [];
        return new RunStatus(row.Id, row.ResourceCode, State(live is null ? row.State : RunState.Running), live?.Phase ?? row.Phase)
        {
            Title = row.ResourceTitle, Number = row.Number, Mode = row.Mode.ToString().ToLowerInvariant(),
            Read = read, Kept = at?.RowsKept ?? row.Kept, Changed = row.Changed, Unchanged = row.Unchanged, Refused = at?.RowsRefused ?? row.Refused,
            RefusedByRule = RunJson.Read<Dictionary<string, long>>(row.RefusedByRule) ?? Nothing, RowsNow = row.RowsNow,
            UnfedItems = [.. matches.Where(m => m.Ordinal < 0).Select(m => m.Column)],
            UnusedColumns = matches.Count > 0 && RunJson.Read<AcquiredFile>(row.Acquired) is { } file ? [.. MatchColumns.Unused(file, matches).Take(MatchColumns.MostTold)] : [],
            RowsPerSecond = Math.Round(live?.Speed.Now ?? (seconds > 0 ? row.Read / seconds : 0)),
            BytesRead = at?.BytesRead ?? row.BytesRead, BytesTotal = at?.BytesTotal ?? row.BytesTotal, Seconds = Math.Round(seconds, 3),
            Source = row.SourceName, Fingerprint = row.Fingerprint, By = row.WhoName,
            Fault = fault is null ? null : new RunFault(fault.Code, fault.Title.In(language), fault.Detail?.In(language)),
            QueuedAt = row.QueuedAt, StartedAt = row.StartedAt, HeartbeatAt = live is null ? row.HeartbeatAt : DateTimeOffset.UtcNow, EndedAt = row.EndedAt, Mends = row.Mends,
        };
    }

    /// <summary>Every state by its word.</summary>
    public static IReadOnlyList<string> States { get; } = [.. Enum.GetValues<RunState>().Select(State)];

    public static string State(RunState state) => state.ToString().ToLowerInvariant();
}
