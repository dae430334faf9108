using CityHub.Kernel;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace CityHub.Web;

/// <summary>What programs call answers problem details, never a page.</summary>
internal static class ForPrograms
{
    private static readonly string[] Roots = ["/api", "/health", "/openapi", "/reference", "/_blazor", "/_framework", "/_content", "/.well-known", "/connect/token", "/connect/userinfo", "/connect/introspect", "/connect/revoke"];

    public static bool Is(PathString path) => Array.Exists(Roots, root => path.StartsWithSegments(root, StringComparison.Ordinal));

    /// <summary>Keeps the page "no such page" from programs; a caller of the API is told in words what the address lacks.</summary>
    public static async Task NoPages(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        if (!Is(path))
        {
            await next(context);
            return;
        }

        if (context.Features.Get<IStatusCodePagesFeature>() is { } pages)
        {
            pages.Enabled = false;
        }

        await next(context);
        var answer = context.Response;
        if (path.StartsWithSegments("/api", StringComparison.Ordinal) && answer is { HasStarted: false, ContentLength: null or 0, ContentType: null }
            && AddressFaults.Of(answer.StatusCode, context.Request.Method, path) is { } fault)
        {
            await fault.ToProblem().ExecuteAsync(context);
        }
    }
}

/// <summary>Refusals of requests that reach no handler.</summary>
internal static class AddressFaults
{
    public static Fault? Of(int status, string method, string path) => status switch
    {
        400 => RequestUnreadable(path),
        404 => NoSuchAddress(path),
        405 => MethodNotAllowed(method, path),
        415 => MediaTypeUnknown(path),
        _ => null,
    };

    private static Fault RequestUnreadable(string path) => new("hub.request-unreadable", 400,
        new("请求无法读取", "The request cannot be read"),
        new($"发往 {path} 的参数或内容类型不对：例如数字写成了文字，或内容不是 JSON 对象。格式见 /openapi/v1.json。",
            $"A parameter or the body sent to {path} is of the wrong kind: a word where a number belongs, or no JSON object. /openapi/v1.json says what is taken."));

    private static Fault NoSuchAddress(string path) => new("hub.no-such-address", 404,
        new("没有这个接口", "No such address"),
        new($"接口 {path} 不存在。全部接口见 /openapi/v1.json。", $"There is no {path}. /openapi/v1.json lists every address."));

    private static Fault MethodNotAllowed(string method, string path) => new("hub.method-not-allowed", 405,
        new("接口不支持这个方法", "The address does not take this method"),
        new($"接口 {path} 不支持 {method}。支持的方法见 /openapi/v1.json。", $"{path} does not take {method}. /openapi/v1.json says which methods it takes."));

    private static Fault MediaTypeUnknown(string path) => new("hub.media-type-unknown", 415,
        new("请求的内容类型不支持", "The content type is not taken"),
        new($"接口 {path} 不接受这种内容类型。请按 /openapi/v1.json 设置 Content-Type。", $"{path} does not take this content type. Set Content-Type as /openapi/v1.json says."));
}
