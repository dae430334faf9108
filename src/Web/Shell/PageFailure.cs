using CityHub.Kernel;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CityHub.Web;

/// <summary>Gives an unforeseen failure a short code that the reader can quote and the log holds. Programs are answered here; readers by the page /error.</summary>
internal sealed class PageFailure(ILogger<PageFailure> log) : IExceptionHandler
{
    private const string Key = "cityhub.failure";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var code = NewCode();
        httpContext.Items[Key] = code;
        // The path has been rewritten to /error by now.
        PathString path = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path ?? httpContext.Request.Path;
        log.LogError(exception, "Failure {Code} at {Method} {Path}", code, httpContext.Request.Method, path);
        if (!ForPrograms.Is(path))
        {
            return false;
        }

        if (FullDisk.Is(exception))
        {
            await FullDisk.Fault.ToProblem().ExecuteAsync(httpContext);
            return true;
        }

        var fault = new Fault("internal", StatusCodes.Status500InternalServerError, new("程序出错", "The program failed"),
            new($"程序遇到没有预料到的错误，已保存的内容不受影响。请把编号 {code} 告诉管理员。", $"The program met an error that it did not foresee; what was saved is kept. Give code {code} to your administrator."))
        { Facts = new Dictionary<string, object?> { ["failure"] = code } };
        await fault.ToProblem().ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>The code of the failure that this request is being answered for.</summary>
    public static string? Code(HttpContext? context) => context?.Items[Key] as string;

    /// <summary>Eight letters and digits: short enough for the telephone.</summary>
    public static string NewCode() => Id.New()[^8..];
}
