using System.Net;
using System.Text;
using System.Text.Json;
using CityHub.DataCentre.Catalogue.Uses;
using CityHub.Kernel.Audit;
using Xunit;

namespace CityHub.DataCentre.Tests.Serving;

/// <summary>Who uses a resource is counted out of the audit trail, shown to those whose posts cover it, and lifts it in searches.</summary>
public sealed class Uses_of_a_resource : IAsyncLifetime
{
    private TestHub _hub = null!;
    private string _code = "";

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.Start();
        _code = await Gathered("医院床位");
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task are_counted_by_day_way_and_organisation()
    {
        await Read("steward", "rows?limit=1");
        await Read("bureau", "rows?limit=2");
        await Read("bureau", "download?format=csv");
        _hub.Clock.Advance(TimeSpan.FromDays(1));
        await Read("bureau", "aggregate?by=name");

        var uses = await Uses("steward");

        Assert.Equal((4, 5), (uses.GetProperty("times").GetInt32(), uses.GetProperty("rows").GetInt32()));
        Assert.Equal(["500000-dsj 3 4", "500000-wjw 1 1"], uses.GetProperty("byOrganisation").EnumerateArray().Select(u => $"{u.GetProperty("organisation").GetString()} {u.GetProperty("times")} {u.GetProperty("rows")}"));
        Assert.Equal([("serving.read-rows", 2), ("serving.aggregate", 1), ("serving.download", 1)],
            uses.GetProperty("byWay").EnumerateArray().Select(w => (w.GetProperty("act").GetString(), w.GetProperty("times").GetInt32())).OrderByDescending(w => w.Item2).ThenBy(w => w.Item1, StringComparer.Ordinal));
        var days = uses.GetProperty("byDay").EnumerateArray().Select(d => (d.GetProperty("day").GetString(), d.GetProperty("times").GetInt32())).ToList();
        Assert.Equal((30, ("2026-04-08", 3), ("2026-04-09", 1)), (days.Count, days[^2], days[^1]));
        Assert.Equal(1, (await Uses("bureau", "?days=1")).GetProperty("times").GetInt32());
    }

    [Fact]
    public async Task are_counted_once_however_often_the_trail_is_looked_at_and_go_on_after_a_restart()
    {
        await Read("steward", "rows");
        await _hub.Service<CountUses>().Count(default);
        await _hub.Service<CountUses>().Count(default);
        Assert.Equal(1, (await Uses("steward")).GetProperty("times").GetInt32());

        await Read("steward", "rows");
        Assert.Equal(2, (await Uses("steward")).GetProperty("times").GetInt32());
    }

    [Fact]
    public async Task are_told_to_nobody_whose_posts_do_not_cover_the_resource()
    {
        using var other = await _hub.As("other").GetAsync($"/api/v1/resources/{_code}/uses");
        using var nobody = await _hub.As(null).GetAsync($"/api/v1/resources/{_code}/uses");
        using var wrong = await _hub.As("steward").GetAsync($"/api/v1/resources/{_code}/uses?days=0");

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest), (other.StatusCode, nobody.StatusCode, wrong.StatusCode));
    }

    [Fact]
    public async Task lift_a_resource_in_searches_until_they_are_half_a_year_old()
    {
        var second = await Gathered("医院人员");
        var first = (await Found("医院"))[0];
        var (used, unused) = first == _code ? (second, _code) : (_code, second);
        for (var i = 0; i < 20; i++)
        {
            await _hub.Service<IAuditTrail>().Durable(new AuditEntry("serving.look-up", "account-other", "500000-ga", "核验", used.Replace('-', '/'), Rows: 1));
        }

        await _hub.Service<CountUses>().Count(default);
        Assert.Equal([used, unused], await Found("医院"));

        _hub.Clock.Advance(TimeSpan.FromDays(200));
        await Read("steward", "rows", unused);
        await Read("steward", "rows", unused);
        await _hub.Service<CountUses>().Count(default);
        Assert.Equal([unused, used], await Found("医院"));
    }

    private async Task<string> Gathered(string title)
    {
        var code = (await _hub.Register(title, Stage.Beds)).Replace('/', '-');
        await _hub.Gather(code, "医院.csv", Encoding.UTF8.GetBytes("code,name,beds\n0001,第一医院,5\n0002,第二医院,7\n"));
        using var published = await _hub.As("bureau").PostAsync($"/api/v1/catalogue/{code}/publish", null);
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync());
        return code;
    }

    private async Task Read(string who, string what, string? code = null)
    {
        using var answer = await _hub.As(who).GetAsync($"/api/v1/resources/{code ?? _code}/{what}");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<JsonElement> Uses(string who, string query = "") =>
        JsonDocument.Parse(await _hub.As(who).GetStringAsync($"/api/v1/resources/{_code}/uses{query}")).RootElement;

    private async Task<string[]> Found(string words) =>
        [.. JsonDocument.Parse(await _hub.As("steward").GetStringAsync("/api/v1/catalogue?q=" + Uri.EscapeDataString(words))).RootElement.GetProperty("items").EnumerateArray()
            .Select(i => i.GetProperty("code").GetString()!.Replace('/', '-'))];
}
