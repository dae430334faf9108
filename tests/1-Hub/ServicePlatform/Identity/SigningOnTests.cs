using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

/// <summary>OpenID Connect Core 1.0 with PKCE (RFC 7636): an application asks for a person.</summary>
public sealed class Signing_on
{
    [Fact]
    public async Task gives_a_code_for_tokens_that_say_who_the_person_is_signed_with_a_published_key()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city);
        using var browser = await city.SignedIn("steward");

        var tokens = await application.Enter(browser);

        using var stranger = city.Stranger();
        var keys = new JsonWebKeySet(await stranger.GetStringAsync("/.well-known/jwks"));
        var checkedToken = await new JsonWebTokenHandler().ValidateTokenAsync(tokens.GetProperty("id_token").GetString(), new()
        {
            ValidIssuer = "http://localhost/", ValidAudience = "ga-residence", IssuerSigningKeys = keys.GetSigningKeys(), ValidAlgorithms = ["ES256"], ValidateLifetime = false,
        });
        Assert.True(checkedToken.IsValid, checkedToken.Exception?.Message);
        var claims = Relying.Read(tokens, "id_token");
        Assert.Equal(("steward", "n"), (claims.GetProperty("preferred_username").GetString(), claims.GetProperty("nonce").GetString()));
        Assert.Equal("500000-ga", Assert.Single(claims.GetProperty("posts").EnumerateArray()).GetProperty("organisation").GetString());
        Assert.False(claims.TryGetProperty("city_stamp", out _));
    }

    [Fact]
    public async Task says_how_the_person_signed_in_and_says_the_same_in_renewed_tokens()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city);
        using var browser = await city.SignedIn("steward");
        Assert.Equal(["pwd"], Ways(await application.Enter(browser)));
        var phone = await Phone.AddedTo(city, browser);
        using var again = city.Stranger();
        await A_second_factor.Password(city, again);

        // Half a sign-in is none: the application's request leads to the sign-in page.
        Assert.Equal("/sign-in", (await application.Ask(again)).Next?.AbsolutePath);
        await A_second_factor.Second(again, phone.Code());
        var tokens = await application.Enter(again);

        Assert.Equal(["pwd", "otp", "mfa"], Ways(tokens));
        Assert.Equal(["pwd", "otp", "mfa"], Ways(await application.Renew(tokens.GetProperty("refresh_token").GetString()!)));

        static IEnumerable<string?> Ways(JsonElement tokens) => Relying.Read(tokens, "id_token").GetProperty("amr").EnumerateArray().Select(w => w.GetString());
    }

    [Fact]
    public async Task tells_only_what_was_asked_for()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city);
        using var browser = await city.SignedIn("steward");

        var tokens = await application.Enter(browser, "openid");

        Assert.False(Relying.Read(tokens, "id_token").TryGetProperty("name", out _));
        Assert.False(tokens.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task asks_the_person_once_when_the_application_asks_for_consent()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city, asksConsent: true);
        using var browser = await city.SignedIn("steward");

        Assert.Equal("/connect/consent", (await application.Ask(browser)).Next!.AbsolutePath);
        Assert.Equal("consent_required", Relying.Of((await application.Ask(browser, changed: ("prompt", "none"))).Next!, "error"));
        // A form of another site cannot answer for the person: it holds no antiforgery token.
        using var forged = await browser.PostAsync("/connect/authorize", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = "ga-residence", ["redirect_uri"] = Relying.Back, ["response_type"] = "code", ["scope"] = "openid", ["code_challenge"] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            ["code_challenge_method"] = "S256", ["decision"] = "yes",
        }));
        Assert.StartsWith("/connect/consent", forged.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task sends_who_is_not_signed_in_to_the_sign_in_and_back()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city);
        using var stranger = city.Stranger();

        var (_, next) = await application.Ask(stranger);

        Assert.Equal("/sign-in", next!.AbsolutePath);
        Assert.StartsWith("/connect/authorize?", Relying.Of(next, "returnUrl"), StringComparison.Ordinal);
        Assert.Equal("login_required", Relying.Of((await application.Ask(stranger, changed: ("prompt", "none"))).Next!, "error"));
    }

    [Fact]
    public async Task asks_for_the_password_again_when_the_application_wants_it_or_the_sign_in_is_too_old()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city);
        using var browser = await city.SignedIn("steward");

        var (_, again) = await application.Ask(browser, changed: ("prompt", "login"));
        Assert.Equal("/sign-in", again!.AbsolutePath);
        Assert.DoesNotContain("prompt", Relying.Of(again, "returnUrl"), StringComparison.Ordinal); // else it would never end
        Assert.Equal("/back", (await application.Ask(browser, changed: ("max_age", "600"))).Next!.AbsolutePath);
        city.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("/sign-in", (await application.Ask(browser, changed: ("max_age", "600"))).Next!.AbsolutePath);
    }

    [Theory]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("response_type", "token")]
    [InlineData("scope", "openid hub")]
    public async Task refuses_requests_without_pkce_and_scopes_that_the_application_has_not(string name, string? value)
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city);
        using var browser = await city.SignedIn("steward");

        Assert.Equal((HttpStatusCode.BadRequest, null), await application.Ask(browser, changed: (name, value)));
    }

    [Theory]
    [InlineData("redirect_uri", "http://127.0.0.1:8300/elsewhere")]
    [InlineData("redirect_uri", "https://evil.example/")]
    [InlineData("client_id", "nobody")]
    public async Task never_leads_to_an_address_that_is_not_registered(string name, string value)
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city);
        using var browser = await city.SignedIn("steward");

        Assert.Equal((HttpStatusCode.BadRequest, null), await application.Ask(browser, changed: (name, value)));
    }

    [Fact]
    public async Task takes_a_code_once_and_only_with_its_verifier()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city);
        using var browser = await city.SignedIn("steward");
        var code = Relying.Of((await application.Ask(browser)).Next!, "code")!;

        Assert.Equal("invalid_grant", (await application.Redeem(code, new string('x', 43))).GetProperty("error").GetString());
        code = Relying.Of((await application.Ask(browser)).Next!, "code")!;
        var tokens = await application.Redeem(code);
        Assert.True(tokens.TryGetProperty("access_token", out _));
        Assert.Equal("invalid_grant", (await application.Redeem(code)).GetProperty("error").GetString());
        // RFC 6749, 4.1.2: what was given for a code that comes twice is revoked.
        Assert.Equal("invalid_grant", (await application.Renew(tokens.GetProperty("refresh_token").GetString()!)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task renews_tokens_with_rotation_and_ends_all_when_an_old_one_comes_again()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city);
        using var browser = await city.SignedIn("steward");
        var first = (await application.Enter(browser)).GetProperty("refresh_token").GetString()!;

        var second = (await application.Renew(first)).GetProperty("refresh_token").GetString()!;
        Assert.NotEqual(first, second);
        city.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("invalid_grant", (await application.Renew(first)).GetProperty("error").GetString());
        Assert.Equal("invalid_grant", (await application.Renew(second)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task ends_with_the_account_and_with_a_reset_password()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city);
        using var browser = await city.SignedIn("steward");
        var tokens = await application.Enter(browser);
        Assert.Equal(HttpStatusCode.OK, (await application.Call("/connect/userinfo", tokens)).StatusCode);

        using var admin = await city.SignedIn("admin");
        (await admin.PostAsync("/api/v1/accounts/steward/reset-password", null)).EnsureSuccessStatusCode();

        Assert.Equal(HttpStatusCode.Unauthorized, (await application.Call("/connect/userinfo", tokens)).StatusCode);
        Assert.Equal("invalid_grant", (await application.Renew(tokens.GetProperty("refresh_token").GetString()!)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task is_seen_and_taken_back_by_the_person()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city);
        using var browser = await city.SignedIn("steward");
        var tokens = await application.Enter(browser);

        var consent = Assert.Single((await browser.GetFromJsonAsync<JsonElement>("/api/v1/consents")).GetProperty("items").EnumerateArray());
        Assert.Equal(("居住证办理", 4), (consent.GetProperty("application").GetString(), consent.GetProperty("scopes").GetArrayLength()));
        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync("/api/v1/consents/" + consent.GetProperty("id").GetString())).StatusCode);

        Assert.Equal(HttpStatusCode.Unauthorized, (await application.Call("/connect/userinfo", tokens)).StatusCode);
        Assert.Equal("invalid_grant", (await application.Renew(tokens.GetProperty("refresh_token").GetString()!)).GetProperty("error").GetString());
        Assert.Empty((await browser.GetFromJsonAsync<JsonElement>("/api/v1/consents")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task goes_on_over_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-").FullName;
        string refresh, secretless;
        await using (var city = await City.Start(folder))
        {
            using var application = await Relying.Registered(city, kind: "public");
            using var browser = await city.SignedIn("steward");
            var tokens = await application.Enter(browser);
            (refresh, secretless) = (tokens.GetProperty("refresh_token").GetString()!, tokens.GetProperty("id_token").GetString()!);
        }

        await using var again = await City.Start(folder);
        using var same = new Relying(again, "ga-residence", null);
        Assert.True((await same.Renew(refresh)).TryGetProperty("access_token", out _));
        Assert.Equal(new JsonWebToken(secretless).Kid, new JsonWebKeySet(await again.Stranger().GetStringAsync("/.well-known/jwks")).Keys.Single().Kid);
    }
}
