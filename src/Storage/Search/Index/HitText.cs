using System.Text.Encodings.Web;
using System.Text.Json;
using CityHub.Kernel;
using CityHub.Kernel.Search;

namespace CityHub.Storage.Search.Index;

/// <summary>What a list shows of a hit, kept with the document.</summary>
internal static class HitText
{
    // A column's value holds 32,766 bytes; a list shows less than these.
    private const int LongestTitle = 1000;
    private const int LongestSummary = 2000;
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(string kind, SearchDocument d) => JsonSerializer.SerializeToUtf8Bytes((string?[])
        [kind, d.Key, d.Part, d.Code, Short(d.Title.Zh, LongestTitle), Short(d.Title.En, LongestTitle), Short(d.Summary, LongestSummary), d.Under?.Zh, d.Under?.En, d.Href, d.PublicHref,
        d.EnglishSummary is { } english ? Short(english, LongestSummary) : null], Readable);

    public static SearchHit Read(ReadOnlySpan<byte> text, bool signedIn)
    {
        var t = JsonSerializer.Deserialize<string?[]>(text)!;
        return new(t[0]!, t[1]!, t[2]!, t[3]!, new(t[4]!, t[5]!), new(t[6]!, t[11] ?? t[6]!), t[7] is { } zh ? new Words(zh, t[8]!) : null, signedIn ? t[9]! : t[10] ?? t[9]!);
    }

    private static string Short(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}

/// <summary>Rights as one text of a column: <c>permission|permission@path</c>, <c>+</c> for any account, nothing for everybody.</summary>
internal static class RightsText
{
    public static string Write(SearchRights rights) =>
        !rights.SignedIn ? "" : rights.AnyOf.Count == 0 ? "+" : $"{string.Join('|', rights.AnyOf)}@{rights.Path}";

    public static SearchRights Read(string text)
    {
        if (text.Length <= 1)
        {
            return text.Length == 0 ? SearchRights.Everybody : SearchRights.AnyAccount;
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        return SearchRights.Holding(text[..at].Split('|'), at + 1 < text.Length ? text[(at + 1)..] : null);
    }
}
