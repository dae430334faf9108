using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class The_desk : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.Start();
        (await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", Hospitals.With(r => r.Cycle = "weekly"))).EnsureSuccessStatusCode();
        (await _hub.As("bureau").PostAsJsonAsync("/api/v1/catalogue/306001-000001/publish", new { })).EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory]
    [InlineData(1, null)]
    [InlineData(5, false)]
    [InlineData(8, true)]
    public async Task says_which_update_is_due_within_three_days_and_which_is_overdue(int days, bool? late)
    {
        _hub.Clock.Advance(TimeSpan.FromDays(days));

        var desk = await Desk("steward");

        Assert.Equal(late is null ? [] : [late.Value], desk.GetProperty("updates").EnumerateArray().Select(u => u.GetProperty("late").GetBoolean()));
        Assert.Equal(late == true ? 1 : 0, desk.GetProperty("overdue").GetInt32());
    }

    [Fact]
    public async Task holds_a_person_to_what_the_own_posts_gather_only()
    {
        _hub.Clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal(
            ["bureau 1", "district 0", "other 0", "reader 0", "steward 1"],
            await Task.WhenAll(((string[])["bureau", "district", "other", "reader", "steward"]).Select(async who => $"{who} {(await Desk(who)).GetProperty("overdue").GetInt32()}")));
    }

    [Fact]
    public async Task tells_everybody_what_is_new_for_a_week()
    {
        Assert.Single((await Desk("other")).GetProperty("new").EnumerateArray());
        _hub.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Empty((await Desk("other")).GetProperty("new").EnumerateArray());
    }

    [Fact]
    public async Task lists_duties_that_wait_for_an_answer_the_late_ones_first()
    {
        foreach (var (title, due) in new[] { ("接生数据", "2026-12-01"), ("献血数据", "2026-05-01") })
        {
            (await _hub.As("bureau").PostAsJsonAsync("/api/v1/duties", new { owner = "500000-wjw", title, content = "按月提供", basis = "渝府发〔2019〕1 号", due })).EnsureSuccessStatusCode();
        }

        _hub.Clock.Advance(TimeSpan.FromDays(60));

        var unanswered = (await Desk("steward")).GetProperty("unanswered").EnumerateArray().Select(u => (u.GetProperty("title").GetString(), u.GetProperty("late").GetBoolean()));
        Assert.Equal([("献血数据", true), ("接生数据", false)], unanswered);
        Assert.Empty((await Desk("other")).GetProperty("unanswered").EnumerateArray());
    }

    [Fact]
    public async Task is_for_people_who_are_signed_in() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await _hub.As(null).GetAsync("/api/v1/desk")).StatusCode);

    private async Task<JsonElement> Desk(string who) => await _hub.As(who).GetFromJsonAsync<JsonElement>("/api/v1/desk");
}
