using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

/// <summary>Endpoints that programs call all the time are reached by a token past the middleware for pages, with the same rights.</summary>
public sealed class The_short_way : IAsyncLifetime
{
    private City _city = null!;

    public async ValueTask InitializeAsync() => _city = await City.Start(routes: routes =>
    {
        // Session and form middleware leave a trace; the short way has none of it.
        static string Answer(HttpContext context, Caller caller) =>
            $"{(caller.SignedIn ? caller.Application : "nobody")} {(context.User.Identity?.IsAuthenticated == true ? "long" : "short")}";
        routes.MapPost("/fast", Answer).AllowAnonymous().WithMetadata(new ShortWay());
        routes.MapPost("/guarded", Answer).RequireAuthorization("audit.read").WithMetadata(new ShortWay());
    });

    public ValueTask DisposeAsync() => _city.DisposeAsync();

    [Fact]
    public async Task is_taken_with_a_token_and_knows_the_caller()
    {
        var (token, _) = await Token("operator");

        Assert.Equal("token:test short", await (await Post("/fast", token)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task ends_for_a_token_when_it_is_revoked()
    {
        var (token, id) = await Token("operator");
        var owner = await _city.SignedIn("operator");
        (await owner.DeleteAsync($"/api/v1/tokens/{id}")).EnsureSuccessStatusCode();

        Assert.Equal("nobody short", await (await Post("/fast", token)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task is_not_taken_by_a_session()
    {
        var person = await _city.SignedIn("operator");

        Assert.Equal(" long", await (await person.PostAsync("/fast", null)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task leads_past_no_permission()
    {
        var (token, _) = await Token("steward");

        Assert.Equal(HttpStatusCode.Forbidden, (await Post("/guarded", token)).StatusCode);
    }

    private async Task<(string Token, string Id)> Token(string user)
    {
        var owner = await _city.SignedIn(user);
        var made = await owner.PostAsJsonAsync("/api/v1/tokens", new { name = "test", days = 1 });
        var answer = JsonDocument.Parse(await made.Content.ReadAsStringAsync()).RootElement;
        return (answer.GetProperty("token").GetString()!, answer.GetProperty("id").GetString()!);
    }

    private async Task<HttpResponseMessage> Post(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        return await _city.Stranger().SendAsync(request);
    }
}
