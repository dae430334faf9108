using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using CityHub.ServicePlatform.Identity.Applications;
using CityHub.ServicePlatform.Identity.SignOn;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

public sealed class An_application
{
    [Theory]
    [InlineData("clientId", "Ga Residence", "identity.application-client-id")]
    [InlineData("kind", "robot", "identity.application-kind")]
    [InlineData("organisation", "500000-nobody", "identity.organisation-unknown")]
    [InlineData("name", "", "identity.application-name")]
    [InlineData("purpose", "", "identity.application-purpose")]
    [InlineData("role", "king", "identity.role-unknown")]
    [InlineData("role", "system-administrator", "identity.application-role")]
    [InlineData("redirectUris", "http://permit.example/back", "identity.application-address")]
    [InlineData("redirectUris", "https://permit.example/back#part", "identity.application-address")]
    [InlineData("redirectUris", "https://*.example/back", "identity.application-address")]
    [InlineData("redirectUris", "javascript:alert(1)", "identity.application-address")]
    [InlineData("redirectUris", null, "identity.application-address-missing")]
    [InlineData("keys", """{"keys":[]}""", "identity.application-keys")]
    [InlineData("keys", """{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""", "identity.application-keys")]
    [InlineData("keys", """{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}""", "identity.application-keys")]
    public async Task is_refused_where_its_registration_is_wrong(string field, string? value, string code)
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        var request = new Dictionary<string, object?>
        {
            ["clientId"] = "ga-residence", ["kind"] = "web", ["organisation"] = "500000-ga", ["name"] = "居住证办理", ["purpose"] = "居住证申领", ["redirectUris"] = new[] { Relying.Back },
        };
        request[field] = field switch { "redirectUris" => value is null ? [] : new[] { value }, "keys" => JsonSerializer.Deserialize<JsonElement>(value!), _ => value };

        var refused = await admin.PostAsJsonAsync("/api/v1/applications", request);

        Assert.Equal(code, (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task is_its_districts_to_register_and_to_see()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        using var other = await Relying.Registered(city);
        var made = await (await admin.PostAsJsonAsync("/api/v1/accounts", new { userName = "yz-admin", displayName = "渝中区管理员", organisation = "500103-dsj", role = "system-administrator" })).Content.ReadFromJsonAsync<JsonElement>();
        using var district = await city.SignedIn("yz-admin", made.GetProperty("password").GetString());
        (await district.PostAsJsonAsync("/api/v1/password", new { current = made.GetProperty("password").GetString(), next = "qwert-98765-yuiop" })).EnsureSuccessStatusCode();
        object Wanted(string clientId, string organisation) => new { clientId, kind = "service", organisation, name = "a", purpose = "b", role = "department-reader" };

        Assert.Equal(HttpStatusCode.Forbidden, (await district.PostAsJsonAsync("/api/v1/applications", Wanted("one", "500000-ga"))).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await district.PostAsJsonAsync("/api/v1/applications", Wanted("two", "500103-dsj"))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostAsJsonAsync("/api/v1/applications", Wanted("two", "500103-dsj"))).StatusCode);
        Assert.Equal(["two"], (await district.GetFromJsonAsync<JsonElement>("/api/v1/applications")).GetProperty("items").EnumerateArray().Select(a => a.GetProperty("clientId").GetString()));
        Assert.Equal(HttpStatusCode.NotFound, (await district.PostAsync("/api/v1/applications/ga-residence/disable", null)).StatusCode);
        Assert.Equal(2, (await admin.GetFromJsonAsync<JsonElement>("/api/v1/applications")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task acts_for_itself_with_its_role_over_its_organisation()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city, kind: "service", role: "data-steward");

        var tokens = await application.Own();
        var me = await (await application.Call("/api/v1/session", tokens)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(("app:ga-residence", "ga-residence"), (me.GetProperty("accountId").GetString(), me.GetProperty("application").GetString()));
        Assert.Equal("500000/500000-ga/", Assert.Single(me.GetProperty("posts").EnumerateArray()).GetProperty("scopePath").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await application.Call("/api/v1/accounts", tokens)).StatusCode);
        Assert.Equal("invalid_scope", (await application.Own("openid nothing")).GetProperty("error").GetString());
    }

    [Fact]
    public async Task acts_for_a_person_with_no_more_than_both_may()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city, role: "department-reader");
        using var browser = await city.SignedIn("steward");

        var tokens = await application.Enter(browser, "openid hub");
        var me = await (await application.Call("/api/v1/session", tokens)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(("steward", "ga-residence"), (me.GetProperty("userName").GetString(), me.GetProperty("application").GetString()));
        Assert.Equal(["gathering.read", "resource.read"], me.GetProperty("posts")[0].GetProperty("permissions").EnumerateArray().Select(p => p.GetString()));
    }

    [Fact]
    public async Task proves_itself_with_a_signature_in_place_of_a_secret()
    {
        await using var city = await City.Start();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var open = key.ExportParameters(false);
        var keys = new { keys = new[] { new { kty = "EC", crv = "P-256", use = "sig", kid = "k1", x = Base64UrlEncoder.Encode(open.Q.X), y = Base64UrlEncoder.Encode(open.Q.Y) } } };
        using var application = await Relying.Registered(city, kind: "service", role: "data-steward", keys: keys);

        Task<JsonElement> With(ECDsa signer) => application.Token(
            ("grant_type", "client_credentials"), ("scope", "hub"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", Assertion(city, signer)));

        Assert.True((await With(key)).TryGetProperty("access_token", out _));
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal("invalid_client", (await With(stranger)).GetProperty("error").GetString());
        Assert.False((await application.Own()).TryGetProperty("access_token", out _));
    }

    [Fact]
    public async Task loses_its_tokens_at_once_when_they_are_revoked_or_it_is_disabled()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        using var application = await Relying.Registered(city, kind: "service", role: "data-steward");
        var (first, second) = (await application.Own(), await application.Own());

        Assert.Equal(200, (await application.Post("/connect/revoke", ("token", first.GetProperty("access_token").GetString()))).TryGetProperty("status", out var s) ? s.GetInt32() : 200);
        Assert.Equal(HttpStatusCode.Unauthorized, (await application.Call("/api/v1/session", first)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await application.Call("/api/v1/session", second)).StatusCode);

        (await admin.PostAsync("/api/v1/applications/ga-residence/disable", null)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Unauthorized, (await application.Call("/api/v1/session", second)).StatusCode);
        Assert.Equal("unauthorized_client", (await application.Own()).GetProperty("error").GetString());
        (await admin.PostAsync("/api/v1/applications/ga-residence/enable", null)).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.OK, (await application.Call("/api/v1/session", await application.Own())).StatusCode);
    }

    [Fact]
    public async Task needs_its_new_secret_once_it_was_renewed()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        using var before = await Relying.Registered(city, kind: "service", role: "data-steward");

        var renewed = await (await admin.PostAsync("/api/v1/applications/ga-residence/secret", null)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal("invalid_client", (await before.Own()).GetProperty("error").GetString());
        using var after = new Relying(city, "ga-residence", renewed.GetProperty("secret").GetString());
        Assert.True((await after.Own()).TryGetProperty("access_token", out _));
    }

    [Fact]
    public async Task asks_whether_a_token_is_alive()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city, kind: "service", role: "data-steward");
        var token = (await application.Own()).GetProperty("access_token").GetString();

        Assert.True((await application.Post("/connect/introspect", ("token", token))).GetProperty("active").GetBoolean());
        await application.Post("/connect/revoke", ("token", token));
        Assert.False((await application.Post("/connect/introspect", ("token", token))).GetProperty("active").GetBoolean());
        Assert.False((await application.Post("/connect/introspect", ("token", "nonsense"))).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task leaves_no_tokens_behind_that_nobody_can_use()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city, role: "data-steward");
        using var browser = await city.SignedIn("steward");
        var sweep = city.Services.GetRequiredService<SweepSignOn>();
        async Task<int> Rows()
        {
            await using var db = await city.Services.GetRequiredService<IDbContextFactory<RecordsDb>>().CreateDbContextAsync();
            return await db.Set<IssuedTokenRow>().CountAsync();
        }

        var first = (await application.Enter(browser)).GetProperty("refresh_token").GetString()!;
        await application.Own();
        await sweep.Sweep(default);
        var all = await Rows();
        city.Clock.Advance(TimeSpan.FromDays(2));
        await sweep.Sweep(default);

        Assert.Equal(2, all - await Rows()); // two access tokens; code and refresh token stay
        Assert.True((await application.Renew(first)).TryGetProperty("access_token", out _));
        city.Clock.Advance(TimeSpan.FromDays(40));
        await sweep.Sweep(default);
        Assert.Equal(0, await Rows());
    }

    [Fact]
    public async Task fetches_tokens_from_its_own_pages_and_other_sites_do_not()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city, kind: "public");
        using var browser = city.Stranger();

        async Task<string?> Allowed(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, "/connect/token");
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "POST");
            using var answer = await browser.SendAsync(request);
            return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
        }

        Assert.Equal("http://127.0.0.1:8300", await Allowed("http://127.0.0.1:8300"));
        Assert.Null(await Allowed("https://evil.example"));
        Assert.Null(await Allowed("http://127.0.0.1:830"));
    }

    private static string Assertion(City city, ECDsa key) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = "ga-residence", Audience = "http://localhost/", TokenType = "client-authentication+jwt",
        Claims = new Dictionary<string, object> { ["sub"] = "ga-residence", ["jti"] = Guid.NewGuid().ToString() },
        IssuedAt = city.Clock.GetUtcNow().UtcDateTime, NotBefore = city.Clock.GetUtcNow().UtcDateTime, Expires = city.Clock.GetUtcNow().AddMinutes(2).UtcDateTime,
        SigningCredentials = new(new ECDsaSecurityKey(key) { KeyId = "k1" }, SecurityAlgorithms.EcdsaSha256),
    });
}
