using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.DataCentre.Catalogue.Checks;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class Searching_the_catalogue : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await TestHub.Start();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task finds_a_draft_for_those_over_its_provider_and_for_nobody_else()
    {
        await Register(Hospitals.Request());

        Assert.Equal(0, await Total(null, "/api/v1/search?q=医疗机构&kind=resource"));
        Assert.Equal(0, await Total("other", "/api/v1/search?q=医疗机构&kind=resource"));
        Assert.Equal(1, await Total("steward", "/api/v1/search?q=医疗机构&kind=resource"));
        Assert.Equal(1, await Total("bureau", "/api/v1/search?q=医疗机构&kind=resource"));
        await Publish("306001-000001");
        Assert.Equal(1, await Total(null, "/api/v1/search?q=医疗机构&kind=resource"));
    }

    [Fact]
    public async Task finds_the_next_version_only_among_drafts_and_only_for_officials()
    {
        await Register(Hospitals.Request());
        await Publish("306001-000001");
        var tag = (await _hub.As("steward").GetAsync("/api/v1/catalogue/306001-000001")).Headers.ETag;
        using var edit = new HttpRequestMessage(HttpMethod.Put, "/api/v1/catalogue/306001-000001") { Content = JsonContent.Create(Hospitals.Request("诊所备案")) };
        edit.Headers.IfMatch.Add(tag!);
        Assert.Equal(HttpStatusCode.OK, (await _hub.As("steward").SendAsync(edit)).StatusCode);

        Assert.Equal(0, await Total(null, "/api/v1/search?q=诊所备案&kind=resource"));
        Assert.Equal(0, await Total("steward", "/api/v1/catalogue?q=诊所备案&state=all"));
        Assert.Equal(1, await Total("steward", "/api/v1/catalogue?q=诊所备案&state=draft"));
        Assert.Equal(0, await Total("other", "/api/v1/catalogue?q=诊所备案&state=draft"));
        Assert.Equal(1, await Total("steward", "/api/v1/catalogue?state=all"));
    }

    [Fact]
    public async Task finds_no_longer_what_was_withdrawn()
    {
        await Register(Hospitals.Request());
        await Publish("306001-000001");
        Assert.Equal(1, await Total(null, "/api/v1/catalogue?q=医疗机构"));

        var withdrawn = await _hub.As("bureau").PostAsJsonAsync("/api/v1/catalogue/306001-000001/withdraw", new { reason = "并入另一个资源" });

        Assert.True(withdrawn.IsSuccessStatusCode, await withdrawn.Content.ReadAsStringAsync());
        Assert.Equal(0, await Total(null, "/api/v1/catalogue?q=医疗机构"));
        Assert.Equal(1, await Total("steward", "/api/v1/catalogue?q=医疗机构&state=withdrawn"));
    }

    [Fact]
    public async Task answers_with_marks_names_and_facets_of_which_each_leaves_its_own_filter_out()
    {
        await Register(Hospitals.Request());
        await Register(Hospitals.With(r => (r.Title, r.Theme) = ("医疗机构床位", "社会保障")));
        await Publish("306001-000001");
        await Publish("306001-000002");

        var page = await Json(null, "/api/v1/search?q=医疗机构&kind=resource&theme=医疗卫生");

        var item = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal(("306001/000001", "/datasets/306001-000001"), (item.GetProperty("code").GetString(), item.GetProperty("href").GetString()));
        var mark = item.GetProperty("highlight").GetProperty("title")[0];
        Assert.Equal((0, 4), (mark.GetProperty("start").GetInt32(), mark.GetProperty("length").GetInt32()));
        Assert.Equal(["医疗卫生 1", "社会保障 1"], Values(page, "theme").Order(StringComparer.Ordinal));
        Assert.Equal(["500000-wjw 1"], Values(page, "provider"));
        Assert.Contains("500000 1", Values(page, "district"));
    }

    [Theory]
    [InlineData("?thema=x", "hub.unknown-parameter")]
    [InlineData("?kind=x", "search.bad-value")]
    [InlineData("?sort=x", "search.bad-value")]
    [InlineData("?limit=0", "search.bad-limit")]
    [InlineData("?limit=101", "search.bad-limit")]
    [InlineData("?cursor=x", "search.bad-cursor")]
    public async Task refuses_what_it_does_not_understand(string query, string code)
    {
        var answer = await _hub.As(null).GetAsync("/api/v1/search" + query);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task finds_organisations_and_suggests_while_typing()
    {
        await Register(Hospitals.Request());
        await Publish("306001-000001");

        Assert.Equal("500103", (await Json(null, "/api/v1/search?q=渝中区&kind=organisation")).GetProperty("items")[0].GetProperty("code").GetString());
        Assert.Equal("医疗机构执业许可", (await Json(null, "/api/v1/search/suggest?q=医&kind=resource")).GetProperty("items")[0].GetProperty("title").GetString());
        Assert.Equal(0, (await Json(null, "/api/v1/search/suggest?q=")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task keeps_searches_for_an_account_and_counts_what_is_new_since_it_looked()
    {
        await Register(Hospitals.Request());
        await Publish("306001-000001");
        var saved = await _hub.As("steward").PostAsJsonAsync("/api/v1/search/saved", new { name = "医疗", address = "/console/catalogue?q=医疗机构&sort=title" });
        Assert.Equal(HttpStatusCode.Created, saved.StatusCode);
        Assert.Equal((1, 0), await Counts());

        _hub.Clock.Advance(TimeSpan.FromHours(1));
        await Register(Hospitals.With(r => r.Title = "医疗机构床位"));
        await Publish("306001-000002");
        Assert.Equal((2, 1), await Counts());
        _hub.Clock.Advance(TimeSpan.FromHours(1));
        var id = (await saved.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var again = await _hub.As("steward").PostAsJsonAsync("/api/v1/search/saved", new { name = "医疗", address = "/console/catalogue?q=医疗机构&sort=title" });
        Assert.Equal(id, (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()); // one search is kept once
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As("other").PostAsync($"/api/v1/search/saved/{id}/look", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _hub.As("steward").PostAsync($"/api/v1/search/saved/{id}/look", null)).StatusCode);
        Assert.Equal((2, 0), await Counts());
        Assert.Equal(HttpStatusCode.NoContent, (await _hub.As("steward").DeleteAsync($"/api/v1/search/saved/{id}")).StatusCode);
        Assert.Equal(0, (await Json("steward", "/api/v1/search/saved")).GetProperty("items").GetArrayLength());
        Assert.Equal(HttpStatusCode.Unauthorized, (await _hub.As(null).GetAsync("/api/v1/search/saved")).StatusCode);
    }

    [Theory]
    [InlineData("", "/datasets?q=x", "search.name-missing")]
    [InlineData("x", "/console/accounts", "search.no-list-address")]
    [InlineData("x", "https://example.org/datasets", "search.no-list-address")]
    [InlineData("x", "/datasets?colour=red", "hub.unknown-parameter")]
    public async Task keeps_no_search_that_it_could_not_make(string name, string address, string code)
    {
        var answer = await _hub.As("steward").PostAsJsonAsync("/api/v1/search/saved", new { name, address });

        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    private async Task<(int, int)> Counts()
    {
        var item = (await Json("steward", "/api/v1/search/saved")).GetProperty("items")[0];
        return (item.GetProperty("hits").GetInt32(), item.GetProperty("newHits").GetInt32());
    }

    private static IEnumerable<string> Values(JsonElement page, string facet) =>
        page.GetProperty("facets").GetProperty(facet).EnumerateArray().Select(v => $"{v.GetProperty("value").GetString()} {v.GetProperty("count").GetInt32()}");

    private async Task<int> Total(string? who, string url) => (await Json(who, url)).GetProperty("total").GetInt32();

    private async Task<JsonElement> Json(string? who, string url)
    {
        var answer = await _hub.As(who).GetAsync(url);
        Assert.True(answer.IsSuccessStatusCode, $"{url}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task Register(EntryRequest request)
    {
        var answer = await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", request);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private async Task Publish(string code)
    {
        var answer = await _hub.As("bureau").PostAsync($"/api/v1/catalogue/{code}/publish", null);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
