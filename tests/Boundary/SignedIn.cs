using System.Net.Http.Json;
using System.Text.Json;
using CityHub.ServicePlatform.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.Boundary;

/// <summary>A running hub with sessions of its first accounts.</summary>
public sealed class SignedIn : IAsyncLifetime
{
    private readonly RunningHub _hub = new();
    private Dictionary<string, string> _passwords = [];

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        _passwords = _hub.App.Services.GetRequiredService<FirstAccounts>().Take().ToDictionary(a => a.UserName, a => a.Password);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    /// <summary>A browser of its own that is signed in.</summary>
    internal async Task<HttpClient> As(string userName, string? password = null)
    {
        var client = new HttpClient { BaseAddress = _hub.Client.BaseAddress };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        using var answer = await client.PostAsJsonAsync("/api/v1/session", new { userName, password = password ?? _passwords[userName] });
        answer.EnsureSuccessStatusCode();
        return client;
    }

    /// <summary>Registers and publishes a resource of the police that is not open.</summary>
    /// <returns>Its code as it stands in addresses.</returns>
    internal async Task<string> Published(string title)
    {
        using var bureau = await As("operator");
        using var registered = await bureau.PostAsJsonAsync("/api/v1/catalogue", new
        {
            title, summary = "测试", provider = "500000-ga", theme = "公共安全", sharing = "unconditional", cycle = "daily",
            items = new[] { new { name = "编号", column = "code", type = "C", length = 4, key = true, required = true } },
        });
        var entry = await Json(registered);
        Assert.True(registered.IsSuccessStatusCode, entry.ToString());
        var code = entry.GetProperty("code").GetString()!.Replace('/', '-');
        using var published = await bureau.PostAsync($"/api/v1/catalogue/{code}/publish", null);
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync());
        return code;
    }

    internal static async Task<JsonElement> Json(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
}
