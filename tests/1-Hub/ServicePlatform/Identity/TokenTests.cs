using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using CityHub.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

public sealed class A_token
{
    private static void Routes(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/who", (Caller caller) => caller.Application ?? "").RequireAuthorization("resource.read");
        routes.MapGet("/api/v1/gather", () => "").RequireAuthorization("gathering.run");
    }

    [Fact]
    public async Task acts_for_its_account_until_it_is_revoked()
    {
        await using var city = await City.Start(routes: Routes);
        using var steward = await city.SignedIn("steward");
        var made = await Make(steward, new { name = "核验" });
        using var program = With(city, made.GetProperty("token").GetString()!);

        using var before = await program.GetAsync("/api/v1/who");
        using var revoked = await steward.DeleteAsync($"/api/v1/tokens/{made.GetProperty("id").GetString()}");
        using var after = await program.GetAsync("/api/v1/who");

        Assert.Equal("token:核验", await before.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Contains("identity.token-refused", await after.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task survives_a_restart_and_is_kept_only_as_a_digest()
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-").FullName;
        string token;
        await using (var city = await City.Start(folder, Routes))
        {
            using var steward = await city.SignedIn("steward");
            token = (await Make(steward, new { name = "a" })).GetProperty("token").GetString()!;
        }

        await using var again = await City.Start(folder, Routes);
        using var program = With(again, token);

        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/api/v1/who")).StatusCode);
        Assert.StartsWith("cht_", token, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), file => Text(file).Contains(token[4..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task expires()
    {
        await using var city = await City.Start(routes: Routes);
        using var steward = await city.SignedIn("steward");
        using var program = With(city, (await Make(steward, new { name = "a", days = 1 })).GetProperty("token").GetString()!);

        city.Clock.Advance(TimeSpan.FromHours(25));

        Assert.Equal(HttpStatusCode.Unauthorized, (await program.GetAsync("/api/v1/who")).StatusCode);
    }

    [Fact]
    public async Task may_hold_less_than_its_account_but_never_more()
    {
        await using var city = await City.Start(routes: Routes);
        using var steward = await city.SignedIn("steward");
        using var reader = With(city, (await Make(steward, new { name = "a", permissions = new[] { "resource.read" } })).GetProperty("token").GetString()!);

        using var more = await steward.PostAsJsonAsync("/api/v1/tokens", new { name = "b", permissions = new[] { "catalogue.publish" } });

        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/api/v1/who")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.GetAsync("/api/v1/gather")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, more.StatusCode);
    }

    [Fact]
    public async Task that_holds_less_is_told_so_and_not_that_its_account_may_not()
    {
        await using var city = await City.Start(routes: Routes);
        using var steward = await city.SignedIn("steward");
        using var reader = With(city, (await Make(steward, new { name = "核验", permissions = new[] { "resource.read" } })).GetProperty("token").GetString()!);
        using var whole = With(city, (await Make(steward, new { name = "b" })).GetProperty("token").GetString()!);

        var narrowed = await Told(reader, "/api/v1/gather");
        var denied = await Told(reader, "/api/v1/accounts");

        Assert.Equal(("identity.token-narrowed", "gathering.run"), (narrowed.GetProperty("code").GetString(), narrowed.GetProperty("permission").GetString()));
        Assert.Contains("核验", narrowed.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("identity.not-permitted", denied.GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, (await whole.GetAsync("/api/v1/gather")).StatusCode);
    }

    [Fact]
    public async Task makes_no_tokens_and_changes_no_password()
    {
        await using var city = await City.Start(routes: Routes);
        using var steward = await city.SignedIn("steward");
        using var program = With(city, (await Make(steward, new { name = "a" })).GetProperty("token").GetString()!);

        using var token = await program.PostAsJsonAsync("/api/v1/tokens", new { name = "b" });
        using var password = await program.PostAsJsonAsync("/api/v1/password", new { current = city.Passwords["steward"], next = "mountain city 2026" });

        Assert.Equal(HttpStatusCode.Forbidden, token.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, password.StatusCode);
    }

    [Fact]
    public async Task is_made_for_anybody_over_the_local_socket_only()
    {
        var socket = Path.Combine(Directory.CreateTempSubdirectory("cityhub-").FullName, "hub.sock");
        await using var city = await City.Start(host: builder => builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket)));
        using var local = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, ct) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), ct);
                return new NetworkStream(connection, ownsSocket: true);
            },
        })
        { BaseAddress = new Uri("http://hub") };

        var made = await Make(local, new { user = "steward", name = "cli", days = 5 });
        var me = await local.GetFromJsonAsync<JsonElement>("/api/v1/session");
        local.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.GetProperty("token").GetString());
        var steward = await local.GetFromJsonAsync<JsonElement>("/api/v1/session");

        Assert.Equal(["500000/"], me.GetProperty("posts").EnumerateArray().Select(p => p.GetProperty("scopePath").GetString()));
        Assert.Equal("steward", steward.GetProperty("userName").GetString());
    }

    private static async Task<JsonElement> Make(HttpClient client, object request)
    {
        using var answer = await client.PostAsJsonAsync("/api/v1/tokens", request);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static HttpClient With(City city, string token)
    {
        var client = city.Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<JsonElement> Told(HttpClient client, string address) =>
        await (await client.GetAsync(address)).Content.ReadFromJsonAsync<JsonElement>();

    private static string Text(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
