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

    [Fact]
    public async Task is_no_reason_to_hide_that_a_list_has_ended()
    {
        var page = JsonDocument.Parse(await hub.Client.GetStringAsync("/api/v1/catalogue?limit=1")).RootElement;

        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }
}
