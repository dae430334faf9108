namespace CityHub.Host.Hub;

/// <summary>How to serve.</summary>
/// <param name="Data">Data folder.</param>
/// <param name="Address">Address to listen on; null serves the local socket only.</param>
/// <param name="Port">TCP port; 0 takes a free one.</param>
/// <param name="Certificate">PKCS#12 or PEM file for TLS; null serves plain HTTP.</param>
internal sealed record HubOptions(DataFolder Data, string? Address, int Port, string? Certificate)
{
    /// <summary>Keeps its log to itself: a command that does its work alone speaks for it.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether it ends with the command that it is made for.</summary>
    public bool ForOneCommand { get; init; }
}
