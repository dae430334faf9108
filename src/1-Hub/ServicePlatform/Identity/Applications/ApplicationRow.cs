using OpenIddict.EntityFrameworkCore.Models;

namespace CityHub.ServicePlatform.Identity.Applications;

/// <summary>
/// 应用系统: a system of an organisation that signs people in through the hub, or calls the hub in its own name. What OpenID Connect knows
/// of it (client id, addresses, keys, secret) is OpenIddict's; whose it is and what it may do is ours.
/// </summary>
internal sealed class ApplicationRow : OpenIddictEntityFrameworkCoreApplication<string, AuthorizationRow, IssuedTokenRow>
{
    public ApplicationRow() => Id = Kernel.Id.New();

    /// <summary>The organisation that answers for it.</summary>
    public string OrganisationCode { get; set; } = "";

    /// <summary>
    /// Code of the role whose permissions it has over its organisation, acting for itself, and which bound what it may do in a person's name;
    /// null for an application that only signs people in.
    /// </summary>
    public string? Role { get; set; }

    /// <summary>What it is for, told to the people who sign in.</summary>
    public string Purpose { get; set; } = "";

    public DateTimeOffset CreatedAtUtc { get; set; }

    public DateTimeOffset? DisabledAtUtc { get; set; }
}

/// <summary>What a person let an application do.</summary>
internal sealed class AuthorizationRow : OpenIddictEntityFrameworkCoreAuthorization<string, ApplicationRow, IssuedTokenRow>
{
    public AuthorizationRow() => Id = Kernel.Id.New();
}

/// <summary>A code or token that was given out; revoked here.</summary>
internal sealed class IssuedTokenRow : OpenIddictEntityFrameworkCoreToken<string, ApplicationRow, AuthorizationRow>
{
    public IssuedTokenRow() => Id = Kernel.Id.New();
}

/// <summary>OpenIddict's table of scopes. It stays empty: ours are fixed, see <see cref="SignOn.SignOnScopes"/>.</summary>
internal sealed class ScopeRow : OpenIddictEntityFrameworkCoreScope<string>
{
    public ScopeRow() => Id = Kernel.Id.New();
}
