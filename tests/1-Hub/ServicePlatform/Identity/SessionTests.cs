using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.ServicePlatform.Identity.Sessions;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

public sealed class A_session
{
    [Fact]
    public async Task is_seen_and_ended_by_its_owner_at_once()
    {
        await using var city = await City.Start();
        using var here = await city.SignedIn("steward");
        using var there = await city.SignedIn("steward");
        using var other = await city.SignedIn("admin");

        var items = (await here.GetFromJsonAsync<JsonElement>("/api/v1/sessions")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(2, items.Count);
        var elsewhere = items.Single(s => !s.GetProperty("current").GetBoolean()).GetProperty("id").GetString();

        Assert.Equal(HttpStatusCode.NotFound, (await other.DeleteAsync($"/api/v1/sessions/{elsewhere}")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await here.DeleteAsync($"/api/v1/sessions/{elsewhere}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await there.GetAsync("/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/api/v1/session")).StatusCode);
    }

    [Fact]
    public async Task ends_after_eight_hours_without_use_and_goes_on_by_being_used()
    {
        await using var city = await City.Start();
        using var used = await city.SignedIn("steward");
        using var idle = await city.SignedIn("steward");

        city.Clock.Advance(TimeSpan.FromHours(5));
        Assert.Equal(HttpStatusCode.OK, (await used.GetAsync("/api/v1/session")).StatusCode);
        city.Clock.Advance(TimeSpan.FromHours(5));

        Assert.Equal(HttpStatusCode.OK, (await used.GetAsync("/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await idle.GetAsync("/api/v1/session")).StatusCode);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0", "Edge · Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1", "Safari · iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; HBN-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.50", "WeChat · Android")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux")]
    [InlineData("", "—")]
    [InlineData("MyProgram/1.0", "MyProgram/1.0")]
    public void names_the_device_as_its_owner_knows_it(string agent, string words) => Assert.Equal(words, DeviceWords.Of(agent));
}
