using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

/// <summary>An application that relies on the hub, by hand: what goes over the wire.</summary>
internal sealed class Relying(City city, string clientId, string? secret) : IDisposable
{
    public const string Back = "http://127.0.0.1:8300/back";
    private readonly HttpClient _http = city.Stranger();

    public string Verifier { get; } = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(32));

    private string Challenge => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>Registers one at the public security bureau, as an administrator does.</summary>
    public static async Task<Relying> Registered(City city, string clientId = "ga-residence", string kind = "web", string? role = null, bool asksConsent = false, object? keys = null)
    {
        using var admin = await city.SignedIn("admin");
        var answer = await admin.PostAsJsonAsync("/api/v1/applications", new
        {
            clientId, kind, organisation = "500000-ga", name = "居住证办理", purpose = "居住证申领", role, asksConsent, keys,
            redirectUris = kind == "service" ? [] : new[] { Back }, postLogoutRedirectUris = kind == "service" ? [] : new[] { "http://127.0.0.1:8300/" },
        });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return new(city, clientId, (await answer.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("secret", out var made) ? made.GetString() : null);
    }

    /// <summary>Sends a browser to the hub; answers where it is sent next, or the refusal's page.</summary>
    public async Task<(HttpStatusCode Status, Uri? Next)> Ask(HttpClient browser, string scope = "openid profile posts offline_access", params (string Name, string? Value)[] changed)
    {
        var sent = new Dictionary<string, string?>
        {
            ["client_id"] = clientId, ["redirect_uri"] = Back, ["response_type"] = "code", ["scope"] = scope, ["state"] = "s", ["nonce"] = "n",
            ["code_challenge"] = Challenge, ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changed)
        {
            sent[name] = value;
        }

        using var answer = await browser.GetAsync(QueryHelpers.AddQueryString("/connect/authorize", sent.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value)));
        return (answer.StatusCode, answer.Headers.Location is { } next ? new Uri(new Uri("http://localhost"), next) : null);
    }

    public async Task<JsonElement> Enter(HttpClient browser, string scope = "openid profile posts offline_access")
    {
        var (_, next) = await Ask(browser, scope);
        return await Redeem(Of(next!, "code")!);
    }

    public Task<JsonElement> Redeem(string code, string? verifier = null) =>
        Token(("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Back), ("code_verifier", verifier ?? Verifier));

    public Task<JsonElement> Renew(string refreshToken) => Token(("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    public Task<JsonElement> Own(string? scope = "hub") => Token(("grant_type", "client_credentials"), ("scope", scope));

    public Task<JsonElement> Token(params (string Name, string? Value)[] fields) => Post("/connect/token", fields);

    public async Task<JsonElement> Post(string address, params (string Name, string? Value)[] fields)
    {
        var sent = fields.Append(("client_id", clientId)).Append(("client_secret", secret)).Where(f => f.Item2 is not null).ToDictionary(f => f.Item1, f => f.Item2!);
        using var answer = await _http.PostAsync(address, new FormUrlEncodedContent(sent));
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? JsonSerializer.SerializeToElement(new { status = (int)answer.StatusCode }) : JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>Calls the hub's interface with an access token.</summary>
    public async Task<HttpResponseMessage> Call(string address, JsonElement tokens)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new("Bearer", tokens.GetProperty("access_token").GetString());
        return await _http.SendAsync(request);
    }

    public static string? Of(Uri address, string name) => QueryHelpers.ParseQuery(address.Query).TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>What stands in a signed token, unverified.</summary>
    public static JsonElement Read(JsonElement tokens, string name) =>
        JsonSerializer.Deserialize<JsonElement>(Base64UrlEncoder.DecodeBytes(tokens.GetProperty(name).GetString()!.Split('.')[1]));

    public void Dispose() => _http.Dispose();
}
