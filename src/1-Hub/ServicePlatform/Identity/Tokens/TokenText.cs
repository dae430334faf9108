using System.Security.Cryptography;

namespace CityHub.ServicePlatform.Identity.Tokens;

/// <summary>What a token looks like: <c>cht_</c> and 43 characters of base64url, 256 random bits. The prefix lets scanners find leaked ones.</summary>
internal static class TokenText
{
    public const string Prefix = "cht_";

    /// <summary>Longer texts are refused unread.</summary>
    public const int LongestAllowed = 128;

    /// <summary>Whether a text looks like one; others are access tokens of the sign-on.</summary>
    public static bool Is(ReadOnlySpan<char> text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    public static string New() => Prefix + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
