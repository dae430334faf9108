using System.Security.Claims;

namespace CityHub.Kernel;

/// <summary>Turns a signed-in principal into the caller with the posts held now. Filled by the identity room.</summary>
public interface ICallers
{
    /// <summary>The caller; <see cref="Caller.Anonymous"/> when nobody is signed in.</summary>
    ValueTask<Caller> Of(ClaimsPrincipal principal);

    /// <summary>An account with the posts it holds now, for work that it asked for earlier; <see cref="Caller.Anonymous"/> when it is gone or disabled.</summary>
    ValueTask<Caller> OfAccount(string accountId);
}
