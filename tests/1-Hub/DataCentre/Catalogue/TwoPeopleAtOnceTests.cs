using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.EditResource;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class Two_people_at_once : IAsyncLifetime
{
    private const string Code = "306001-000001";
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await TestHub.Start();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task are_told_what_the_other_changed()
    {
        await Register();
        await Put(Hospitals.With(r => r.Cycle = "weekly"), "\"1\"", "bureau");

        var late = await Put(Hospitals.WithItem(i => i.Name = "核定床位数"), "\"1\"", "steward");

        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        var problem = await late.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((2, "bureau"), (problem.GetProperty("revision").GetInt32(), problem.GetProperty("changedBy").GetString()));
        var change = problem.GetProperty("difference").GetProperty("fields")[0];
        Assert.Equal(("cycle", "daily", "weekly"), (change.GetProperty("field").GetString(), change.GetProperty("from").GetString(), change.GetProperty("to").GetString()));
    }

    [Fact]
    public async Task keep_a_reviewer_from_publishing_what_he_has_not_seen()
    {
        await Register();
        await Put(Hospitals.With(r => r.Open = true), "\"1\"", "steward");
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/catalogue/{Code}/publish");
        message.Headers.TryAddWithoutValidation("If-Match", "\"1\"");

        var late = await _hub.As("bureau").SendAsync(message);

        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        Assert.Equal("open", (await late.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("difference").GetProperty("fields")[0].GetProperty("field").GetString());
    }

    [Fact]
    public void have_both_changes_after_a_merge_and_learn_which_fields_both_changed()
    {
        var before = Hospitals.Content();
        var mine = Hospitals.With(r =>
        {
            (r.Summary, r.Theme) = ("我的摘要", "健康");
            r.Items![2].Name = "核定床位数";
            r.Items.Add(new() { Name = "地址", Column = "address", Type = "C 字符" });
        });
        var theirs = Hospitals.Content(Hospitals.With(r =>
        {
            (r.Cycle, r.Theme) = ("weekly", "卫生");
            r.Items![1].Length = "300";
            r.Items.Insert(0, new() { Name = "区划", Column = "division", Type = "character" });
            r.Extension = new() { Contact = "信息中心" };
        }));

        var merged = MergeEdits.Of(before, mine, theirs);

        Assert.Equal(["theme"], merged.Conflicts);
        Assert.Equal(("我的摘要", "健康", "weekly", "信息中心"), (merged.Request.Summary, merged.Request.Theme, merged.Request.Cycle, merged.Request.Extension?.Contact));
        Assert.Equal(["division", "licence_no", "org_name", "beds", "address"], merged.Request.Items!.Select(i => i.Column));
        Assert.Equal(("300", "核定床位数"), (merged.Request.Items![2].Length, merged.Request.Items[3].Name));
    }

    [Fact]
    public void lose_an_item_that_one_removed_and_the_other_left_alone()
    {
        var merged = MergeEdits.Of(Hospitals.Content(), Hospitals.With(r => r.Items!.RemoveAt(2)), Hospitals.Content(Hospitals.With(r => r.Cycle = "weekly")));

        Assert.Empty(merged.Conflicts);
        Assert.Equal(["licence_no", "org_name"], merged.Request.Items!.Select(i => i.Column));
    }

    private async Task Register() =>
        Assert.Equal(HttpStatusCode.Created, (await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", Hospitals.Request())).StatusCode);

    private async Task<HttpResponseMessage> Put(EntryRequest request, string ifMatch, string who)
    {
        using var message = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/catalogue/{Code}") { Content = JsonContent.Create(request) };
        message.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await _hub.As(who).SendAsync(message);
    }
}
