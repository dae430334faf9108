using CityHub.DataCentre.Contracts;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>How far a run came, for its bar.</summary>
internal static class RunShare
{
    /// <summary>What a run that has not ended shows at most: behind the last byte come sorting, index and commit.</summary>
    private const double BeforeTheEnd = 0.99;

    /// <returns>Share in [0, 1] of the source that was read. A run that ended without a row read got nowhere, though its file was fetched and counted.</returns>
    public static double Of(RunStatus run) => run switch
    {
        { State: "succeeded" } => 1,
        { Ended: true, Read: 0 } or { BytesTotal: <= 0 } => 0,
        _ => Math.Clamp(run.BytesRead / (double)run.BytesTotal, 0, run.Ended ? 1 : BeforeTheEnd),
    };
}
