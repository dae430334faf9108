using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.Organisations;
using CityHub.ServicePlatform.Identity.SignIn;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CityHub.ServicePlatform.Identity.SignOn;

/// <summary>What is said of a person, by the scopes that the application was given.</summary>
internal sealed class PersonClaims(Callers callers, OrganisationTree tree, IDbContextFactory<RecordsDb> factory)
{
    /// <summary>The person's posts: a list of <c>{organisation, organisation_name, role, role_name, credit_code}</c>.</summary>
    public const string PostsClaim = "posts";

    /// <summary>Changes with the account's security stamp: a reset password ends what was given out before.</summary>
    public const string StampClaim = "city_stamp";

    /// <summary>How the person signed in, see <see cref="SecondFactor.ProofWays"/>: kept in codes and refresh tokens, so that renewed tokens say the same.</summary>
    public const string WaysClaim = "city_ways";

    private const string AuthenticationType = "OpenIddict";

    /// <summary>What System.IdentityModel calls a claim whose value is a list: it is written as one, also where it holds one post.</summary>
    private const string JsonArray = "JSON_ARRAY";

    /// <summary>The person's identity for new tokens; null when the account is gone, disabled or must mend something first (<see cref="Kernel.Caller.Hindrance"/>).</summary>
    /// <param name="ways">How the person signed in; null when it is not known.</param>
    public async ValueTask<ClaimsIdentity?> Of(string accountId, long authenticatedAt, string? ways, IReadOnlyCollection<string> scopes)
    {
        if (await callers.Of(accountId) is not { Disabled: false, Caller.Hindrance: null } standing)
        {
            return null;
        }

        var identity = new ClaimsIdentity(AuthenticationType, Claims.Name, Claims.Role);
        foreach (var (name, value) in await About(standing, scopes))
        {
            if (value is string text)
            {
                identity.SetClaim(name, text);
            }
            else
            {
                identity.AddClaim(new Claim(name, JsonSerializer.Serialize(value), JsonArray));
            }
        }

        identity.SetClaim(Claims.AuthenticationTime, authenticatedAt).SetClaim(StampClaim, StampOf(standing));
        if (ways is not null)
        {
            identity.SetClaim(WaysClaim, ways);
            identity.AddClaim(new Claim(Claims.AuthenticationMethodReference, JsonSerializer.Serialize(ways.Split(' ')), JsonArray));
        }

        identity.SetScopes(scopes);
        if (scopes.Contains(SignOnScopes.Hub))
        {
            identity.SetResources(SignOnServer.Audience);
        }

        identity.SetDestinations(Destinations);
        return identity;
    }

    /// <summary>The claims, also answered by the userinfo endpoint.</summary>
    public async ValueTask<IReadOnlyDictionary<string, object>> About(Standing standing, IReadOnlyCollection<string> scopes)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal) { [Claims.Subject] = standing.Caller.AccountId };
        if (scopes.Contains("profile"))
        {
            claims[Claims.Name] = standing.Caller.Name;
            claims[Claims.PreferredUsername] = standing.UserName;
        }

        if (scopes.Contains("email") || scopes.Contains("phone"))
        {
            await using var db = await factory.CreateDbContextAsync();
            var account = await db.Set<Account>().AsNoTracking().SingleAsync(a => a.Id == standing.Caller.AccountId);
            if (scopes.Contains("email") && account.Email is { } email)
            {
                claims[Claims.Email] = email;
            }

            if (scopes.Contains("phone") && account.PhoneNumber is { } phone)
            {
                claims[Claims.PhoneNumber] = phone;
            }
        }

        if (scopes.Contains(SignOnScopes.Posts))
        {
            claims[PostsClaim] = standing.Held.Select(p => new Dictionary<string, string?>
            {
                ["organisation"] = p.OrganisationCode, ["organisation_name"] = p.OrganisationName, ["credit_code"] = tree.Find(p.OrganisationCode)?.CreditCode, ["post"] = p.Post.Zh,
            }).ToArray();
        }

        return claims;
    }

    public static string StampOf(Standing standing) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(standing.Stamp))[..8]);

    // The name goes into the access token for the service that it opens; all that the person agreed to into the identity token; the stamp into none that others read, but ours.
    private static IEnumerable<string> Destinations(Claim claim) => claim.Type switch
    {
        StampClaim or Claims.Name => claim.Type == StampClaim ? [OpenIddictConstants.Destinations.AccessToken] : [OpenIddictConstants.Destinations.AccessToken, OpenIddictConstants.Destinations.IdentityToken],
        Claims.PreferredUsername or Claims.Email or Claims.PhoneNumber or PostsClaim or Claims.AuthenticationTime or Claims.AuthenticationMethodReference => [OpenIddictConstants.Destinations.IdentityToken],
        _ => [],
    };
}
