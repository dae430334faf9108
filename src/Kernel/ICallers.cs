using System.Security.Claims;

namespace CityHub.Kernel;

/// <summary>Turns a signed-in principal into the caller with the posts held now. Filled by the identity room.</summary>
public interface ICallers
{
    /// <summary>The caller; <see cref="Caller.Anonymous"/> when nobody is signed in.</summary>
    ValueTask<Caller> Of(ClaimsPrincipal principal);
}
