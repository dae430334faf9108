using System.Threading.Channels;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityHub.DataCentre.Quality.Scoring;

/// <summary>
/// Assesses each resource after its run, one at a time and behind the loads: the rows are visible long before. What a stop left undone is
/// done after the next start.
/// </summary>
internal sealed class AssessRuns(RunQueue queue, LiveRuns live, AssessResource assess, AssessmentBook book, ILogger<AssessRuns> log) : BackgroundService
{
    /// <summary>How long a profile gives way to loads that are under way.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly Channel<string> _wanted = Channel.CreateUnbounded<string>();
    private readonly HashSet<string> _waiting = [];

    /// <summary>Asks for a resource's assessment; asking again before it began changes nothing.</summary>
    public void Want(string resourceId)
    {
        lock (_waiting)
        {
            if (_waiting.Add(resourceId))
            {
                _wanted.Writer.TryWrite(resourceId);
            }
        }
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        queue.Succeeded += WantAfter;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Succeeded -= WantAfter;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Safely("left over", async () =>
        {
            foreach (var resource in await book.Waiting(stoppingToken))
            {
                Want(resource);
            }
        });
        await foreach (var resource in _wanted.Reader.ReadAllAsync(stoppingToken))
        {
            await GiveWay(stoppingToken);
            lock (_waiting)
            {
                _waiting.Remove(resource);
            }

            await Safely(resource, () => assess.Do(resource, stoppingToken));
        }
    }

    private async Task GiveWay(CancellationToken ct)
    {
        for (var waited = TimeSpan.Zero; waited < Patience && live.All.Any(); waited += Look)
        {
            await Task.Delay(Look, ct);
        }
    }

    private async Task Safely(string what, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The next run, or the next start, tries again.
            log.LogError(error, "Quality could not be assessed ({What}){Advice}", what, FullDisk.Is(error) ? ": the data disk is full, make room" : "");
        }
    }

    private void WantAfter(RunRow run) => Want(run.ResourceId);
}
