namespace CityHub.ServicePlatform.Identity.Sessions;

/// <summary>登录会话: one signing-in of a person in one browser, seen and ended by its owner.</summary>
internal sealed class SessionRow
{
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required DateTimeOffset BegunAtUtc { get; init; }

    /// <summary>The last request, to a few minutes.</summary>
    public required DateTimeOffset SeenAtUtc { get; set; }

    public DateTimeOffset? EndedAtUtc { get; set; }

    /// <summary>What the browser says it is; at most 300 characters.</summary>
    public required string Agent { get; init; }

    /// <summary>Network address that it came from.</summary>
    public required string Address { get; init; }
}
