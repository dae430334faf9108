using System.Runtime.CompilerServices;
using CityHub.DataCentre.Contracts;
using CityHub.DataCentre.Gathering.Refused;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>The door of the room for the rest of the process.</summary>
internal sealed class GatheringDoor(StartRun start, RunList list, RefusedAgainList again) : IGathering
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public async Task<Outcome<RunStatus>> Start(RunRequest request, Caller caller, CancellationToken ct) =>
        (await start.Do(request, caller, local: true, null, ct)).Then<RunStatus>(row => RunStatusOf.Of(row, null, Language.Chinese));

    public async Task<RunStatus?> Status(string run, Language language, CancellationToken ct) =>
        await list.FindLive(run, ct) is { } found
            ? RunStatusOf.Of(found.Row, found.Live, language) with { RefusedAgain = found.Live is null ? await again.Of(found.Row, language, ct) : null }
            : null;

    public async IAsyncEnumerable<RunStatus> Follow(string run, Language language, [EnumeratorCancellation] CancellationToken ct)
    {
        while (await Status(run, language, ct) is { } status)
        {
            yield return status;
            if (status.Ended)
            {
                yield break;
            }

            await Task.Delay(Pause, ct);
        }
    }
}
