namespace CityHub.Host.Hub;

/// <summary>
/// Gives memory back to the machine once the hub has come to rest after work. The collector and the C library would keep what a load has
/// touched, and a city's hub rests most of its day beside other programs.
/// </summary>
internal sealed class GiveBackMemory(TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var worked = true; // the start is work, too
        var before = Environment.CpuUsage.TotalTime;
        while (true)
        {
            await Task.Delay(Look, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            var now = Environment.CpuUsage.TotalTime;
            var share = (now - before) / Look;
            before = now;
            if (share > 0.2)
            {
                worked = true;
            }
            else if (worked && share < 0.05)
            {
                worked = false;
                Give();
            }
        }
    }

    private static void Give()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        NativeMemory.GiveBack();
    }
}
