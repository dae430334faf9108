using System.Security.Cryptography;
using System.Text;

namespace CityHub.ServicePlatform.Identity.SecondFactor;

/// <summary>
/// Recovery codes: 16 letters and digits that cannot be mistaken for one another, 79 bits, in groups to type easily. So many bits are not
/// guessed from their SHA-256, and looking one up costs nothing.
/// </summary>
internal static class RecoveryCodes
{
    public const int Count = 10;
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Length = 16;

    public static IReadOnlyList<string> Make() =>
        [.. Enumerable.Range(0, Count).Select(_ => string.Join('-', RandomNumberGenerator.GetString(Letters, Length).Chunk(4).Select(group => new string(group))))];

    /// <summary>Whether it was meant as one: people leave the dashes out and write capitals.</summary>
    public static bool Is(string text) => Bare(text).Length == Length;

    public static string HashOf(string accountId, string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{accountId}:{Bare(code)}")));

    private static string Bare(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
