using System.Security.Claims;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.TestHost;
using Xunit;

namespace CityHub.Web.Tests;

/// <summary>The shells with nothing behind them: two pages of the tests' own, a sign-in that believes a header.</summary>
public sealed class Site : IAsyncLifetime
{
    private WebApplication _app = null!;

    public string ReferenceFolder { get; } = Directory.CreateTempSubdirectory("cityhub-web-").FullName;

    /// <summary>A browser that follows no redirects and keeps no cookies.</summary>
    public HttpClient Browser => new(_app.GetTestServer().CreateHandler()) { BaseAddress = new("http://localhost") };

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(Site).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new HubSettings(ReferenceFolder, ReferenceFolder));
        builder.Services.AddSingleton(new PageAssemblies([typeof(Site).Assembly]));
        builder.Services.AddSingleton<ICallers, Believing>();
        builder.Services.AddSingleton(new CityProfile(new("重庆", "Chongqing"), new("市大数据局", "Big Data Bureau")) { HoldsGeneratedData = () => true });
        builder.Services.AddWebShell();
        builder.Services.AddAuthentication("tests").AddCookie("tests", o => o.LoginPath = "/sign-in");
        builder.Services.AddAuthorization();
        _app = builder.Build();
        _app.UseHeadersAndFailures().UseWebShell();
        _app.UseAuthentication();
        _app.Use(async (context, next) =>
        {
            if (context.Request.Headers["X-Name"].ToString() is { Length: > 0 } name)
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "tests"));
            }

            await next(context);
        });
        _app.UseAuthorization();
        _app.UseAntiforgery();
        _app.MapGet("/api/v1/broken", IResult () => throw new InvalidOperationException("planted"));
        _app.MapWebShell();
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(ReferenceFolder, recursive: true);
    }

    private sealed class Believing : ICallers
    {
        public ValueTask<Caller> OfAccount(string accountId) => ValueTask.FromResult(Caller.Anonymous);

        public ValueTask<Caller> Of(ClaimsPrincipal principal) => ValueTask.FromResult(
            principal.Identity?.IsAuthenticated == true
                ? new Caller("a1", principal.Identity.Name!, null, [new("500000-dsj", "市大数据局", new("运行值守", "Duty operator"), "500000/", new HashSet<string>())])
                : Caller.Anonymous);
    }
}
