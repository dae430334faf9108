namespace CityHub.ServicePlatform.Contracts;

/// <summary>An account that the first start made, with its generated password.</summary>
public sealed record FirstAccount(string UserName, string Password, Kernel.Words Title);

/// <summary>The accounts of the first start, for the Host to print. Their passwords are nowhere else in clear.</summary>
public sealed class FirstAccounts
{
    private IReadOnlyList<FirstAccount> _made = [];

    /// <summary>Gives them once, after start-up; empty when the folder had accounts already.</summary>
    public IReadOnlyList<FirstAccount> Take() => Interlocked.Exchange(ref _made, []);

    internal void Keep(IReadOnlyList<FirstAccount> made) => _made = made;
}
