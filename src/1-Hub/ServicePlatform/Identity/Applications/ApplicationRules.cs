using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Accounts;
using Microsoft.IdentityModel.Tokens;

namespace CityHub.ServicePlatform.Identity.Applications;

/// <summary>What a registration must keep to.</summary>
internal static partial class ApplicationRules
{
    private const int MostAddresses = 20;

    /// <summary>Roles that an application may have: those over data. Rights and the trail are for people.</summary>
    public static IReadOnlyList<Role> RolesForApplications { get; } =
        [.. Roles.All.Where(r => !r.Permissions.Overlaps(["identity.manage", "audit.read", "system.backup"]))];

    /// <summary>What refuses a registration; null when nothing does.</summary>
    public static Fault? Decide(string kind, ApplicationTerms terms) => terms switch
    {
        { Name: null } or { Name.Length: 0 or > 64 } => ApplicationFaults.Name,
        { Purpose: null } or { Purpose.Length: 0 or > 200 } => ApplicationFaults.Purpose,
        { Role: { } role } when Roles.Find(role) is null => IdentityFaults.RoleUnknown(role),
        { Role: { } role } when RolesForApplications.All(r => r.Code != role) => ApplicationFaults.RoleNotForApplications(role),
        { Role: null } when kind == ApplicationKinds.Service => ApplicationFaults.RoleMissing,
        { RedirectUris: null or { Count: 0 } or { Count: > MostAddresses } } when kind != ApplicationKinds.Service => ApplicationFaults.AddressMissing,
        { Keys: { } keys } when kind == ApplicationKinds.Public || KeysOf(keys) is null => ApplicationFaults.Keys,
        _ => BadAddress("redirectUris", terms.RedirectUris, kind) ?? BadAddress("postLogoutRedirectUris", terms.PostLogoutRedirectUris, kind),
    };

    public static bool IsClientId(string? text) => text is not null && ClientId().IsMatch(text);

    /// <summary>The key set; null when it holds anything but public keys that sign well.</summary>
    public static JsonWebKeySet? KeysOf(JsonElement keys)
    {
        try
        {
            var set = new JsonWebKeySet(keys.GetRawText());
            return set.Keys.Count is > 0 and <= 10 && set.Keys.All(IsPublicSigningKey) ? set : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsPublicSigningKey(JsonWebKey key)
    {
        if (key.HasPrivateKey || key.Use is not (null or "" or "sig"))
        {
            return false;
        }

        if (key.Kty == JsonWebAlgorithmsKeyTypes.RSA)
        {
            return key.KeySize >= 2048;
        }

        if (key is not { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: "P-256" })
        {
            return false;
        }

        try
        {
            using var point = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) },
            });
            return true;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static Fault? BadAddress(string field, IReadOnlyList<string>? addresses, string kind)
    {
        var at = addresses?.Index().FirstOrDefault(a => !IsAddress(a.Item, kind));
        return at is { Item: { } address } ? ApplicationFaults.Address(field, at.Value.Index, address) : addresses?.Count > MostAddresses ? ApplicationFaults.AddressMissing : null;
    }

    // RFC 8252, 7: a scheme of one's own holds a dot, the loopback needs no TLS.
    private static bool IsAddress(string address, string kind) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && address.Length <= 500 && !address.Contains('#', StringComparison.Ordinal) && !address.Contains('*', StringComparison.Ordinal)
        && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback) || (kind == ApplicationKinds.Public && uri.Scheme.Contains('.', StringComparison.Ordinal)));

    [GeneratedRegex("^[a-z][a-z0-9-]{2,63}$")]
    private static partial Regex ClientId();
}

/// <summary>Kinds of applications.</summary>
internal static class ApplicationKinds
{
    /// <summary>A site with a server of its own, which keeps a secret or a private key.</summary>
    public const string Web = "web";

    /// <summary>A page or phone app that can keep no secret.</summary>
    public const string Public = "public";

    /// <summary>Nobody signs in to it: it calls in its own name.</summary>
    public const string Service = "service";

    public static IReadOnlyDictionary<string, Words> All { get; } = new Dictionary<string, Words>(StringComparer.Ordinal)
    {
        [Web] = new("网站（有自己的服务器）", "Site with a server"),
        [Public] = new("网页或手机应用（不能保密）", "Page or phone app (keeps no secret)"),
        [Service] = new("后台服务（只以自己名义调用）", "Service (calls in its own name)"),
    };
}
