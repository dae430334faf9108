using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.ServicePlatform.Identity.Accounts;
using CityHub.ServicePlatform.Identity.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

public sealed class Signing_in
{
    [Fact]
    public async Task gives_a_session_with_the_posts_of_the_account()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");

        var me = await browser.GetFromJsonAsync<JsonElement>("/api/v1/session");

        Assert.Equal("steward", me.GetProperty("userName").GetString());
        var post = Assert.Single(me.GetProperty("posts").EnumerateArray());
        Assert.Equal("500000/500000-ga/", post.GetProperty("scopePath").GetString());
    }

    [Fact]
    public async Task knows_the_posts_of_an_account_that_must_change_its_password_and_grants_none_of_their_rights()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        using var made = await admin.PostAsJsonAsync("/api/v1/accounts", new { userName = "clerk", displayName = "张三", organisation = "500000-ga", role = "data-steward" });
        var id = await city.Services.GetRequiredService<ListAccounts>().IdOf("clerk", CancellationToken.None);

        var standing = await city.Services.GetRequiredService<Callers>().Of(id!);

        Assert.True(standing!.MustChangePassword);
        Assert.Equal("500000-ga", Assert.Single(standing.Held).OrganisationCode);
        Assert.Empty(standing.Caller.Appointments);
    }

    [Fact]
    public async Task lists_posts_and_auditors_names_in_the_language_that_is_asked_for()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        using var auditor = await city.SignedIn("auditor");

        var english = await admin.GetStringAsync("/api/v1/accounts/steward");
        var trail = await auditor.GetStringAsync("/api/v1/audit/export?who=admin");
        admin.DefaultRequestHeaders.AcceptLanguage.Clear();
        var chinese = await admin.GetFromJsonAsync<JsonElement>("/api/v1/accounts/steward");

        var post = Assert.Single(JsonSerializer.Deserialize<JsonElement>(english).GetProperty("posts").EnumerateArray());
        Assert.Equal("Data steward", post.GetProperty("roleTitle").GetString());
        Assert.Matches("^[ -~]+$", post.GetProperty("organisationName").GetString());
        Assert.NotEqual("Data steward", Assert.Single(chinese.GetProperty("posts").EnumerateArray()).GetProperty("roleTitle").GetString());
        Assert.Contains(" (admin)", trail, StringComparison.Ordinal);
        Assert.DoesNotContain("（admin）", trail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task answers_an_unknown_name_and_a_wrong_password_alike()
    {
        await using var city = await City.Start();
        using var stranger = city.Stranger();

        using var wrong = await stranger.PostAsJsonAsync("/api/v1/session", new { userName = "admin", password = "nonsense" });
        using var unknown = await stranger.PostAsJsonAsync("/api/v1/session", new { userName = "nobody", password = "nonsense" });

        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(await wrong.Content.ReadAsStringAsync(), await unknown.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task is_locked_for_15_minutes_after_five_failures()
    {
        await using var city = await City.Start();
        using var stranger = city.Stranger();
        for (var i = 0; i < 5; i++)
        {
            using var refused = await stranger.PostAsJsonAsync("/api/v1/session", new { userName = "admin", password = "nonsense" });
        }

        city.Clock.Advance(TimeSpan.FromMinutes(14));
        using var locked = await stranger.PostAsJsonAsync("/api/v1/session", new { userName = "admin", password = city.Passwords["admin"] });
        city.Clock.Advance(TimeSpan.FromMinutes(2));
        using var open = await stranger.PostAsJsonAsync("/api/v1/session", new { userName = "admin", password = city.Passwords["admin"] });

        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task counts_parallel_guesses_one_by_one()
    {
        await using var city = await City.Start();
        using var stranger = city.Stranger();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => stranger.PostAsJsonAsync("/api/v1/session", new { userName = "admin", password = "nonsense" })));
        using var locked = await stranger.PostAsJsonAsync("/api/v1/session", new { userName = "admin", password = city.Passwords["admin"] });

        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
    }

    [Fact]
    public async Task ends_with_signing_out()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("operator");

        using var end = await browser.DeleteAsync("/api/v1/session");
        using var after = await browser.GetAsync("/api/v1/session");

        Assert.Equal(HttpStatusCode.NoContent, end.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task refuses_changes_that_another_site_starts()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("operator");
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");

        using var answer = await browser.DeleteAsync("/api/v1/session");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("identity.cross-site", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
