using CityHub.Kernel;
using Microsoft.AspNetCore.Http;

namespace CityHub.Web;

/// <summary>How this reader wants the pages: language, light or dark, large type. Kept in cookies, decided by the server, cascades from the root.</summary>
/// <param name="Language">Language.</param>
/// <param name="Theme">What the reader chose: <c>light</c>, <c>dark</c> or <c>system</c>.</param>
/// <param name="Dark">What that comes to now.</param>
/// <param name="LargeType">大字版.</param>
public sealed record Reader(Language Language, string Theme, bool Dark, bool LargeType)
{
    /// <summary>Cookie of the theme.</summary>
    public const string ThemeCookie = "cityhub.theme";

    /// <summary>Cookie of the type size.</summary>
    public const string SizeCookie = "cityhub.size";

    /// <summary>The client hint that says what the reader's system prefers. Browsers that do not send it are handled by theme.js.</summary>
    public const string Hint = "Sec-CH-Prefers-Color-Scheme";

    /// <summary>The reader of this request.</summary>
    public static Reader Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var theme = context.Request.Cookies[ThemeCookie] is "light" or "dark" ? context.Request.Cookies[ThemeCookie]! : "system";
        var dark = theme == "dark" || (theme == "system" && context.Request.Headers[Hint].ToString().Trim('"') == "dark");
        return new(RequestLanguage.Of(context), theme, dark, context.Request.Cookies[SizeCookie] == "large");
    }
}
