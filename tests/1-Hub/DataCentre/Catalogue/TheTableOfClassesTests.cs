using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.DataCentre.Catalogue.Classification;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class The_table_of_classes : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await TestHub.Start();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public void holds_the_guides_five_base_twelve_theme_and_eight_department_classes()
    {
        var items = _hub.Service<ClassTable>().All.Where(c => c.Code.Length == 3).ToLookup(c => c.Code[0], c => c.Name.Zh);

        Assert.Equal(
            ["国家人口基础信息资源", "法人单位基础信息资源", "自然资源和空间地理基础信息资源", "社会信用基础信息资源", "电子证照基础信息资源"], items['1']);
        Assert.Equal(
            ["公共服务", "健康保障", "社会保障", "食品药品安全", "安全生产", "价格监管", "能源安全", "信用体系", "城乡建设", "社区治理", "生态环保", "应急维稳"], items['2']);
        Assert.Equal(8, items['3'].Count());
    }

    [Fact]
    public async Task names_the_path_of_a_code_and_the_department_of_its_detail()
    {
        await Register(Hospitals.With(r => r.Category = "10100201"));
        await Register(Hospitals.Request("二"));

        Assert.Equal(["基础信息资源", "国家人口基础信息资源", "个人信息", "身份证"], await Path("10100201-000001", "zh"));
        Assert.Equal("Department resources", (await Path("306001-000001", "en"))[0]);
        Assert.Equal(3, (await Path("306001-000001", "en")).Count);
    }

    [Fact]
    public async Task grows_by_the_citys_bureau_and_is_refused_to_a_districts()
    {
        var detail = new { zh = "出生登记" };
        Assert.Equal(HttpStatusCode.Forbidden, (await Put("101003", detail, "steward")).StatusCode);
        Assert.Equal("catalogue.classes-city-only", await Code(await Put("101003", detail, "district")));
        Assert.Equal(HttpStatusCode.OK, (await Put("101003", detail, "bureau")).StatusCode);
        await Register(Hospitals.With(r => r.Category = "101003"));

        Assert.Equal("catalogue.class-fixed", await Code(await Put("101", detail, "bureau")));
        Assert.Equal("catalogue.class-without-parent", await Code(await Put("199001", detail, "bureau")));
        Assert.Equal("catalogue.bad-class", await Code(await Put("1010", detail, "bureau")));
        Assert.Equal("catalogue.invalid", await Code(await Put("101004", new { zh = " " }, "bureau")));
        Assert.Equal("catalogue.invalid", await Code(await Put("101004", new { zh = "居\u200b民" }, "bureau")));
    }

    [Fact]
    public async Task gives_up_a_class_that_was_added_by_mistake_but_none_that_a_code_was_counted_in()
    {
        await Put("101003", new { zh = "出生登记" }, "bureau");
        await Put("10100301", new { zh = "出生医学证明" }, "bureau");
        Assert.Equal(HttpStatusCode.Forbidden, (await Delete("101003", "steward")).StatusCode);
        Assert.Equal("catalogue.classes-city-only", await Code(await Delete("101003", "district")));
        Assert.Equal("catalogue.class-in-use", await Code(await Delete("101003", "bureau"))); // one stands below it
        Assert.Equal(HttpStatusCode.NoContent, (await Delete("10100301", "bureau")).StatusCode);
        await Register(Hospitals.With(r => r.Category = "101003"));
        await _hub.As("steward").DeleteAsync("/api/v1/catalogue/101003-000001");

        Assert.Equal("catalogue.class-in-use", await Code(await Delete("101003", "bureau"))); // its code is never given out again
        Assert.Equal("catalogue.class-fixed", await Code(await Delete("101", "bureau")));
        Assert.Equal("catalogue.no-such-class", await Code(await Delete("10100301", "bureau")));
    }

    [Fact]
    public async Task names_a_duty_that_city_and_districts_share_after_none_of_them()
    {
        await Register(Hospitals.Request());

        Assert.Equal("卫生健康委员会", (await Path("306001-000001", "zh"))[^1]);
        Assert.Equal("Health Commission", (await Path("306001-000001", "en"))[^1]);
    }

    [Fact]
    public async Task narrows_the_catalogue_at_every_level_and_says_when_a_class_is_unknown()
    {
        await Register(Hospitals.With(r => r.Category = "10100201"));
        await Act("10100201-000001/publish", new { });
        foreach (var level in (string[])["1", "101", "101002", "10100201"])
        {
            Assert.Equal(1, (await _hub.As(null).GetFromJsonAsync<JsonElement>($"/api/v1/catalogue?class={level}")).GetProperty("total").GetInt32());
        }

        Assert.Equal(0, (await _hub.As(null).GetFromJsonAsync<JsonElement>("/api/v1/catalogue?class=2")).GetProperty("total").GetInt32());
        Assert.Equal("catalogue.bad-filter", await Code(await _hub.As(null).GetAsync("/api/v1/catalogue?class=zzz")));
        Assert.Equal("catalogue.bad-filter", await Code(await _hub.As(null).GetAsync("/api/v1/catalogue?provider=500000-zzz")));
        Assert.Equal("search.bad-value", await Code(await _hub.As("bureau").GetAsync("/api/v1/search?class=zzz")));
        Assert.Equal("search.bad-value", await Code(await _hub.As("bureau").GetAsync("/api/v1/search?district=999")));
    }

    [Fact]
    public async Task is_found_in_sorted_and_exported()
    {
        var found = await _hub.As(null).GetFromJsonAsync<JsonElement>("/api/v1/catalogue-classes?q=健康&sort=name");
        Assert.Contains(found.GetProperty("items").EnumerateArray(), c => c.GetProperty("code").GetString() == "202");
        Assert.StartsWith("code,name,source,published\r\n3", await _hub.As(null).GetStringAsync("/api/v1/catalogue-classes.csv?sort=code&order=desc"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await _hub.As(null).GetAsync("/api/v1/catalogue-classes?sort=colour")).StatusCode);
    }

    [Fact]
    public async Task gives_no_code_out_again_after_a_withdrawal()
    {
        await Register(Hospitals.Request());
        await Act("306001-000001/publish", new { });
        await Act("306001-000001/withdraw", new { reason = "口径调整" });

        Assert.Equal("306001/000002", await Register(Hospitals.Request("二")));
        Assert.Equal("withdrawn", (await Json("306001-000001")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task serves_what_was_registered_with_every_field()
    {
        await Register(Hospitals.With(r =>
        {
            (r.TitleEn, r.Format, r.SubFormats, r.Ways, r.IssuedOn) = ("Medical licences", "2", ["xlsx"], ["file"], "2026-04-01");
            r.Extension = new() { Alias = "医疗许可", Contact = "信息中心", Records = "12" };
            r.Items![2].DateFormat = null;
        }));

        var entry = await Json("306001-000001");
        Assert.Equal(("Medical licences", "spreadsheet", "2026-04-01"),
            (entry.GetProperty("titleEn").GetString(), entry.GetProperty("format").GetString(), entry.GetProperty("issuedOn").GetString()));
        Assert.Equal(("医疗许可", 12), (entry.GetProperty("extension").GetProperty("alias").GetString(), entry.GetProperty("extension").GetProperty("records").GetInt32()));
        using var body = new StringContent(entry.GetRawText(), null, "application/json");
        var again = await _hub.As("steward").PutAsync("/api/v1/catalogue/306001-000001", body);
        Assert.True(again.IsSuccessStatusCode, await again.Content.ReadAsStringAsync());
        Assert.Equal(entry.GetProperty("extension").GetRawText(), (await Json("306001-000001")).GetProperty("extension").GetRawText());
    }

    private async Task<IReadOnlyList<string>> Path(string code, string language)
    {
        var client = _hub.As("bureau");
        client.DefaultRequestHeaders.AcceptLanguage.Clear();
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        var entry = await client.GetFromJsonAsync<JsonElement>($"/api/v1/catalogue/{code}");
        return [.. entry.GetProperty("classification").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];
    }

    private Task<HttpResponseMessage> Put(string code, object body, string who) => _hub.As(who).PutAsJsonAsync($"/api/v1/catalogue-classes/{code}", body);

    private Task<HttpResponseMessage> Delete(string code, string who) => _hub.As(who).DeleteAsync($"/api/v1/catalogue-classes/{code}");

    private static async Task<string?> Code(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();

    private async Task Act(string address, object body) =>
        Assert.True((await _hub.As("bureau").PostAsJsonAsync($"/api/v1/catalogue/{address}", body)).IsSuccessStatusCode);

    private async Task<string> Register(CityHub.DataCentre.Catalogue.Checks.EntryRequest request)
    {
        var answer = await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", request);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!;
    }

    private Task<JsonElement> Json(string code) => _hub.As("bureau").GetFromJsonAsync<JsonElement>($"/api/v1/catalogue/{code}");
}
