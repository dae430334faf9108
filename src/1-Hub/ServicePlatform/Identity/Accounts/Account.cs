using Microsoft.AspNetCore.Identity;

namespace CityHub.ServicePlatform.Identity.Accounts;

/// <summary>账号: somebody who can sign in. Rights come from the posts held, never from the account itself.</summary>
internal sealed class Account : IdentityUser<string>
{
    public required string DisplayName { get; set; }

    /// <summary>An administrator made the password, so it serves only to set an own one.</summary>
    public bool MustChangePassword { get; set; }

    public DateTimeOffset? DisabledAtUtc { get; set; }

    public required DateTimeOffset CreatedAtUtc { get; init; }

    public DateTimeOffset? LastSignInAtUtc { get; set; }
}

/// <summary>岗位: an account's role in an organisation, for a time.</summary>
internal sealed class PostHeld
{
    public required string Id { get; init; }

    public required string AccountId { get; init; }

    public required string OrganisationCode { get; init; }

    /// <summary>Code of the role, see <see cref="Roles"/>.</summary>
    public required string Role { get; init; }

    public required DateTimeOffset FromUtc { get; init; }

    /// <summary>End of the post, exclusive; null while open-ended.</summary>
    public DateTimeOffset? ToUtc { get; set; }

    public bool IsHeldAt(DateTimeOffset nowUtc) => FromUtc <= nowUtc && (ToUtc is null || nowUtc < ToUtc);
}
