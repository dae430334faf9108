using System.Net;
using System.Text.Json;
using Xunit;

namespace CityHub.Boundary;

public sealed class An_address_that_is_not_there(RunningHub hub) : IClassFixture<RunningHub>
{
    [Theory, InlineData("/api/v1/nosuch"), InlineData("/api/v2"), InlineData("/api/v1/catalogue/a/b/c/d")]
    public async Task is_answered_with_problem_details(string path)
    {
        using var answer = await hub.Client.GetAsync(path);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("hub.no-such-address", problem.GetProperty("code").GetString());
        Assert.Contains(path, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PATCH", "/api/v1/runs", null, 405, "hub.method-not-allowed")]
    [InlineData("PUT", "/api/v1/session", null, 405, "hub.method-not-allowed")]
    [InlineData("POST", "/api/v1/session", "text/plain", 415, "hub.media-type-unknown")]
    [InlineData("POST", "/api/v1/session", "application/json", 400, "hub.request-unreadable")]
    public async Task or_is_asked_wrongly_says_what_is_wrong(string method, string path, string? type, int status, string code)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = type is null ? null : new StringContent("{", new System.Net.Http.Headers.MediaTypeHeaderValue(type)) };
        using var answer = await hub.Client.SendAsync(request);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal((status, code), ((int)answer.StatusCode, problem.GetProperty("code").GetString()));
    }

    [Theory, InlineData("/health/ready"), InlineData("/api/v1/catalogue"), InlineData("/"), InlineData("/datasets")]
    public async Task is_told_apart_from_one_that_is_by_HEAD(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var answer = await hub.Client.SendAsync(request);

        // The hub of this test never says that it is ready: that is what health is for.
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{path}: {answer.StatusCode}");
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task is_refused_to_a_token_that_is_none_even_where_anybody_may_read()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/catalogue") { Headers = { { "Authorization", "Bearer ch_nobody" } } };
        using var answer = await hub.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("identity.token-refused", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_no_reason_to_hide_that_a_list_has_ended()
    {
        var page = JsonDocument.Parse(await hub.Client.GetStringAsync("/api/v1/catalogue?limit=1")).RootElement;

        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }
}
