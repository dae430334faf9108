using Microsoft.AspNetCore.Http;

namespace CityHub.Web;

/// <summary>Headers of every answer: nothing comes from another host, no inline script, no framing.</summary>
internal static class SecurityHeaders
{
    // 'unsafe-inline' for styles only: MudBlazor and the charts set widths on elements.
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
        + "worker-src 'self' blob:; connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    // An answer of the API is no page: a browser that is led to it shall run and frame nothing.
    private const string PolicyOfData = "default-src 'none'; frame-ancestors 'none'";

    public static Task Add(HttpContext context, RequestDelegate next)
    {
        // At the last moment: the page for failures starts with cleared headers.
        context.Response.OnStarting(context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? OfData : OfPage, context.Response);
        return next(context);
    }

    private static readonly Func<object, Task> OfData = static response =>
    {
        var headers = ((HttpResponse)response).Headers;
        headers.ContentSecurityPolicy = PolicyOfData;
        headers.XContentTypeOptions = "nosniff";
        return Task.CompletedTask;
    };

    private static readonly Func<object, Task> OfPage = static response =>
    {
        var headers = ((HttpResponse)response).Headers;
        headers.ContentSecurityPolicy = ((HttpResponse)response).HttpContext.Features.Get<FormTargets>() is { } targets ? $"{Policy} {string.Join(' ', targets.Sources)}" : Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return Task.CompletedTask;
    };
}
