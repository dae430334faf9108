using CityHub.ServicePlatform.Identity.Applications;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace CityHub.ServicePlatform.Identity.SignOn;

/// <summary>Where a form that ends at an application leads to: browsers let a form lead only to where its page says it may.</summary>
internal static class SignOnAddress
{
    /// <summary>The registered address that the request names, as a source of a content security policy; none when it is not registered.</summary>
    public static async ValueTask<IReadOnlyList<string>> TargetsOf(IEnumerable<KeyValuePair<string, StringValues>> query, ApplicationStandings applications)
    {
        var sent = query.ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal);
        var address = sent.GetValueOrDefault("redirect_uri") ?? sent.GetValueOrDefault("post_logout_redirect_uri");
        return address is not null && await applications.Of(sent.GetValueOrDefault("client_id") ?? "") is { } application && application.Addresses.Contains(address)
            ? [ApplicationStandings.OriginOf(address) ?? $"{new Uri(address).Scheme}:"]
            : [];
    }

    /// <summary>The same for a page that leads back to the authorization endpoint.</summary>
    public static ValueTask<IReadOnlyList<string>> TargetsOf(string? returnUrl, ApplicationStandings applications) =>
        returnUrl?.StartsWith(Authorize.Path + "?", StringComparison.Ordinal) == true
            ? TargetsOf(QueryHelpers.ParseQuery(returnUrl[Authorize.Path.Length..]), applications)
            : ValueTask.FromResult<IReadOnlyList<string>>([]);
}
