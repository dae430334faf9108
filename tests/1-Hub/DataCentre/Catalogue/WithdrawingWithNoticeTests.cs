using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.DataCentre.Catalogue.WithdrawResource;
using CityHub.Kernel.Audit;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;
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

        // One line for one withdrawal, however many were told; the reader's own organisation first.
        Assert.Equal(["500000-dsj bureau", "500000-ga user", "500000-wjw provider"], Told(Assert.Single(await Notices("bureau"))));
        Assert.Equal(["500000-ga user"], Told(Assert.Single(await Notices("other"))));
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
        Assert.Equal("steward", (await Notices("steward"))[0].GetProperty("told")[0].GetProperty("seenBy").GetString());
        Assert.Equal(1, await Unseen("bureau"));
    }

    [Fact]
    public async Task counts_down_to_nothing_for_whoever_is_told_and_sees_what_the_others_are_told_as_well()
    {
        await Withdraw();
        var notice = Assert.Single(await Notices("bureau"));
        Assert.True(notice.GetProperty("maySee").GetBoolean());
        Assert.Equal((1, 1), (await Unseen("bureau"), await Unseen("steward")));

        (await _hub.As("bureau").PostAsync($"/api/v1/catalogue-notices/{notice.GetProperty("id").GetString()}/seen", null)).EnsureSuccessStatusCode();

        // The provider has not seen it yet; that is the provider's to do.
        Assert.Equal((0, 1), (await Unseen("bureau"), await Unseen("steward")));
        Assert.False(Assert.Single(await Notices("bureau")).GetProperty("maySee").GetBoolean());
    }

    [Theory]
    [InlineData("", "告知一 告知二")] // they came at once, so the ids decide
    [InlineData("sort=title", "告知一 告知二")]
    [InlineData("sort=title&order=desc", "告知二 告知一")]
    [InlineData("district=500103", "告知二")]
    [InlineData("district=500103-wjw", "告知二")]
    [InlineData("district=500112", "")]
    public async Task is_narrowed_to_a_district_sorted_and_exported_so(string query, string expected)
    {
        await using (var db = await _hub.Service<IDbContextFactory<RecordsDb>>().CreateDbContextAsync())
        {
            foreach (var (id, title, told) in new[] { ("a", "告知一", "500000-wjw"), ("b", "告知二", "500103-wjw") })
            {
                db.Add(new NoticeRow { Id = id, Code = Code, Title = title, What = "withdrawn", Reason = "=1+1", By = "x", AtUtc = _hub.Clock.GetUtcNow() });
                db.Add(new NoticeRecipientRow { NoticeId = id, Organisation = told, Because = NoticeReason.Provider });
            }

            await db.SaveChangesAsync();
        }

        var titles = "";
        for (var cursor = ""; ;)
        {
            var page = await _hub.As("bureau").GetFromJsonAsync<JsonElement>($"/api/v1/catalogue-notices?limit=1&{query}{cursor}");
            titles += string.Concat(page.GetProperty("items").EnumerateArray().Select(n => n.GetProperty("title").GetString() + " "));
            if (!page.TryGetProperty("next", out var next) || next.GetString() is not { } last)
            {
                break;
            }

            cursor = $"&cursor={last}";
        }

        var csv = (await _hub.As("bureau").GetStringAsync("/api/v1/catalogue-notices.csv?" + query)).TrimEnd().Split("\r\n").Skip(1).ToList();
        Assert.Equal((expected, expected), (titles.TrimEnd(), string.Join(' ', csv.Select(line => line.Split(',')[1]))));
        Assert.All(csv, line => Assert.Contains(",'=1+1,", line, StringComparison.Ordinal));
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

    private static IEnumerable<string> Told(JsonElement notice) =>
        notice.GetProperty("told").EnumerateArray().Select(t => $"{t.GetProperty("organisation").GetString()} {t.GetProperty("because").GetString()}");

    private async Task<int> Unseen(string who) => (await _hub.As(who).GetFromJsonAsync<JsonElement>("/api/v1/catalogue-notices")).GetProperty("unseen").GetInt32();

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
