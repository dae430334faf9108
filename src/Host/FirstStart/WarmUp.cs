using CityHub.Host.CommandLine;
using CityHub.Host.Hub;

namespace CityHub.Host.FirstStart;

/// <summary>Asks for the first page once before the hub says that it is ready: what is compiled then, nobody waits for.</summary>
internal static class WarmUp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>A page that does not come is no reason not to start: whoever asks for it next is told why.</summary>
    public static async Task FirstPage(DataFolder data, CancellationToken ct)
    {
        try
        {
            using var client = HubClient.Over(data.SocketPath);
            client.Timeout = Patience;
            using var answer = await client.GetAsync(new Uri("/", UriKind.Relative), ct);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            ct.ThrowIfCancellationRequested();
        }
    }
}
