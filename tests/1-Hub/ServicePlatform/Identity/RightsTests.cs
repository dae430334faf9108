using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

public sealed class A_route
{
    private static void Routes(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/unnamed", () => "let in");
        routes.MapGet("/api/v1/open", () => "let in").AllowAnonymous();
        routes.MapGet("/api/v1/read", (Caller caller) => caller.AccountId).RequireAuthorization("resource.read");
        routes.MapGet("/api/v1/of/{*path}", (string path, Caller caller) => caller.May("resource.read", path) ? Results.Ok() : Results.StatusCode(403)).RequireAuthorization("resource.read");
        routes.MapGet("/page", () => "page").RequireAuthorization("resource.read");
    }

    [Fact]
    public async Task that_names_no_permission_is_denied_to_everybody()
    {
        await using var city = await City.Start(routes: Routes);
        using var operator_ = await city.SignedIn("operator");
        using var stranger = city.Stranger();

        Assert.Equal(HttpStatusCode.Forbidden, (await operator_.GetAsync("/api/v1/unnamed")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/api/v1/unnamed")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("/api/v1/open")).StatusCode);
    }

    [Fact]
    public async Task is_open_to_the_posts_that_carry_its_permission()
    {
        await using var city = await City.Start(routes: Routes);
        using var steward = await city.SignedIn("steward");
        using var auditor = await city.SignedIn("auditor");

        Assert.Equal(HttpStatusCode.OK, (await steward.GetAsync("/api/v1/read")).StatusCode);
        using var refused = await auditor.GetAsync("/api/v1/read");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("resource.read", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("operator", "500000/500103/500103-ga/", HttpStatusCode.OK)]
    [InlineData("steward", "500000/500000-ga/", HttpStatusCode.OK)]
    [InlineData("steward", "500000/500000-mz/", HttpStatusCode.Forbidden)]
    [InlineData("steward", "500000/500103/500103-ga/", HttpStatusCode.Forbidden)]
    [InlineData("steward-yuzhong", "500000/500103/500103-ga/", HttpStatusCode.OK)]
    [InlineData("steward-yuzhong", "500000/500103/500103001/", HttpStatusCode.OK)]
    [InlineData("steward-yuzhong", "500000/500104/500104-ga/", HttpStatusCode.Forbidden)]
    [InlineData("steward-yuzhong", "500000/500000-ga/", HttpStatusCode.Forbidden)]
    public async Task reaches_only_the_subtree_of_the_post(string userName, string path, HttpStatusCode expected)
    {
        await using var city = await City.Start(routes: Routes);
        using var browser = await city.SignedIn(userName);

        Assert.Equal(expected, (await browser.GetAsync($"/api/v1/of/{path}")).StatusCode);
    }

    [Fact]
    public async Task of_a_page_leads_a_stranger_to_the_sign_in_and_back()
    {
        await using var city = await City.Start(routes: Routes);
        using var stranger = city.Stranger();

        using var answer = await stranger.GetAsync("/page?q=1");

        Assert.Equal("/sign-in?returnUrl=%2Fpage%3Fq%3D1", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task that_does_not_exist_is_not_found()
    {
        await using var city = await City.Start();
        using var stranger = city.Stranger();

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync("/nothing-here")).StatusCode);
    }

    [Fact]
    public void asks_for_no_permission_that_no_role_carries() =>
        Assert.Empty(new ServicePlatformModule().Permissions.Select(p => p.Code).Except(Roles.EveryPermission));
}

public sealed class An_administrator
{
    private static readonly object NewClerk = new { userName = "clerk", displayName = "张三", organisation = "500000-mz", role = "data-steward" };

    [Fact]
    public async Task creates_an_account_whose_password_must_be_changed_first()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        var made = await (await admin.PostAsJsonAsync("/api/v1/accounts", NewClerk)).Content.ReadFromJsonAsync<JsonElement>();
        using var clerk = await city.SignedIn("clerk", made.GetProperty("password").GetString());

        var before = await clerk.GetFromJsonAsync<JsonElement>("/api/v1/session");
        using var weak = await clerk.PostAsJsonAsync("/api/v1/password", new { current = made.GetProperty("password").GetString(), next = "short" });
        using var guessed = await clerk.PostAsJsonAsync("/api/v1/password", new { current = made.GetProperty("password").GetString(), next = "the Clerk of 2026" });
        using var changed = await clerk.PostAsJsonAsync("/api/v1/password", new { current = made.GetProperty("password").GetString(), next = "mountain city 2026" });
        var after = await clerk.GetFromJsonAsync<JsonElement>("/api/v1/session");

        Assert.True(before.GetProperty("mustChangePassword").GetBoolean());
        Assert.Empty(before.GetProperty("posts").EnumerateArray());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, guessed.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Single(after.GetProperty("posts").EnumerateArray());
    }

    [Fact]
    public async Task ends_a_post_and_its_rights_stop_at_once()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        using var steward = await city.SignedIn("steward");
        var account = await admin.GetFromJsonAsync<JsonElement>("/api/v1/accounts/steward");
        var post = account.GetProperty("posts")[0].GetProperty("id").GetString();

        using var ended = await admin.PostAsync($"/api/v1/accounts/steward/posts/{post}/end", null);
        var after = await steward.GetFromJsonAsync<JsonElement>("/api/v1/session");

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        Assert.Empty(after.GetProperty("posts").EnumerateArray());
    }

    [Fact]
    public async Task gives_a_post_for_a_time_and_it_ends_by_itself()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        using var steward = await city.SignedIn("steward");
        using var given = await admin.PostAsJsonAsync("/api/v1/accounts/steward/posts", new { organisation = "500000-mz", role = "department-reader", to = city.Clock.GetUtcNow().AddHours(1) });

        var during = await steward.GetFromJsonAsync<JsonElement>("/api/v1/session");
        city.Clock.Advance(TimeSpan.FromHours(2));
        var after = await steward.GetFromJsonAsync<JsonElement>("/api/v1/session");

        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        Assert.Equal((2, 1), (during.GetProperty("posts").GetArrayLength(), after.GetProperty("posts").GetArrayLength()));
    }

    [Fact]
    public async Task disables_an_account_and_its_session_ends()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        using var steward = await city.SignedIn("steward");

        using var disabled = await admin.PostAsync("/api/v1/accounts/steward/disable", null);

        Assert.Equal(HttpStatusCode.NoContent, disabled.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await steward.GetAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task gives_no_post_to_the_own_account()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");

        using var answer = await admin.PostAsJsonAsync("/api/v1/accounts/admin/posts", new { organisation = "500000-dsj", role = "bureau-operator" });

        Assert.Contains("identity.own-account", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task of_a_district_reaches_no_further_than_the_district()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        var made = await (await admin.PostAsJsonAsync("/api/v1/accounts", new { userName = "yuzhong-admin", displayName = "渝中管理员", organisation = "500103-dsj", role = "system-administrator" })).Content.ReadFromJsonAsync<JsonElement>();
        using var first = await city.SignedIn("yuzhong-admin", made.GetProperty("password").GetString());
        using var changed = await first.PostAsJsonAsync("/api/v1/password", new { current = made.GetProperty("password").GetString(), next = "mountain city 2026" });

        using var inside = await first.PostAsJsonAsync("/api/v1/accounts", new { userName = "inside", displayName = "内", organisation = "500103-ga", role = "data-steward" });
        using var outside = await first.PostAsJsonAsync("/api/v1/accounts", new { userName = "outside", displayName = "外", organisation = "500104-ga", role = "data-steward" });
        using var theCity = await first.PostAsJsonAsync("/api/v1/accounts/operator/disable", new { });
        var list = await first.GetFromJsonAsync<JsonElement>("/api/v1/accounts");

        Assert.Equal(HttpStatusCode.Created, inside.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, outside.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, theCity.StatusCode);
        Assert.Equal(["inside", "steward-yuzhong", "yuzhong-admin"], list.GetProperty("items").EnumerateArray().Select(a => a.GetProperty("userName").GetString()));
    }

    [Fact]
    public async Task resets_a_password_and_other_sessions_end()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        using var steward = await city.SignedIn("steward");

        var made = await (await admin.PostAsync("/api/v1/accounts/steward/reset-password", null)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.Unauthorized, (await steward.GetAsync("/api/v1/session")).StatusCode);
        using var again = await city.SignedIn("steward", made.GetProperty("password").GetString());
    }
}
