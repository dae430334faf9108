using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.DataCentre.Catalogue.SupplyDemand;
using MiniExcelLibs;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class Duties_and_demands : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await TestHub.Start();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory]
    [InlineData("steward", HttpStatusCode.Forbidden)]
    [InlineData("district", HttpStatusCode.Forbidden)]
    [InlineData("bureau", HttpStatusCode.Created)]
    public async Task lay_duties_on_a_citys_department_only_by_the_citys_bureau(string who, HttpStatusCode status) =>
        Assert.Equal(status, (await Add(who, "duties", Duty())).StatusCode);

    [Fact]
    public async Task are_answered_by_an_entry_and_open_again_when_it_is_withdrawn()
    {
        var id = await Added("bureau", "duties", Duty());
        await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", Hospitals.Request());

        Assert.Equal("list.no-such-entry", await Fault(await Change("steward", $"duties/{id}", Duty() with { Answer = "entry", Resource = "306001/000077" })));
        Assert.Equal(HttpStatusCode.OK, (await Change("steward", $"duties/{id}", Duty() with { Answer = "entry", Resource = "306001-000001" })).StatusCode);
        Assert.Equal("inCatalogue", await State("duties"));
        await _hub.As("bureau").PostAsync("/api/v1/catalogue/306001-000001/publish", null);
        Assert.Equal("met", await State("duties"));
        await _hub.As("bureau").PostAsJsonAsync("/api/v1/catalogue/306001-000001/withdraw", new { reason = "口径调整" });
        Assert.Equal("open", await State("duties"));
    }

    [Theory]
    [InlineData("", "late,soon,later")]
    [InlineData("?sort=due", "late,soon,later")]
    [InlineData("?sort=due&order=desc", "later,soon,late")]
    [InlineData("?sort=title", "late,later,soon")]
    [InlineData("?sort=changed", "soon,late,later")]
    public async Task come_in_the_order_that_is_asked_for_page_by_page(string query, string titles)
    {
        foreach (var (title, due) in new[] { ("later", "2027-09-01"), ("late", "2020-01-01"), ("soon", "2027-05-01") })
        {
            var duty = Duty();
            (duty.Title, duty.Due) = (title, due);
            await Added("bureau", "duties", duty);
            _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var found = new List<string?>();
        for (string? next = ""; next is not null;)
        {
            var page = await _hub.As("bureau").GetFromJsonAsync<JsonElement>($"/api/v1/duties{query}{(query.Length == 0 ? "?" : "&")}limit=2{(next.Length == 0 ? "" : "&cursor=" + next)}");
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("title").GetString()));
            next = page.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        Assert.Equal(titles, string.Join(',', found));
    }

    [Fact]
    public async Task are_late_after_their_day_unless_a_later_one_is_planned()
    {
        var id = await Added("bureau", "duties", Duty() with { Due = "2026-04-01" }); // today is 2026-04-08
        Assert.Equal("late", await State("duties"));

        Assert.Equal("list.plan-passed", await Fault(await Change("steward", $"duties/{id}", Duty() with { Due = "2026-04-01", Answer = "plan", PlannedFor = "2026-04-07" })));
        await Change("steward", $"duties/{id}", Duty() with { Due = "2026-04-01", Answer = "plan", PlannedFor = "2026-04-30" });
        Assert.Equal("planned", await State("duties"));
        _hub.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal("late", await State("duties"));
    }

    [Fact]
    public async Task come_in_pages_and_say_when_the_place_is_gone_instead_of_ending_early()
    {
        foreach (var title in (string[])["一", "二", "三"])
        {
            await Added("other", "demands", Demand() with { Title = title });
        }

        var seen = new List<string?>();
        string? cursor = null;
        do
        {
            var page = JsonDocument.Parse(await _hub.As("other").GetStringAsync($"/api/v1/demands?limit=1&cursor={cursor}")).RootElement;
            seen.Add(page.GetProperty("items")[0].GetProperty("id").GetString());
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        Assert.Equal(3, seen.Distinct().Count());

        await _hub.As("other").DeleteAsync($"/api/v1/demands/{seen[0]}");
        using var answer = await _hub.As("other").GetAsync($"/api/v1/demands?limit=1&cursor={seen[0]}");
        Assert.Equal((HttpStatusCode.BadRequest, "catalogue.bad-cursor"), (answer.StatusCode, await Fault(answer)));
    }

    [Fact]
    public async Task keep_asking_and_answering_in_two_hands()
    {
        var id = await Added("other", "demands", Demand());

        Assert.Equal(HttpStatusCode.Forbidden, (await Change("steward", $"demands/{id}", Demand() with { Title = "改了题目" })).StatusCode);
        Assert.Equal("list.reason-missing", await Fault(await Change("steward", $"demands/{id}", Demand() with { Answer = "refused" })));
        Assert.Equal(HttpStatusCode.Forbidden, (await Change("other", $"demands/{id}", Demand() with { Answer = "refused", Reply = "自己答" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Change("steward", $"demands/{id}", Demand() with { Answer = "refused", Reply = "《执业医师法》不允许" })).StatusCode);
        var line = (await Page("other", "demands")).GetProperty("items")[0];
        Assert.Equal(("refused", "steward"), (line.GetProperty("state").GetString(), line.GetProperty("answeredBy").GetString()));
    }

    [Fact]
    public async Task tell_nobody_of_anothers_draft()
    {
        await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", Hospitals.Request());
        var id = await Added("steward", "demands", Demand() with { Owner = "500000-wjw", Provider = "500000-ga" });

        // The draft of another department and a code that nobody has are answered alike.
        foreach (var code in (string[])["306001/000001", "306001/000077"])
        {
            var answer = await Change("other", $"demands/{id}", Demand() with { Owner = "500000-wjw", Provider = "500000-ga", Answer = "entry", Resource = code });
            Assert.Equal("list.no-such-entry", await Fault(answer));
        }
    }

    [Fact]
    public async Task show_each_district_and_department_only_what_is_hers()
    {
        await Added("bureau", "duties", Duty());
        await Added("bureau", "duties", Duty() with { Owner = "500103-dsj", Title = "区里的" });
        await Added("other", "demands", Demand());

        Assert.Equal(2, await Total("bureau", "duties"));
        Assert.Equal(1, await Total("bureau", "duties?district=500103"));
        Assert.Equal(1, await Total("bureau", "duties?department=500000-wjw"));
        Assert.Equal(1, await Total("district", "duties"));
        Assert.Equal(1, await Total("steward", "duties"));
        Assert.Equal(0, await Total("other", "duties"));
        Assert.Equal((1, 1, 0), (await Total("other", "demands"), await Total("steward", "demands"), await Total("district", "demands")));
        var beyond = await Page("bureau", "duties?district=500103");
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As("other").DeleteAsync($"/api/v1/duties/{beyond.GetProperty("items")[0].GetProperty("id").GetString()}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _hub.As("bureau").GetAsync("/api/v1/duties?state=done")).StatusCode);
    }

    [Fact]
    public async Task refuse_what_is_incomplete_or_asks_itself()
    {
        Assert.Equal(["owner", "title", "content", "basis"], await Paths(await Add("bureau", "duties", new ListRequest())));
        Assert.Equal(["provider"], await Paths(await Add("other", "demands", Demand() with { Provider = "500000-ga" })));
        Assert.Equal(["due"], await Paths(await Add("other", "demands", Demand() with { Due = "下周" })));
        Assert.Equal(["title"], await Paths(await Add("other", "demands", Demand() with { Title = "需求\u202e" })));
    }

    [Fact]
    public async Task keep_two_people_from_overwriting_each_other()
    {
        var id = await Added("bureau", "duties", Duty());
        Assert.Equal(HttpStatusCode.OK, (await Change("bureau", $"duties/{id}", Duty() with { Title = "甲", Revision = 1 })).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Change("bureau", $"duties/{id}", Duty() with { Title = "乙", Revision = 1 })).StatusCode);
    }

    [Fact]
    public async Task come_back_from_a_workbook_as_they_went_and_are_imported_whole_or_not_at_all()
    {
        await Added("bureau", "duties", Duty() with { Due = "2026-06-30" });
        var exported = await _hub.As("bureau").GetByteArrayAsync("/api/v1/duties.xlsx");
        Assert.Equal(1, (await Report(exported)).GetProperty("same").GetInt32());

        using var good = new MemoryStream();
        good.SaveAs(new[] { Row("市卫生健康委员会", "医师名册"), Row("500000-ga", "车辆登记") }, sheetName: "责任清单");
        Assert.Equal(2, (await Report(good.ToArray())).GetProperty("added").GetInt32());
        using var bad = new MemoryStream();
        bad.SaveAs(new[] { Row("500000-ga", "户籍"), Row("没有的局", "别的") }, sheetName: "责任清单");
        var refused = await Send(bad.ToArray());
        var fault = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("report").GetProperty("faults").EnumerateArray().Single();
        Assert.Equal(("责任清单", 3, "A", "责任部门"), (fault.GetProperty("sheet").GetString(), fault.GetProperty("row").GetInt32(), fault.GetProperty("column").GetString(), fault.GetProperty("head").GetString()));
        Assert.Equal(3, await Total("bureau", "duties"));
    }

    [Fact]
    public async Task are_kept_over_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-").FullName;
        try
        {
            await using (var first = await TestHub.Start(folder))
            {
                Assert.Equal(HttpStatusCode.Created, (await first.As("bureau").PostAsJsonAsync("/api/v1/duties", Duty())).StatusCode);
            }

            await using var second = await TestHub.Start(folder);
            Assert.Equal("医疗机构执业许可", (await second.As("bureau").GetFromJsonAsync<JsonElement>("/api/v1/duties")).GetProperty("items")[0].GetProperty("title").GetString());
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ListRequest Duty() => new() { Owner = "500000-wjw", Title = "医疗机构执业许可", Content = "许可证号、机构名称、有效期", Basis = "gwyl-809/16" };

    private static ListRequest Demand() => new() { Owner = "500000-ga", Provider = "500000-wjw", Title = "医师名册", Content = "姓名、执业机构，用于资格核验" };

    private static Dictionary<string, object?> Row(string owner, string title) =>
        new() { ["责任部门*"] = owner, ["名称*"] = title, ["内容*"] = "全部", ["依据*"] = "gwyl-809/16", ["期限"] = "2026-12-31" };

    private Task<HttpResponseMessage> Add(string who, string list, ListRequest request) => _hub.As(who).PostAsJsonAsync($"/api/v1/{list}", request);

    private Task<HttpResponseMessage> Change(string who, string address, ListRequest request) => _hub.As(who).PutAsJsonAsync($"/api/v1/{address}", request);

    private async Task<string> Added(string who, string list, ListRequest request)
    {
        var answer = await Add(who, list, request);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private Task<JsonElement> Page(string who, string list) => _hub.As(who).GetFromJsonAsync<JsonElement>($"/api/v1/{list}");

    private async Task<string?> State(string list) => (await Page("bureau", list)).GetProperty("items")[0].GetProperty("state").GetString();

    private async Task<int> Total(string who, string list) => (await Page(who, list)).GetProperty("total").GetInt32();

    private static async Task<string?> Fault(HttpResponseMessage answer)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return problem.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("code").GetString() : problem.GetProperty("code").GetString();
    }

    private static async Task<IEnumerable<string?>> Paths(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("path").GetString());

    private async Task<JsonElement> Report(byte[] file)
    {
        var answer = await Send(file);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<HttpResponseMessage> Send(byte[] file)
    {
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using var form = new MultipartFormDataContent { { content, "file", "清单.xlsx" } };
        return await _hub.As("bureau").PostAsync("/api/v1/duties-imports", form);
    }
}
