using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.ServicePlatform.Identity.SecondFactor;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;
using static CityHub.ServicePlatform.Tests.Identity.A_second_factor;

namespace CityHub.ServicePlatform.Tests.Identity;

/// <summary>A city that lets its three administrators work with a second factor only.</summary>
public sealed class A_post_that_asks_for_a_second_factor
{
    private const string Administrators = "system-administrator,security-administrator,auditor";

    [Fact]
    public async Task gives_no_right_before_one_is_added_and_all_of_them_then()
    {
        await using var city = await Strict();
        using var admin = await city.SignedIn("admin");

        using var refused = await admin.GetAsync("/api/v1/accounts");
        Assert.Equal((HttpStatusCode.Forbidden, "identity.second-factor-required"), (refused.StatusCode, await CodeOf(refused)));
        Assert.True((await admin.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("mustAddSecondFactor").GetBoolean());
        Assert.True((await admin.GetFromJsonAsync<JsonElement>("/api/v1/second-factor")).GetProperty("required").GetBoolean());

        await Phone.AddedTo(city, admin);

        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/api/v1/accounts")).StatusCode);
        Assert.False((await admin.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("mustAddSecondFactor").GetBoolean());
    }

    [Fact]
    public async Task leads_from_every_page_to_the_own_account()
    {
        await using var city = await Strict(routes => routes.MapGet("/console", () => "desk").RequireAuthorization());
        using var auditor = await city.SignedIn("auditor");

        using var answer = await auditor.GetAsync("/console");

        Assert.Equal("/account", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task asks_nothing_of_other_posts()
    {
        await using var city = await Strict();
        using var steward = await city.SignedIn("steward");

        Assert.False((await steward.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("mustAddSecondFactor").GetBoolean());
        Assert.NotEmpty((await steward.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("posts").EnumerateArray());
    }

    [Fact]
    public async Task holds_for_whoever_is_given_the_post_and_for_whoever_removes_the_factor()
    {
        await using var city = await Strict();
        using var admin = await city.SignedIn("admin");
        await Phone.AddedTo(city, admin);
        using var given = await admin.PostAsJsonAsync("/api/v1/accounts/steward/posts", new { organisation = "500000-ga", role = "security-administrator" });
        Assert.True(given.IsSuccessStatusCode);
        using var steward = await city.SignedIn("steward");
        using var removed = await admin.DeleteAsync("/api/v1/second-factor/app");

        Assert.True((await steward.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("mustAddSecondFactor").GetBoolean());
        using var refused = await admin.GetAsync("/api/v1/accounts");
        Assert.Equal("identity.second-factor-required", await CodeOf(refused));
    }

    [Fact]
    public async Task lets_no_application_in_before_one_is_added()
    {
        await using var city = await City.Start();
        using var application = await Relying.Registered(city);
        city.Services.GetRequiredService<IOptions<SecondFactorOptions>>().Value.RequiredOf = Administrators;
        using var auditor = await city.SignedIn("auditor");

        Assert.Equal("/account", (await application.Ask(auditor)).Next?.AbsolutePath);
    }

    [Fact]
    public async Task is_of_a_role_that_exists()
    {
        await using var city = await City.Start(services: s => s.Configure<SecondFactorOptions>(o => o.RequiredOf = ""));

        Assert.True(new SecondFactorOptions { RequiredOf = Administrators }.NamesOnlyRoles);
        Assert.False(new SecondFactorOptions { RequiredOf = "administrator" }.NamesOnlyRoles);
        Assert.Empty(city.Services.GetRequiredService<IOptions<SecondFactorOptions>>().Value.Roles);
    }

    private static Task<City> Strict(Action<Microsoft.AspNetCore.Routing.IEndpointRouteBuilder>? routes = null) =>
        City.Start(routes: routes, services: s => s.Configure<SecondFactorOptions>(o => o.RequiredOf = Administrators));
}

public sealed class A_lost_phone
{
    [Fact]
    public async Task is_answered_by_an_administrator_who_removes_the_factor_and_ends_the_sessions()
    {
        await using var city = await City.Start();
        using var steward = await city.SignedIn("steward");
        var phone = await Phone.AddedTo(city, steward);
        using var admin = await city.SignedIn("admin");
        Assert.True(await Shown(admin, "steward"));

        Assert.Equal(HttpStatusCode.NoContent, (await admin.PostAsync("/api/v1/accounts/steward/reset-factor", null)).StatusCode);

        Assert.False(await Shown(admin, "steward"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await steward.GetAsync("/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Password(city, city.Stranger())).Status);
        using var auditor = await city.SignedIn("auditor");
        Assert.Contains("identity.factor-reset", await auditor.GetStringAsync("/api/v1/audit?act=identity.factor-reset"), StringComparison.Ordinal);
        Assert.NotEmpty(phone.RecoveryCodes);
    }

    [Fact]
    public async Task is_not_answered_by_its_owner_alone_nor_by_an_auditor_nor_by_a_steward()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        await Phone.AddedTo(city, admin);
        using var auditor = await city.SignedIn("auditor");
        using var steward = await city.SignedIn("steward");

        Assert.Equal("identity.own-account", await CodeOf(await admin.PostAsync("/api/v1/accounts/admin/reset-factor", null)));
        Assert.Equal("identity.not-permitted", await CodeOf(await auditor.PostAsync("/api/v1/accounts/admin/reset-factor", null)));
        Assert.Equal("identity.not-permitted", await CodeOf(await steward.PostAsync("/api/v1/accounts/admin/reset-factor", null)));
        Assert.Equal("identity.no-second-factor", await CodeOf(await admin.PostAsync("/api/v1/accounts/steward/reset-factor", null)));
    }

    [Fact]
    public async Task is_answered_within_the_administrators_area_only()
    {
        await using var city = await City.Start();
        using var admin = await city.SignedIn("admin");
        using var steward = await city.SignedIn("steward");
        await Phone.AddedTo(city, steward);
        using var given = await admin.PostAsJsonAsync("/api/v1/accounts/steward-yuzhong/posts", new { organisation = "500103-dsj", role = "system-administrator" });
        using var district = await city.SignedIn("steward-yuzhong");

        using var answer = await district.PostAsync("/api/v1/accounts/steward/reset-factor", null);

        Assert.Equal((HttpStatusCode.Forbidden, "identity.out-of-scope"), (answer.StatusCode, await CodeOf(answer)));
    }

    private static async Task<bool> Shown(HttpClient admin, string userName)
    {
        var one = (await admin.GetFromJsonAsync<JsonElement>($"/api/v1/accounts/{userName}")).GetProperty("secondFactor").GetBoolean();
        var listed = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/accounts")).GetProperty("items").EnumerateArray().Single(a => a.GetProperty("userName").GetString() == userName);
        Assert.Equal(one, listed.GetProperty("secondFactor").GetBoolean());
        return one;
    }
}
