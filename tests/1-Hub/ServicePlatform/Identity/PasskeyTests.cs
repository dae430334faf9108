using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.ServicePlatform.Identity.SecondFactor;
using Microsoft.AspNetCore.Http;
using Xunit;
using static CityHub.ServicePlatform.Tests.Identity.A_second_factor;

namespace CityHub.ServicePlatform.Tests.Identity;

public sealed class A_passkey
{
    [Fact]
    public async Task signs_its_owner_in_alone()
    {
        await using var city = await City.Start();
        using var device = await Added(city);
        using var browser = city.Stranger();

        using var answer = await device.SignIn(browser);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("steward", (await browser.GetFromJsonAsync<JsonElement>("/api/v1/session")).GetProperty("userName").GetString());
    }

    [Fact]
    public async Task is_asked_for_after_the_password_and_opens_then()
    {
        await using var city = await City.Start();
        using var device = await Added(city);
        using var browser = city.Stranger();
        Assert.Equal((HttpStatusCode.Unauthorized, "identity.second-factor-asked"), await Password(city, browser));

        using var answer = await device.SignIn(browser);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task of_another_account_does_not_stand_in_for_the_second_step()
    {
        await using var city = await City.Start();
        using var device = await Added(city);
        using var others = await Added(city, "operator");
        using var thief = city.Stranger();
        await Password(city, thief, "operator");

        using var answer = await device.SignIn(thief);

        Assert.Equal("identity.passkey-refused", await CodeOf(answer));
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task that_answers_for_the_second_step_of_somebody_needs_that_persons_password()
    {
        await using var city = await City.Start();
        using var device = await Added(city);
        using var browser = city.Stranger();
        await Password(city, browser);
        var (options, state) = await Device.Asked(browser, "/api/v1/session/passkey/options");
        using var elsewhere = city.Stranger();

        using var answer = await Device.Send(elsewhere, state, device.Signed(options));

        Assert.Equal("identity.passkey-refused", await CodeOf(answer));
    }

    [Fact]
    public async Task opens_once_with_one_answer()
    {
        await using var city = await City.Start();
        using var device = await Added(city);
        using var browser = city.Stranger();
        var (options, state) = await Device.Asked(browser, "/api/v1/session/passkey/options");
        var credential = device.Signed(options);
        using var first = await Device.Send(browser, state, credential);
        using var thief = city.Stranger();

        using var again = await Device.Send(thief, state, credential);

        Assert.Equal((HttpStatusCode.OK, "identity.passkey-refused"), (first.StatusCode, await CodeOf(again)));
    }

    [Fact]
    public async Task answers_within_five_minutes()
    {
        await using var city = await City.Start();
        using var device = await Added(city);
        using var browser = city.Stranger();
        var (options, state) = await Device.Asked(browser, "/api/v1/session/passkey/options");
        city.Clock.Advance(TimeSpan.FromMinutes(5));

        using var late = await Device.Send(browser, state, device.Signed(options));

        Assert.Equal("identity.passkey-refused", await CodeOf(late));
    }

    [Fact]
    public async Task does_not_open_when_the_device_did_not_verify_the_person()
    {
        await using var city = await City.Start();
        using var device = await Added(city);
        device.Verifies = false;
        using var browser = city.Stranger();

        using var answer = await device.SignIn(browser);

        Assert.Equal("identity.passkey-refused", await CodeOf(answer));
    }

    [Fact]
    public async Task does_not_open_from_the_page_of_another_site()
    {
        await using var city = await City.Start();
        using var device = await Added(city);
        device.Origin = "https://cityhub.example";
        using var browser = city.Stranger();

        using var answer = await device.SignIn(browser);

        Assert.Equal("identity.passkey-refused", await CodeOf(answer));
    }

    [Fact]
    public async Task that_is_wrong_after_the_password_counts_towards_the_lock_out()
    {
        await using var city = await City.Start();
        using var device = await Added(city);
        device.Verifies = false;
        using var browser = city.Stranger();
        for (var i = 0; i < 5; i++)
        {
            await Password(city, browser);
            using var refused = await device.SignIn(browser);
        }

        device.Verifies = true;
        using var locked = await device.SignIn(city.Stranger());
        city.Clock.Advance(TimeSpan.FromMinutes(16));
        using var open = await device.SignIn(city.Stranger());

        Assert.Equal("identity.passkey-refused", await CodeOf(locked));
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task is_listed_with_its_name_and_last_use_and_removed()
    {
        await using var city = await City.Start();
        using var browser = await city.SignedIn("steward");
        using var device = new Device();
        using var added = await device.AddedIn(browser);
        Assert.Equal(10, (await added.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("recoveryCodes").GetArrayLength());
        using var used = await device.SignIn(city.Stranger());

        var shown = Assert.Single((await browser.GetFromJsonAsync<JsonElement>("/api/v1/second-factor")).GetProperty("passkeys").EnumerateArray());
        Assert.Equal((device.Id, "办公室电脑"), (shown.GetProperty("id").GetString(), shown.GetProperty("name").GetString()));
        Assert.Equal(city.Clock.GetUtcNow(), shown.GetProperty("lastUsedAt").GetDateTimeOffset());

        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync($"/api/v1/second-factor/passkeys/{device.Id}")).StatusCode);
        using var removed = await device.SignIn(city.Stranger());
        Assert.Equal("identity.passkey-refused", await CodeOf(removed));
    }

    [Fact]
    public async Task of_another_account_is_neither_removed_nor_added_again()
    {
        await using var city = await City.Start();
        using var device = await Added(city);
        using var clerk = await city.SignedIn("operator");

        using var taken = await device.AddedIn(clerk);
        using var removed = await clerk.DeleteAsync($"/api/v1/second-factor/passkeys/{device.Id}");

        Assert.Equal(("identity.passkey-unfit", "identity.passkey-unknown"), (await CodeOf(taken), await CodeOf(removed)));
    }

    [Fact]
    public async Task of_a_disabled_account_opens_nothing()
    {
        await using var city = await City.Start();
        using var device = await Added(city);
        using var admin = await city.SignedIn("admin");
        using var disabled = await admin.PostAsync("/api/v1/accounts/steward/disable", null);

        using var answer = await device.SignIn(city.Stranger());

        Assert.Equal("identity.passkey-refused", await CodeOf(answer));
    }

    [Theory]
    [InlineData("https://hub.cq.example", "hub.cq.example", true)]
    [InlineData("https://hub.cq.example:8443", "hub.cq.example:8443", true)]
    [InlineData("http://localhost:8080", "localhost:8080", true)]
    [InlineData("http://hub.cq.example", "hub.cq.example", false)]
    [InlineData("https://other.example", "hub.cq.example", false)]
    [InlineData("https://hub.cq.example.other.example", "hub.cq.example", false)]
    [InlineData("http://localhost:8081", "localhost:8080", false)]
    [InlineData("null", "hub.cq.example", false)]
    public void is_for_the_name_by_which_the_hub_was_asked(string origin, string host, bool own)
    {
        Assert.Equal(own, Passkeys.IsOwn(origin, crossOrigin: false, new HostString(host)));
        Assert.False(Passkeys.IsOwn(origin, crossOrigin: true, new HostString(host)));
    }

    private static async Task<Device> Added(City city, string userName = "steward")
    {
        using var browser = await city.SignedIn(userName);
        var device = new Device();
        using var added = await device.AddedIn(browser);
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
        return device;
    }
}
