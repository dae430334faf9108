using System.Net.Http.Headers;
using System.Net.Http.Json;
using CityHub.Kernel.Modules;
using CityHub.ServicePlatform.Contracts;
using CityHub.Storage.Records;
using CityHub.Storage.Search;
using CityHub.Storage.Trail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CityHub.ServicePlatform.Tests;

/// <summary>A small hub in a folder of its own: storage, this module, and routes that a test adds.</summary>
public sealed class City : IAsyncDisposable
{
    // A city that has just begun: growing the tree of its organisations anew would be most of each test's time.
    private static readonly Lazy<Task<(string Folder, IReadOnlyDictionary<string, string> Passwords)>> Young = new(async () =>
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-young-").FullName;
        await using var city = await Start(folder);
        return (folder, city.Passwords);
    });

    private readonly WebApplication _app;

    private City(WebApplication app, string folder, FakeTimeProvider clock) => (_app, Folder, Clock) = (app, folder, clock);

    public string Folder { get; }

    public FakeTimeProvider Clock { get; }

    public IServiceProvider Services => _app.Services;

    public IReadOnlyDictionary<string, string> Passwords { get; private set; } = new Dictionary<string, string>();

    public static async Task<City> Start(
        string? folder = null, Action<IEndpointRouteBuilder>? routes = null, Action<IServiceCollection>? services = null, Action<WebApplicationBuilder>? host = null)
    {
        IReadOnlyDictionary<string, string>? passwords = null;
        if (folder is null)
        {
            folder = Directory.CreateTempSubdirectory("cityhub-").FullName;
            (var young, passwords) = await Young.Value;
            foreach (var file in Directory.EnumerateFiles(young, "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder, Path.GetRelativePath(young, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 4, 8, 2, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock);
        // Hashing a password 100,000 times is for attackers, not for tests.
        builder.Services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1);
        var settings = new HubSettings(folder, Path.Combine(AppContext.BaseDirectory, "Data"));
        var module = new ServicePlatformModule();
        builder.Services.AddSingleton(settings).AddRecords(settings).AddSearch(settings).AddTrail(settings).AddRouting();
        module.AddServices(builder.Services, settings);
        services?.Invoke(builder.Services);
        if (host is null)
        {
            builder.WebHost.UseTestServer();
        }
        else
        {
            host(builder);
        }

        var app = builder.Build();
        app.UseShortWay();
        app.UseIdentity();
        module.MapRoutes(app);
        routes?.Invoke(app);
        foreach (var step in app.Services.GetServices<IStartUp>())
        {
            await step.Start(CancellationToken.None);
        }

        await app.StartAsync();
        return new City(app, folder, clock)
        {
            Passwords = passwords ?? app.Services.GetRequiredService<FirstAccounts>().Take().ToDictionary(a => a.UserName, a => a.Password),
        };
    }

    /// <summary>A browser that nobody signed in with.</summary>
    public HttpClient Stranger()
    {
        var client = new HttpClient(new Cookies(_app.GetTestServer().CreateHandler())) { BaseAddress = new Uri("http://localhost") };
        client.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue("en"));
        return client;
    }

    /// <summary>A browser with a session.</summary>
    public async Task<HttpClient> SignedIn(string userName, string? password = null)
    {
        var client = Stranger();
        var answer = await client.PostAsJsonAsync("/api/v1/session", new { userName, password = password ?? Passwords[userName] });
        answer.EnsureSuccessStatusCode();
        return client;
    }

    /// <summary>A browser of somebody new, who has set an own password. The first administrator made the account.</summary>
    public async Task<HttpClient> Appointed(string userName, string organisation, string role)
    {
        using var admin = await SignedIn("admin");
        using var made = await admin.PostAsJsonAsync("/api/v1/accounts", new { userName, displayName = userName, organisation, role });
        var password = (await made.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("password").GetString();
        var client = await SignedIn(userName, password);
        (await client.PostAsJsonAsync("/api/v1/password", new { current = password, next = "qwert-98765-yuiop" })).EnsureSuccessStatusCode();
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class Cookies(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly System.Net.CookieContainer _jar = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_jar.GetCookieHeader(request.RequestUri!) is { Length: > 0 } header)
            {
                request.Headers.Add("Cookie", header);
            }

            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
            {
                foreach (var cookie in cookies)
                {
                    _jar.SetCookies(request.RequestUri!, cookie);
                }
            }

            return answer;
        }
    }
}
