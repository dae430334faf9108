using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.Kernel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

/// <summary>岗位委托. It is the 8th of April, ten in the morning in Chongqing; the steward of public security goes on leave.</summary>
public sealed class A_delegated_post : IAsyncLifetime
{
    private const string Police = "500000/500000-ga/";
    private const string Password = "Liziba2026metro";
    private City _city = null!;
    private HttpClient _steward = null!, _li = null!, _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _city = await City.Start(routes: routes => routes.MapGet("/api/v1/may/{permission}/{*path}", (string permission, string path, Caller caller) => caller.May(permission, path) ? Results.Ok() : Results.StatusCode(403)).RequireAuthorization());
        (_steward, _admin) = (await _city.SignedIn("steward"), await _city.SignedIn("admin"));
        _li = await Colleague("li.lei", "李雷", "500000-ga", "department-reader");
    }

    public async ValueTask DisposeAsync() => await _city.DisposeAsync();

    [Fact]
    public async Task is_acted_in_from_its_first_day_to_the_end_of_its_last()
    {
        Assert.Equal(HttpStatusCode.Created, (await Give("li.lei", "2026-04-10", "2026-04-11")).StatusCode);

        Assert.False(await May(_li, "gathering.run"));
        _city.Clock.Advance(TimeSpan.FromHours(38)); // midnight between the 9th and the 10th
        var li = await _city.SignedIn("li.lei", Password);
        var steward = await _city.SignedIn("steward");
        Assert.True(await May(li, "gathering.run"));
        Assert.True(await May(steward, "gathering.run")); // the holder keeps it
        Assert.False((await Own(li)).GetProperty("items")[0].GetProperty("given").GetBoolean());
        _city.Clock.Advance(TimeSpan.FromHours(48));
        Assert.False(await May(await _city.SignedIn("li.lei", Password), "gathering.run"));
    }

    [Fact]
    public async Task reaches_no_further_than_it_does_for_its_holder()
    {
        await Give("li.lei", null, "2026-04-30");

        Assert.True(await May(_li, "gathering.run"));
        Assert.Equal(HttpStatusCode.Forbidden, (await _li.GetAsync("/api/v1/may/gathering.run/500000/500000-mz/")).StatusCode);
    }

    [Fact]
    public async Task ends_at_once_when_either_side_ends_it()
    {
        foreach (var side in new[] { _steward, _li })
        {
            var made = await (await Give("li.lei", null, "2026-04-30")).Content.ReadFromJsonAsync<JsonElement>();
            Assert.True(await May(_li, "gathering.run"));

            Assert.Equal(HttpStatusCode.NoContent, (await side.PostAsync($"/api/v1/delegations/{made.GetProperty("id").GetString()}/end", null)).StatusCode);
            Assert.False(await May(_li, "gathering.run"));
        }

        Assert.Equal(0, (await Own(_steward)).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task is_nobody_elses_to_end()
    {
        var made = await (await Give("li.lei", null, "2026-04-30")).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal("delegation.unknown", await Fault(await _admin.PostAsync($"/api/v1/delegations/{made.GetProperty("id").GetString()}/end", null)));
        Assert.True(await May(_li, "gathering.run"));
    }

    [Fact]
    public async Task ends_with_the_post_and_with_the_account_of_its_holder()
    {
        await Give("li.lei", null, "2026-04-30");
        Assert.True(await May(_li, "gathering.run"));
        await _admin.PostAsync("/api/v1/accounts/steward/disable", null);
        Assert.False(await May(_li, "gathering.run"));
        await _admin.PostAsync("/api/v1/accounts/steward/enable", null);
        Assert.True(await May(_li, "gathering.run"));

        var post = (await _admin.GetFromJsonAsync<JsonElement>("/api/v1/accounts/steward")).GetProperty("posts")[0].GetProperty("id").GetString();
        await _admin.PostAsync($"/api/v1/accounts/steward/posts/{post}/end", null);
        Assert.False(await May(_li, "gathering.run"));
    }

    [Fact]
    public async Task goes_to_a_colleague_of_the_same_organisation_only()
    {
        await Colleague("han.mei", "韩梅", "500000-mz", "data-steward");

        Assert.Equal("delegation.not-a-colleague", await Fault(await Give("han.mei", null, "2026-04-30")));
        Assert.Equal("delegation.not-a-colleague", await Fault(await Give("steward", null, "2026-04-30")));
        Assert.Equal("delegation.not-a-colleague", await Fault(await Give("nobody", null, "2026-04-30")));
        await _admin.PostAsync("/api/v1/accounts/li.lei/disable", null);
        Assert.Equal("delegation.not-a-colleague", await Fault(await Give("li.lei", null, "2026-04-30")));
    }

    [Theory]
    [InlineData("2026-04-07", "2026-04-10")] // yesterday
    [InlineData("2026-04-12", "2026-04-11")]
    [InlineData("2026-04-08", "2026-07-07")] // 91 days
    [InlineData("tomorrow", "2026-04-11")]
    [InlineData(null, null)]
    public async Task has_days_that_come_in_order_and_are_not_many(string? from, string? until) =>
        Assert.Equal("delegation.days", await Fault(await Give("li.lei", from, until)));

    [Fact]
    public async Task is_delegated_once_at_a_time_and_not_passed_on()
    {
        await Colleague("han.mei", "韩梅", "500000-ga", "department-reader");
        await Give("li.lei", "2026-04-10", "2026-04-12");
        Assert.Equal("delegation.overlaps", await Fault(await Give("han.mei", "2026-04-12", "2026-04-13")));
        Assert.Equal(HttpStatusCode.Created, (await Give("han.mei", "2026-04-13", "2026-04-13")).StatusCode);

        var post = await Post(_steward);
        Assert.Equal("delegation.no-such-post", await Fault(await _li.PostAsJsonAsync("/api/v1/delegations", new { post, to = "han.mei", until = "2026-04-30", reason = "转托" })));
    }

    [Fact]
    public async Task is_no_administrators()
    {
        var admin = (await _admin.GetFromJsonAsync<JsonElement>("/api/v1/accounts/admin")).GetProperty("posts")[0].GetProperty("id").GetString();

        Assert.Equal("delegation.administrator", await Fault(await _admin.PostAsJsonAsync("/api/v1/delegations", new { post = admin, to = "operator", until = "2026-04-30", reason = "休假" })));
        Assert.Equal(0, (await Own(_admin)).GetProperty("posts").GetArrayLength());
    }

    [Fact]
    public async Task is_not_delegated_through_a_token()
    {
        var made = await (await _steward.PostAsJsonAsync("/api/v1/tokens", new { name = "程序", permissions = new[] { "resource.read" } })).Content.ReadFromJsonAsync<JsonElement>();
        var post = await Post(_steward);
        using var program = _city.Stranger();
        program.DefaultRequestHeaders.Authorization = new("Bearer", made.GetProperty("token").GetString());

        Assert.Equal("identity.only-in-the-browser", await Fault(await program.PostAsJsonAsync("/api/v1/delegations", new { post, to = "li.lei", until = "2026-04-30", reason = "休假" })));
    }

    private async Task<HttpResponseMessage> Give(string to, string? from, string? until) =>
        await _steward.PostAsJsonAsync("/api/v1/delegations", new { post = await Post(_steward), to, from, until, reason = "年休假" });

    private static async Task<string?> Post(HttpClient who) => (await Own(who)).GetProperty("posts")[0].GetProperty("post").GetString();

    private static Task<JsonElement> Own(HttpClient who) => who.GetFromJsonAsync<JsonElement>("/api/v1/delegations");

    private static async Task<bool> May(HttpClient who, string permission) => (await who.GetAsync($"/api/v1/may/{permission}/{Police}")).StatusCode == HttpStatusCode.OK;

    private static async Task<string?> Fault(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();

    private async Task<HttpClient> Colleague(string userName, string displayName, string organisation, string role)
    {
        var made = await (await _admin.PostAsJsonAsync("/api/v1/accounts", new { userName, displayName, organisation, role })).Content.ReadFromJsonAsync<JsonElement>();
        var password = made.GetProperty("password").GetString();
        var browser = await _city.SignedIn(userName, password);
        Assert.True((await browser.PostAsJsonAsync("/api/v1/password", new { current = password, next = Password })).IsSuccessStatusCode);
        return browser;
    }
}
