using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Refused;
using Xunit;

namespace CityHub.DataCentre.Tests.Quality;

/// <summary>Many refused rows are seen as groups, mended in one act, and fewer wait afterwards.</summary>
public sealed class The_desk_of_refused_rows : IAsyncLifetime
{
    private TestHub _hub = null!;
    private string _code = "";
    private string _run = "";

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.Start();
        _code = (await _hub.Register(
            "医师",
            new { name = "编号", column = "code", type = "C", length = 4, key = true, required = true },
            new { name = "性别", column = "sex", type = "C", length = 4, codeList = "GB/T 2261.1", required = true })).Replace('/', '-');
        // 60 rows: ten in order, 48 with the name for the code, one of neither, one without.
        var rows = string.Concat(Enumerable.Range(1, 60).Select(i => $"{i:0000},{(i <= 10 ? "1" : i <= 58 ? (i % 2 == 0 ? "男" : " 女性") : i == 59 ? "不详" : "")}\n"));
        _run = (await _hub.Gather(_code, "医师.csv", Encoding.UTF8.GetBytes("编号,性别\n" + rows))).GetProperty("run").GetString()!;
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task groups_what_waits_by_rule_and_item()
    {
        var groups = await Read("steward", "/api/v1/refused");

        Assert.Equal([("code-list", "sex", 49), ("required", "sex", 1)], Groups(groups));
        Assert.Equal((2, 50), (groups.GetProperty("total").GetInt32(), groups.GetProperty("rows").GetInt32()));
        Assert.Equal([("required", "sex", 1)], Groups(await Read("steward", "/api/v1/refused?rule=required&resource=" + _code)));
        Assert.Equal([("required", "sex", 1)], Groups(await Read("steward", $"/api/v1/refused?limit=1&cursor={(await Read("steward", "/api/v1/refused?limit=1")).GetProperty("next").GetString()}")));
        Assert.Empty(Groups(await Read("other", "/api/v1/refused")));
        Assert.Empty(Groups(await Read("bureau", "/api/v1/refused?district=500103")));
    }

    [Fact]
    public async Task sorts_its_groups_and_exports_them_as_they_are_listed()
    {
        var second = (await _hub.Register("护士", new { name = "编号", column = "code", type = "C", length = 4, key = true, required = true })).Replace('/', '-');
        await _hub.Gather(second, "护士.csv", Encoding.UTF8.GetBytes("编号\n0001\n00002\n"));

        foreach (var (order, expected) in new[] { ("", "49 1 1"), ("?order=asc", "1 1 49"), ("?sort=resource", "49 1 1"), ("?sort=resource&order=desc", "1 49 1"), ("?sort=item&order=desc", "1 49 1"), ("?sort=rule&order=desc", "1 1 49") })
        {
            var (rows, cursor) = (new List<string>(), "");
            do
            {
                var page = await Read("steward", $"/api/v1/refused{order}{(order.Length > 0 ? '&' : '?')}limit=1{cursor}");
                rows.AddRange(Groups(page).Select(g => $"{g.Rows}"));
                cursor = page.TryGetProperty("next", out var next) ? $"&cursor={next.GetString()}" : "";
            }
            while (cursor.Length > 0 && rows.Count < 9);

            var csv = (await _hub.As("steward").GetStringAsync("/api/v1/refused.csv" + order)).TrimEnd().Split("\r\n");
            Assert.Equal((order, expected, expected), (order, string.Join(' ', rows), string.Join(' ', csv.Skip(1).Select(line => line.Split(',')[^1]))));
        }

        Assert.Equal(2, (await _hub.As("steward").GetStringAsync("/api/v1/refused.csv?rule=required&resource=" + _code)).TrimEnd().Split("\r\n").Length);
    }

    [Fact]
    public async Task shows_what_would_change_and_changes_nothing_yet()
    {
        var (status, preview) = await Mend("steward", new { rule = "code-list", item = "sex", act = "code", preview = true });

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((49, 48, 0), (preview.GetProperty("looked").GetInt32(), preview.GetProperty("changed").GetInt32(), preview.GetProperty("stillBroken").GetInt32()));
        Assert.Equal((12, " 女性", "2"), preview.GetProperty("values")[0] is var first && first.GetProperty("line").GetInt32() == 12 ? (12, first.GetProperty("before").GetString(), first.GetProperty("after").GetString()) : default);
        Assert.Equal(49, Groups(await Read("steward", "/api/v1/refused"))[0].Rows);

        // A value that no code list knows would come back: the preview says so.
        var (_, worse) = await Mend("steward", new { rule = "code-list", item = "sex", act = "set", value = "7", preview = true });
        Assert.Equal(49, worse.GetProperty("stillBroken").GetInt32());
    }

    [Fact]
    public async Task mends_them_at_once_and_fewer_wait()
    {
        var (status, answer) = await Mend("steward", new { rule = "code-list", item = "sex", act = "code" });

        Assert.Equal(HttpStatusCode.Accepted, status);
        var run = await _hub.End(answer.GetProperty("run").GetProperty("run").GetString()!);
        Assert.Equal((48, 0), (run.GetProperty("kept").GetInt32(), run.TryGetProperty("refused", out var refused) ? refused.GetInt32() : 0));
        Assert.Equal([("code-list", "sex", 1), ("required", "sex", 1)], Groups(await Read("steward", "/api/v1/refused")));
    }

    [Fact]
    public async Task counts_the_same_everywhere_and_nothing_that_a_replacement_left_behind()
    {
        Assert.Equal((50, 50, 50), await Counts());

        await _hub.Gather(_code, "医师.csv", Encoding.UTF8.GetBytes("编号,性别\n0001,1\n0002,不详\n"), "replace");

        Assert.Equal((1, 1, 1), await Counts());

        async Task<(long Desk, long List, long Tab)> Counts() => (
            (await Read("steward", "/api/v1/desk")).GetProperty("refusedOpen").GetInt64(),
            (await Read("steward", "/api/v1/refused")).GetProperty("rows").GetInt64(),
            await _hub.Service<RefusedList>().OpenOf((await _hub.Service<ICatalogue>().Find(_code.Replace('-', '/'), default))!.Id, default));
    }

    [Fact]
    public async Task mends_only_the_lines_that_were_chosen()
    {
        var (_, answer) = await Mend("steward", new { rule = "code-list", item = "sex", act = "code", lines = new[] { 12, 13, 999 } });
        await _hub.End(answer.GetProperty("run").GetProperty("run").GetString()!);

        Assert.Equal(47, Groups(await Read("steward", "/api/v1/refused"))[0].Rows);
    }

    [Fact]
    public async Task lets_only_those_mend_who_may_gather()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await Mend("reader", new { rule = "code-list", item = "sex", act = "code" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Mend("other", new { rule = "code-list", item = "sex", act = "code" })).Status);
    }

    [Theory]
    [InlineData("sex", "trim", "gathering.mend-changes-nothing")] // 不详 keeps its two characters
    [InlineData("nothing", "trim", "gathering.mend-item")]
    [InlineData("code", "code", "gathering.mend-no-code-list")]
    public async Task says_why_it_does_not_mend(string item, string act, string code)
    {
        var (status, fault) = await Mend("steward", new { rule = "code-list", item, act, lines = new[] { 60 } });

        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (status, fault.GetProperty("code").GetString()));
    }

    private static List<(string Rule, string Item, int Rows)> Groups(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(g => (g.GetProperty("rule").GetString()!, g.GetProperty("item").GetString()!, g.GetProperty("rows").GetInt32()))];

    private async Task<(HttpStatusCode Status, JsonElement Answer)> Mend(string who, object request)
    {
        using var answer = await _hub.As(who).PostAsJsonAsync($"/api/v1/runs/{_run}/refused/mend", request);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    private async Task<JsonElement> Read(string who, string address) => JsonDocument.Parse(await _hub.As(who).GetStringAsync(address)).RootElement;
}
