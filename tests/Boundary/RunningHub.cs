using System.Net;
using CityHub.Host.Hub;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace CityHub.Boundary;

/// <summary>The whole program on an empty folder and a free port.</summary>
public sealed class RunningHub : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cityhub-").FullName;
    private IDisposable? _owner;

    internal WebApplication App { get; private set; } = null!;

    internal HttpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var data = new DataFolder(_folder);
        _owner = data.TryOwn();
        App = HubServer.Build(new HubOptions(data, "127.0.0.1", 0, null));
        await HubServer.StartUp(App, default);
        await App.StartAsync();
        var address = App.Urls.First(url => !url.Contains("unix:", StringComparison.Ordinal));
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(address) };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        _owner?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
