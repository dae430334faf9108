using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace CityHub.DataCentre.Tests.Quality;

/// <summary>A file is gathered by the real loader, its columns are looked at, its score follows the mending.</summary>
public sealed class Quality_over_http : IAsyncLifetime
{
    // Ten rows: line 8 has no name, line 9 beds that are no number, line 10 a key that stands already, line 11 a month 13.
    private const string Rows = """
        编号,名称,床位,开业
        0001,第一医院,500,2001-05-01
        0002,第二医院,20,2003-06-01
        0003,第三医院,20,2005-01-01
        0004,第四医院,,2010-03-05
        0005,第五医院,80,2012-03-05
        0006,第六医院,80,2020-12-31
        0007,,10,2001-01-01
        0008,第八医院,很多,2001-01-01
        0001,又是第一,5,2001-01-01
        0009,第九医院,7,2001-13-01

        """;

    private TestHub _hub = null!;
    private string _code = "";
    private string _run = "";

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.Start();
        _code = (await _hub.Register(
            "医院",
            new { name = "编号", column = "code", type = "C", length = 4, key = true, required = true },
            new { name = "名称", column = "name", type = "C", length = 50, required = true, mask = "partial" },
            new { name = "床位", column = "beds", type = "I" },
            new { name = "开业", column = "opened", type = "D" })).Replace('/', '-');
        _run = (await _hub.Gather(_code, "医院.csv", Encoding.UTF8.GetBytes(Rows))).GetProperty("run").GetString()!;
        await Assessed(1);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task scores_by_dimension_what_it_can_measure()
    {
        using var published = await _hub.As("bureau").PostAsync($"/api/v1/catalogue/{_code}/publish", null);

        var line = Assert.Single((await Read("steward", "/api/v1/quality")).GetProperty("items").EnumerateArray());

        var shares = line.GetProperty("dimensions").EnumerateArray().ToDictionary(d => d.GetProperty("dimension").GetString()!, Share);
        Assert.Equal(0.8, shares["conformity"]); // lines 9 and 11 of ten
        Assert.Equal((23 / 24d + 0.9) / 2, shares["completeness"]!.Value, 10); // one of 24 cells; line 8 of ten
        Assert.Equal(0.9, shares["accuracy"]); // line 10 of ten
        Assert.Null(shares["consistency"]); // no rule between items
        Assert.Equal((1d, 1d), (shares["timeliness"], shares["accessibility"]));
        Assert.Equal(92.5833, line.GetProperty("score").GetDouble());
        Assert.Equal((6, 4), (line.GetProperty("rows").GetInt32(), line.GetProperty("refused").GetInt32()));
    }

    [Fact]
    public async Task is_listed_in_the_order_that_is_asked_for_and_exported_as_it_is_listed()
    {
        // Published and not gathered yet: it has no score, and stands last whichever way scores are ordered.
        var empty = (await _hub.Register("诊所", Stage.Beds)).Replace('/', '-');
        using var published = await _hub.As("bureau").PostAsync($"/api/v1/catalogue/{empty}/publish", null);

        foreach (var (order, expected) in new[] { ("", "医院 诊所"), ("?order=desc", "医院 诊所"), ("?sort=refused", "医院 诊所"), ("?sort=title", "医院 诊所"), ("?sort=title&order=desc", "诊所 医院") })
        {
            var first = await Read("steward", $"/api/v1/quality{order}{(order.Length > 0 ? '&' : '?')}limit=1");
            var second = await Read("steward", $"/api/v1/quality{order}{(order.Length > 0 ? '&' : '?')}limit=1&cursor={Uri.EscapeDataString(first.GetProperty("next").GetString()!)}");
            var csv = (await _hub.As("steward").GetStringAsync("/api/v1/quality.csv" + order)).TrimStart('\uFEFF').TrimEnd().Split("\r\n");

            var listed = string.Join(' ', new[] { first, second }.Select(page => page.GetProperty("items")[0].GetProperty("title").GetString()));
            Assert.Equal((order, expected, expected), (order, listed, string.Join(' ', csv.Skip(1).Select(line => line.Split(',')[1]))));
            Assert.StartsWith("code,title,provider,providerName,score,conformity,", csv[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task rises_when_refused_rows_are_mended_and_falls_when_the_cycle_passes()
    {
        var before = await Score();
        using var answer = await _hub.As("steward").PostAsJsonAsync($"/api/v1/runs/{_run}/refused/resubmit", new
        {
            rows = new Dictionary<string, object> { ["8"] = new { 名称 = "第七医院" }, ["9"] = new { 床位 = "30" }, ["11"] = new { 开业 = "2001-12-01" } },
        });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await Assessed(2);

        // A draft: accessibility 0.5. (0.8 + 0.929 + 0.9 + 1 + 0.5) / 5, then (1 + 0.986 + 0.9 + 1 + 0.5) / 5.
        Assert.Equal((82.5833, 87.7222), (before, await Score()));
        var whole = await Read("steward", $"/api/v1/resources/{_code}/quality");
        Assert.Equal([87.7222, 82.5833], whole.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("score").GetDouble()));
        Assert.Equal(["unique"], whole.GetProperty("waiting").EnumerateArray().Select(r => r.GetProperty("rule").GetString()));

        // Two months without an update of a monthly resource: timeliness 31 / 62.
        _hub.Clock.Advance(TimeSpan.FromDays(62));
        Assert.Equal(77.7222, await Score());
    }

    [Fact]
    public async Task tells_the_months_apart()
    {
        _hub.Clock.Advance(TimeSpan.FromDays(62)); // from 8 April to 9 June

        var trend = await Read("steward", "/api/v1/quality/trend?months=4");

        Assert.Equal(["2026-03", "2026-04", "2026-05", "2026-06"], trend.EnumerateArray().Select(p => p.GetProperty("month").GetString()));
        var scores = trend.EnumerateArray().Select(p => p.TryGetProperty("score", out var s) ? s.GetDouble() : (double?)null).ToList();
        Assert.Equal([null, 82.5833], scores[..2]);
        // End of May is 53 days and 14 hours after the update, 31 are allowed; now it is 62.
        Assert.Equal(Math.Round(20 * (0.8 + ((23 / 24d + 0.9) / 2) + 0.9 + (31 / (53 + (14 / 24d))) + 0.5), 4), scores[2]);
        Assert.Equal(72.5833, scores[3]);
        Assert.Equal(82.5833, Assert.Single((await Read("steward", "/api/v1/quality?month=2026-04")).GetProperty("items").EnumerateArray()).GetProperty("score").GetDouble());
        Assert.False(Assert.Single((await Read("steward", "/api/v1/quality?month=2026-03")).GetProperty("items").EnumerateArray()).TryGetProperty("score", out _));
    }

    [Theory]
    [InlineData("steward", "", 1)]
    [InlineData("bureau", "", 1)]
    [InlineData("other", "", 0)]
    [InlineData("district", "", 0)]
    [InlineData("bureau", "?district=500103", 0)]
    [InlineData("bureau", "?department=500000-wjw", 1)]
    public async Task stays_within_posts_and_what_is_asked_for(string who, string asked, int resources)
    {
        Assert.Equal(resources, (await Read(who, "/api/v1/quality" + asked)).GetProperty("total").GetInt32());
        Assert.Equal(resources, (await Read(who, "/api/v1/quality/departments" + asked)).GetArrayLength());
        Assert.Equal(resources + 1, (await _hub.As(who).GetStringAsync("/api/v1/quality/departments.csv" + asked)).TrimEnd().Split("\r\n").Length);
    }

    [Theory]
    [InlineData("/api/v1/quality?month=2026-13", "month")]
    [InlineData("/api/v1/quality?month=2026-05", "month")] // has not begun
    [InlineData("/api/v1/quality/departments?district=nowhere", "district")]
    [InlineData("/api/v1/quality/departments?sort=rows", "sort")]
    [InlineData("/api/v1/quality/departments.csv?order=down", "order")]
    [InlineData("/api/v1/quality/trend?months=99", "months")]
    public async Task says_what_is_wrong_with_a_question(string address, string field)
    {
        using var answer = await _hub.As("bureau").GetAsync(address);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("path").GetString());
    }

    [Fact]
    public async Task of_another_department_is_not_told()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _hub.As(null).GetAsync("/api/v1/quality")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As("other").GetAsync($"/api/v1/resources/{_code}/quality")).StatusCode); // a draft
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As("other").GetAsync($"/api/v1/quality/trend?resource={_code}")).StatusCode);
    }

    [Fact]
    public async Task comes_with_a_profile_that_keeps_masked_values_to_itself()
    {
        var profile = await Read("steward", $"/api/v1/resources/{_code}/profile");

        Assert.True(profile.GetProperty("detailed").GetBoolean());
        var columns = profile.GetProperty("columns").EnumerateArray().ToDictionary(c => c.GetProperty("column").GetString()!);
        Assert.Equal([("20", 2), ("80", 2), ("500", 1)], Counts(columns["beds"], "top", "value"));
        Assert.Equal([("0", 2), ("50", 2), ("500", 1)], Counts(columns["beds"], "histogram", "from").Where(b => b.Count > 0));
        Assert.Equal([("9{4}", 6)], Counts(columns["code"], "patterns", "value"));
        Assert.Equal((true, 1), (columns["beds"].GetProperty("distinctExact").GetBoolean(), columns["beds"].GetProperty("missing").GetInt32()));
        Assert.Equal(6, Counts(columns["opened"], "histogram", "from").Sum(b => b.Count));

        // 名称 is masked: its shape is told, its values are not, nor are they kept.
        Assert.Empty(Counts(columns["name"], "top", "value"));
        Assert.Equal([("汉{4}", 6)], Counts(columns["name"], "patterns", "value"));
        Assert.DoesNotContain("第一医院", profile.ToString(), StringComparison.Ordinal);
    }

    private static List<(string Value, int Count)> Counts(JsonElement column, string list, string name) =>
        [.. column.GetProperty(list).EnumerateArray().Select(v => (v.GetProperty(name).GetString()!, v.GetProperty("count").GetInt32()))];

    private static double? Share(JsonElement dimension) => dimension.TryGetProperty("share", out var share) ? share.GetDouble() : null;

    private async Task<double> Score() => Assert.Single((await Read("steward", "/api/v1/quality")).GetProperty("items").EnumerateArray()).GetProperty("score").GetDouble();

    /// <summary>Waits for the assessment of a run: it follows the run in the background.</summary>
    private async Task Assessed(int run)
    {
        for (var i = 0; i < 600; i++)
        {
            var now = (await Read("steward", $"/api/v1/resources/{_code}/quality")).GetProperty("now");
            if (now.TryGetProperty("run", out var at) && at.GetInt32() == run)
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException(run.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<JsonElement> Read(string who, string address) => JsonDocument.Parse(await _hub.As(who).GetStringAsync(address)).RootElement;
}
