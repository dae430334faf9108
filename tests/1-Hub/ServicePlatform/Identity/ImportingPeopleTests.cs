using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using MiniExcelLibs;
using Xunit;

namespace CityHub.ServicePlatform.Tests.Identity;

public sealed class People_in_a_workbook : IAsyncLifetime
{
    private City _city = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _city = await City.Start();
        _admin = await _city.SignedIn("admin");
    }

    public async ValueTask DisposeAsync() => await _city.DisposeAsync();

    [Fact]
    public async Task get_accounts_posts_and_a_password_that_they_must_change()
    {
        var report = await Ok(await Send(Book(Person("li.lei", "李雷", "500000-ga", "data-steward", until: new DateTime(2026, 12, 31)), Person("han.mei", "韩梅", "市民政局", "数据查阅"))));

        Assert.Equal(2, report.GetProperty("made").GetArrayLength());
        var li = await _admin.GetFromJsonAsync<JsonElement>("/api/v1/accounts/li.lei");
        Assert.Equal(("李雷", "mustChangePassword"), (li.GetProperty("displayName").GetString(), li.GetProperty("state").GetString()));
        Assert.Equal(("500000-ga", "data-steward"), (li.GetProperty("posts")[0].GetProperty("organisation").GetString(), li.GetProperty("posts")[0].GetProperty("role").GetString()));
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 16, 0, 0, TimeSpan.Zero), li.GetProperty("posts")[0].GetProperty("to").GetDateTimeOffset()); // the end of that day in Chongqing
        Assert.Equal("500000-mz", (await _admin.GetFromJsonAsync<JsonElement>("/api/v1/accounts/han.mei")).GetProperty("posts")[0].GetProperty("organisation").GetString());

        var password = report.GetProperty("made")[0].GetProperty("password").GetString()!;
        using var browser = await _city.SignedIn("li.lei", password);
        Assert.Equal("identity.password-change-required", await Code(await browser.GetAsync("/api/v1/accounts")));
    }

    [Fact]
    public async Task are_told_where_each_is_wrong_and_none_is_made()
    {
        using var answer = await Send(Book(
            Person("li.lei", "李雷", "500000-ga", "data-steward"), Person("LI.LEI", "李蕾", "500000-ga", "data-steward"), Person("operator", "又一个", "500000-ga", "data-steward"),
            Person("x", "短", "500000-ga", "data-steward"), Person("zhao", null, "500000-ga", "data-steward"), Person("qian", "钱", "没有这个局", "data-steward"), Person("sun", "孙", "500000-ga", "市长"),
            Person("zhou", "周", "500000-ga", "data-steward", until: "2026-02-30"), Person("wujun", "吴", "公安局？", "data-steward")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var faults = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("report").GetProperty("faults").EnumerateArray().Select(f => (f.GetProperty("row").GetInt32(), f.GetProperty("head").GetString(), f.GetProperty("code").GetString()));
        Assert.Equal(
        [
            (3, "用户名", "people.twice"), (4, "用户名", "identity.user-name-taken"), (5, "用户名", "identity.user-name-invalid"), (6, "姓名", "identity.display-name-missing"), (7, "机构", "identity.organisation-unknown"),
            (8, "角色", "identity.role-unknown"), (9, "任期至", "people.until"), (10, "机构", "identity.organisation-unknown"),
        ], faults);
        Assert.Equal(HttpStatusCode.NotFound, (await _admin.GetAsync("/api/v1/accounts/li.lei")).StatusCode);
    }

    [Fact]
    public async Task are_only_looked_at_by_a_dry_run()
    {
        var report = await Ok(await Send(Book(Person("li.lei", "李雷", "500000-ga", "data-steward")), "?dryRun=true"));

        Assert.Equal((1, 0), (report.GetProperty("people").GetArrayLength(), report.GetProperty("made").GetArrayLength()));
        Assert.Equal(HttpStatusCode.NotFound, (await _admin.GetAsync("/api/v1/accounts/li.lei")).StatusCode);
    }

    [Fact]
    public async Task get_no_post_that_their_administrator_may_not_give()
    {
        var made = await (await _admin.PostAsJsonAsync("/api/v1/accounts", new { userName = "yz.admin", displayName = "渝中管理员", organisation = "500103", role = "system-administrator" })).Content.ReadFromJsonAsync<JsonElement>();
        using var district = await _city.SignedIn("yz.admin", made.GetProperty("password").GetString());
        await district.PostAsJsonAsync("/api/v1/password", new { current = made.GetProperty("password").GetString(), next = "Liziba2026metro" });

        using var answer = await Send(Book(Person("li.lei", "李雷", "500103-ga", "data-steward"), Person("han.mei", "韩梅", "500000-ga", "data-steward")), who: district);
        var fault = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("report").GetProperty("faults")[0];
        Assert.Equal((3, "identity.out-of-scope"), (fault.GetProperty("row").GetInt32(), fault.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await Send(Book(Person("li.lei", "李雷", "500103-ga", "data-steward")), who: district)).StatusCode);
        using var steward = await _city.SignedIn("steward");
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(Book(Person("wang", "王", "500000-ga", "data-steward")), who: steward)).StatusCode);
    }

    [Fact]
    public async Task come_in_the_template_as_it_is_given_out()
    {
        var template = await _admin.GetByteArrayAsync("/api/v1/accounts-template.xlsx");
        Assert.Equal("people.empty", await Code(await Send(template)));

        var heads = ((IDictionary<string, object>)new MemoryStream(template).Query().First()).Values.Cast<string>();
        Assert.Equal(["用户名*", "姓名*", "机构*", "角色*", "电话", "邮箱", "任期至"], heads);
    }

    [Theory]
    [InlineData("people.no-book", "not a book at all")]
    [InlineData("people.no-book", "PK\u0003\u0004half a book")]
    [InlineData("people.no-book", "")]
    public async Task are_refused_with_a_broken_file(string code, string content) => Assert.Equal(code, await Code(await Send(System.Text.Encoding.Latin1.GetBytes(content))));

    [Fact]
    public async Task are_refused_without_a_column_and_beyond_a_thousand()
    {
        Assert.Equal("people.no-column", await Code(await Send(Save([new Dictionary<string, object?> { ["用户名"] = "li", ["姓名"] = "李" }]))));
        Assert.Equal("people.too-many", await Code(await Send(Book([.. Enumerable.Range(0, 1001).Select(i => Person($"u{i:0000}", "某人", "500000-ga", "data-steward"))]))));
    }

    private static Dictionary<string, object?> Person(string userName, string? name, string organisation, string role, object? until = null) =>
        new() { ["用户名*"] = userName, ["姓名*"] = name, ["机构*"] = organisation, ["角色*"] = role, ["电话"] = "023-63000000", ["邮箱"] = null, ["任期至"] = until };

    private static byte[] Book(params Dictionary<string, object?>[] people) => Save(people);

    private static byte[] Save(IEnumerable<Dictionary<string, object?>> rows)
    {
        using var to = new MemoryStream();
        to.SaveAs(rows);
        return to.ToArray();
    }

    private async Task<HttpResponseMessage> Send(byte[] book, string query = "", HttpClient? who = null)
    {
        using var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(book);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        form.Add(file, "file", "people.xlsx");
        return await (who ?? _admin).PostAsync("/api/v1/account-imports" + query, form);
    }

    private static async Task<JsonElement> Ok(HttpResponseMessage answer)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<string?> Code(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
}
