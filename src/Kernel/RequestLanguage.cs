using Microsoft.AspNetCore.Http;

namespace CityHub.Kernel;

/// <summary>Which language a request wants: the reader's own choice first, then what the browser or client asks for, then Chinese.</summary>
public static class RequestLanguage
{
    /// <summary>Cookie that keeps the reader's choice: <c>zh</c> or <c>en</c>.</summary>
    public const string Cookie = "cityhub.lang";

    /// <summary>The language of this request.</summary>
    public static Language Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Request.Cookies[Cookie] is { } chosen)
        {
            return chosen == "en" ? Language.English : Language.Chinese;
        }

        // Pages are Chinese first; only programs are answered in the language of Accept-Language.
        return context.Request.Path.StartsWithSegments("/api")
            && context.Request.Headers.AcceptLanguage.ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase)
            ? Language.English
            : Language.Chinese;
    }
}
