using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.DataCentre.Gathering.Acquiring.Databases;
using CityHub.DataCentre.Gathering.Pushing;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>Hours may lie between the question and the run: a post ends, a connection is given to others. So both are asked again when it starts.</summary>
internal sealed class StillMay(ICallers callers, SourceConnections connections)
{
    /// <summary>A refusal when whoever asked for the run may no longer have it.</summary>
    public async Task<Fault?> Ask(RunRow run, Source source, string providerPath)
    {
        var who = await callers.OfAccount(run.WhoId);
        var may = source.Expected is null ? who.May(StartRun.Permission, providerPath) : ReceiveBatch.MayPush(who, providerPath);
        return may ? connections.MayUse(source.Database, who) : GatheringFaults.RightGone(run.WhoName);
    }
}
