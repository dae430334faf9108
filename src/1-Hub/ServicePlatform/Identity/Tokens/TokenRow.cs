namespace CityHub.ServicePlatform.Identity.Tokens;

/// <summary>接口令牌: lets a program act for an account. Only its SHA-256 is kept: the token has 256 random bits, so a slow hash would add nothing.</summary>
internal sealed class TokenRow
{
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the token's text, upper-case hex.</summary>
    public required string Hash { get; init; }

    /// <summary>Permissions it is limited to, separated by blanks; null for all that the account holds.</summary>
    public string? Permissions { get; init; }

    public required DateTimeOffset CreatedAtUtc { get; init; }

    public required DateTimeOffset ExpiresAtUtc { get; init; }

    public DateTimeOffset? RevokedAtUtc { get; set; }
}
