namespace CityHub.Host.Hub;

/// <summary>Whether the hub may be used: 200 on <c>/health/ready</c> from the moment the data folder is open and the first city gathered.</summary>
internal sealed class Readiness
{
    private volatile string? _waitingFor = "starting";

    /// <summary>What is still to be done; null when ready.</summary>
    public string? WaitingFor => _waitingFor;

    public void Wait(string what) => _waitingFor = what;

    public void Ready() => _waitingFor = null;
}
