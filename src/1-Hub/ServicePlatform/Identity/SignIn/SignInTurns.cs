namespace CityHub.ServicePlatform.Identity.SignIn;

/// <summary>One attempt at a time for each account, else parallel guesses would share one failure count, and one code would open twice.</summary>
internal sealed class SignInTurns : IDisposable
{
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<T> Take<T>(string userName, Func<Task<T>> attempt, CancellationToken ct)
    {
        var turn = _turns[(uint)StringComparer.OrdinalIgnoreCase.GetHashCode(userName) % (uint)_turns.Length];
        await turn.WaitAsync(ct);
        try
        {
            return await attempt();
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        foreach (var turn in _turns)
        {
            turn.Dispose();
        }
    }
}
