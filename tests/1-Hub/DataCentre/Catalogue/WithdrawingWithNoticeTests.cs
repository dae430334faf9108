using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.Kernel.Audit;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class Withdrawing_with_notice : IAsyncLifetime
{
    private const string Code = "306001/000001";
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.Start();
        await Post("steward", "/api/v1/catalogue", Hospitals.Request());
        await Post("bureau", "/api/v1/catalogue/306001-000001/publish", new { });
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task tells_the_provider_the_bureau_and_whoever_used_it()
    {
        await _hub.Service<IAuditTrail>().Durable(new AuditEntry("serving.look-up", "account-other", "500000-ga", "风险核验", Code, Rows: 1));
        await _hub.Service<IAuditTrail>().Durable(new AuditEntry("serving.look-up", "account-x", "500112-dsj", null, "306001/000009", Rows: 1));
        await Withdraw();

        var all = await Notices("bureau");
        Assert.Equal(
            ["500000-dsj bureau", "500000-ga user", "500000-wjw provider"],
            all.Select(n => $"{n.GetProperty("organisation").GetString()} {n.GetProperty("because").GetString()}").Order(StringComparer.Ordinal));
        Assert.Equal(["500000-ga"], (await Notices("other")).Select(n => n.GetProperty("organisation").GetString()));
        Assert.Equal("口径调整，6 月重新发布", (await Notices("other"))[0].GetProperty("reason").GetString());
        Assert.Empty(await Notices("district"));
    }

    [Fact]
    public async Task is_seen_by_the_organisation_that_was_told_and_by_no_other()
    {
        await Withdraw();
        var id = (await Notices("steward"))[0].GetProperty("id").GetString();

        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As("district").PostAsync($"/api/v1/catalogue-notices/{id}/seen", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _hub.As("steward").PostAsync($"/api/v1/catalogue-notices/{id}/seen", null)).StatusCode);
        Assert.Equal("steward", (await Notices("steward"))[0].GetProperty("seenBy").GetString());
        Assert.Equal(1, (await _hub.As("bureau").GetFromJsonAsync<JsonElement>("/api/v1/catalogue-notices")).GetProperty("unseen").GetInt32());
    }

    [Fact]
    public async Task shows_date_and_reason_to_the_public_and_keeps_the_code()
    {
        await Withdraw();

        var answer = await _hub.As(null).GetAsync("/api/v1/catalogue/306001-000001");
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("口径调整，6 月重新发布", "2026-04-08"), (problem.GetProperty("reason").GetString(), problem.GetProperty("withdrawnAt").GetString()![..10]));
        Assert.Equal(("The resource was withdrawn", Hospitals.Request().Title), (problem.GetProperty("title").GetString(), problem.GetProperty("resourceTitle").GetString()));
        Assert.Equal(problem.EnumerateObject().Select(m => m.Name).Distinct(), problem.EnumerateObject().Select(m => m.Name));
        var list = await _hub.As(null).GetFromJsonAsync<JsonElement>("/api/v1/catalogue-withdrawn");
        Assert.Equal(Code, list.GetProperty("items")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task tells_the_same_organisations_when_it_comes_back()
    {
        await Withdraw();
        await Post("bureau", "/api/v1/catalogue/306001-000001/publish", new { });

        Assert.Equal(["restored", "withdrawn"], (await Notices("steward")).Select(n => n.GetProperty("what").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task compares_any_two_versions_and_the_draft_only_for_officials()
    {
        await Put(Hospitals.With(r => r.Cycle = "weekly"));
        await Post("bureau", "/api/v1/catalogue/306001-000001/publish", new { });
        await Put(Hospitals.With(r => r.Cycle = "monthly"));
        await Post("bureau", "/api/v1/catalogue/306001-000001/publish", new { });
        await Put(Hospitals.With(r => r.Cycle = "yearly"));

        Assert.Equal(("daily", "monthly"), await Cycle(null, "?from=1&to=3"));
        Assert.Equal(("monthly", "daily"), await Cycle(null, "?from=3&to=1"));
        Assert.Equal(("daily", "yearly"), await Cycle("steward", "?from=1&to=draft"));
        Assert.Equal(HttpStatusCode.NotFound, (await Diff(null, "?from=1&to=draft")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Diff(null, "?from=one&to=3")).StatusCode);
    }

    private Task<HttpResponseMessage> Diff(string? who, string query) => _hub.As(who).GetAsync($"/api/v1/catalogue/306001-000001/diff{query}");

    private async Task<(string?, string?)> Cycle(string? who, string query)
    {
        var change = (await (await Diff(who, query)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("difference").GetProperty("fields")[0];
        return (change.GetProperty("from").GetString(), change.GetProperty("to").GetString());
    }

    private Task Withdraw() => Post("bureau", "/api/v1/catalogue/306001-000001/withdraw", new { reason = "口径调整，6 月重新发布" });

    private async Task<IReadOnlyList<JsonElement>> Notices(string who) =>
        [.. (await _hub.As(who).GetFromJsonAsync<JsonElement>("/api/v1/catalogue-notices")).GetProperty("items").EnumerateArray()];

    private async Task Put(object body)
    {
        var answer = await _hub.As("steward").PutAsJsonAsync("/api/v1/catalogue/306001-000001", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task Post(string who, string address, object body)
    {
        var answer = await _hub.As(who).PostAsJsonAsync(address, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
