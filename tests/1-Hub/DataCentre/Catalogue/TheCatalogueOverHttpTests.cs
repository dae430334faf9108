using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CityHub.DataCentre.Catalogue.Checks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.DataCentre.Tests.Catalogue;

public sealed class The_catalogue_over_http : IAsyncLifetime
{
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await TestHub.Start();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task numbers_codes_in_each_category_and_never_gives_one_out_again()
    {
        Assert.Equal("306001/000001", await Register(Hospitals.Request("一")));
        Assert.Equal("306001/000002", await Register(Hospitals.Request("二")));
        Assert.Equal("101001/000001", await Register(Hospitals.With(r => (r.Title, r.Category) = ("三", "101001"))));
        Assert.Equal("306002/000001", await Register(Hospitals.With(r => r.Provider = "500000-ga"), "other"));

        Assert.Equal(HttpStatusCode.NoContent, (await _hub.As("steward").DeleteAsync("/api/v1/catalogue/306001-000002")).StatusCode);
        Assert.Equal("306001/000003", await Register(Hospitals.Request("四")));
    }

    [Fact]
    public async Task publishes_many_drafts_each_for_itself()
    {
        foreach (var title in (string[])["一", "二", "三"])
        {
            await Register(Hospitals.Request(title));
        }

        await Register(Hospitals.With(r => (r.Title, r.Provider) = ("四", "500103-dsj")), "district");
        var asked = new { codes = (string[])["306001/000001", "306001-000003", "306001/000003", "306001/999999"], note = "首批" };

        var done = await (await _hub.As("bureau").PostAsJsonAsync("/api/v1/catalogue-publications", asked)).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal((2, 1), (done.GetProperty("published").GetInt32(), done.GetProperty("refused").GetInt32()));
        Assert.Equal([("306001/000001", null), ("306001/000003", null), ("306001/999999", "catalogue.no-such-resource")],
            done.GetProperty("items").EnumerateArray().Select(i => (i.GetProperty("code").GetString(), i.TryGetProperty("fault", out var f) ? f.GetString() : null)));
        Assert.Equal(2, (await Json(_hub.As(null), "/api/v1/catalogue")).GetProperty("total").GetInt32());
        Assert.Equal(HttpStatusCode.Forbidden, (await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue-publications", asked)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await _hub.As("bureau").PostAsJsonAsync("/api/v1/catalogue-publications", new { codes = Array.Empty<string>() })).StatusCode);
    }

    [Fact]
    public async Task keeps_everything_over_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory("cityhub-").FullName;
        try
        {
            await using (var first = await TestHub.Start(folder))
            {
                await Register(Hospitals.Request(), hub: first);
                await Register(Hospitals.Request("二"), hub: first);
                await Publish("306001-000001", first);
                await first.As("steward").DeleteAsync("/api/v1/catalogue/306001-000002");
            }

            await using var second = await TestHub.Start(folder);
            var entry = await Json(second.As(null), "/api/v1/catalogue/306001-000001");
            Assert.Equal(("医疗机构执业许可", 3, "published"),
                (entry.GetProperty("title").GetString(), entry.GetProperty("items").GetArrayLength(), entry.GetProperty("state").GetString()));
            Assert.Equal("306001/000003", await Register(Hospitals.Request("三"), hub: second));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("reader", HttpStatusCode.Forbidden)]
    [InlineData("other", HttpStatusCode.Forbidden)]
    [InlineData("steward", HttpStatusCode.Created)]
    [InlineData("bureau", HttpStatusCode.Created)]
    public async Task is_written_by_stewards_of_the_provider_and_the_bureau(string? who, HttpStatusCode status) =>
        Assert.Equal(status, (await _hub.As(who).PostAsJsonAsync("/api/v1/catalogue", Hospitals.Request())).StatusCode);

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData("steward", HttpStatusCode.Forbidden)]
    [InlineData("district", HttpStatusCode.NotFound)]
    [InlineData("bureau", HttpStatusCode.OK)]
    public async Task is_published_by_the_bureau_of_the_area(string? who, HttpStatusCode status)
    {
        await Register(Hospitals.Request());
        Assert.Equal(status, (await _hub.As(who).PostAsync("/api/v1/catalogue/306001-000001/publish", null)).StatusCode);
    }

    [Fact]
    public async Task hides_drafts_from_everybody_but_the_officials_of_the_provider()
    {
        await Register(Hospitals.Request());

        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As(null).GetAsync("/api/v1/catalogue/306001-000001")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As("other").GetAsync("/api/v1/catalogue/306001-000001")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _hub.As("steward").GetAsync("/api/v1/catalogue/306001-000001")).StatusCode);
        Assert.Equal(0, await Total("other", "?state=draft"));
        Assert.Equal(1, await Total("steward", "?state=draft"));
        Assert.Equal(0, await Total("steward", ""));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _hub.As(null).GetAsync("/api/v1/catalogue?state=draft")).StatusCode);
    }

    [Theory]
    [InlineData("PUT", "/api/v1/catalogue/{0}")]
    [InlineData("DELETE", "/api/v1/catalogue/{0}")]
    [InlineData("DELETE", "/api/v1/catalogue/{0}/draft")]
    [InlineData("POST", "/api/v1/catalogue/{0}/publish")]
    [InlineData("POST", "/api/v1/catalogue/{0}/withdraw")]
    [InlineData("POST", "/api/v1/resources/{0}/charts")]
    [InlineData("POST", "/api/v1/resources/{0}/lookup")]
    [InlineData("POST", "/api/v1/resources/{0}/batches")]
    [InlineData("GET", "/api/v1/resources/{0}/batches")]
    [InlineData("POST", "/api/v1/runs")]
    [InlineData("POST", "/api/v1/gathering/proposals")]
    public async Task answers_a_write_to_anothers_draft_as_one_to_a_code_that_is_not_there(string method, string address)
    {
        await Register(Hospitals.Request());

        async Task<(HttpStatusCode, string?, string?)> Ask(string code)
        {
            var inAddress = code.Replace('/', '-');
            object body = address.Contains("catalogue", StringComparison.Ordinal) && method == "PUT" ? Hospitals.With(r => r.Provider = "500103-dsj")
                : new { resource = code, mode = "append", path = "/a.csv", key = "1", reason = "x" };
            using var request = new HttpRequestMessage(new(method), string.Format(System.Globalization.CultureInfo.InvariantCulture, address, inAddress)) { Content = method is "PUT" or "POST" ? JsonContent.Create(body) : null };
            using var answer = await _hub.As("district").SendAsync(request);
            var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            return (answer.StatusCode, problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString()!.Replace(inAddress, "…", StringComparison.Ordinal).Replace(code, "…", StringComparison.Ordinal));
        }

        var hidden = await Ask("306001/000001");

        Assert.Equal((HttpStatusCode.NotFound, "catalogue.no-such-resource"), (hidden.Item1, hidden.Item2));
        Assert.Equal(await Ask("306001/000099"), hidden);
    }

    [Fact]
    public async Task tells_who_may_not_change_it_only_where_the_entry_is_seen()
    {
        await Register(Hospitals.Request());
        await Publish("306001-000001");

        using var answer = await _hub.As("other").PutAsJsonAsync("/api/v1/catalogue/306001-000001", Hospitals.Request());

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task shows_published_metadata_to_everybody_and_never_rows()
    {
        await Register(Hospitals.Request());
        await Publish("306001-000001");

        var entry = await Json(_hub.As(null), "/api/v1/catalogue/306001/000001"); // with its slash, too
        Assert.Equal("306001/000001", entry.GetProperty("code").GetString());
        Assert.Equal(18, entry.GetProperty("providerCreditCode").GetString()!.Length);
        Assert.False(entry.TryGetProperty("rows", out _));
        Assert.False(entry.TryGetProperty("revision", out _));
    }

    [Fact]
    public async Task says_that_a_withdrawn_entry_is_gone_and_serves_it_only_to_officials()
    {
        await Register(Hospitals.Request());
        await Publish("306001-000001");
        var answer = await _hub.As("bureau").PostAsJsonAsync("/api/v1/catalogue/306001-000001/withdraw", new { reason = "口径调整" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        Assert.Equal(HttpStatusCode.Gone, (await _hub.As(null).GetAsync("/api/v1/catalogue/306001-000001")).StatusCode);
        Assert.Equal("口径调整", (await Json(_hub.As("steward"), "/api/v1/catalogue/306001-000001")).GetProperty("withdrawReason").GetString());
        Assert.Equal(0, await Total(null, ""));
    }

    [Fact]
    public async Task tells_all_field_faults_in_the_language_that_is_asked_for()
    {
        var answer = await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", Hospitals.With(r =>
        {
            r.Title = null;
            r.Items![2].Length = "long";
            r.Items[2].Type = "number";
        }));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("catalogue.invalid", problem.GetProperty("code").GetString());
        var errors = problem.GetProperty("errors").EnumerateArray().ToDictionary(e => e.GetProperty("path").GetString()!, e => e.GetProperty("detail").GetString());
        Assert.Equal("Item 3, Length is a whole number, not 'long'.", errors["items[2].length"]);
        Assert.Equal("Title is missing.", errors["title"]);
    }

    [Fact]
    public async Task refuses_a_title_that_the_department_has_already_but_not_one_of_another()
    {
        await Register(Hospitals.Request());

        Assert.Equal(HttpStatusCode.Conflict, (await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", Hospitals.Request(" 医疗机构执业许可 "))).StatusCode);
        await Register(Hospitals.With(r => r.Provider = "500000-ga"), "other");
    }

    [Fact]
    public async Task keeps_two_people_from_overwriting_each_other()
    {
        await Register(Hospitals.Request());
        var read = await _hub.As("steward").GetAsync("/api/v1/catalogue/306001-000001");
        Assert.Equal("\"1\"", read.Headers.ETag!.Tag);

        Assert.Equal(HttpStatusCode.OK, (await Put(Hospitals.Request("甲"), "\"1\"")).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Put(Hospitals.Request("乙"), "\"1\"")).StatusCode);
    }

    [Fact]
    public async Task keeps_every_published_version_whole_and_compares_them()
    {
        await Register(Hospitals.Request());
        await Publish("306001-000001");
        Assert.Equal(HttpStatusCode.OK, (await Put(Hospitals.WithItem(i => i.Name = "核定床位数"), null)).StatusCode);
        var draft = await Json(_hub.As("steward"), "/api/v1/catalogue/306001-000001/draft");
        Assert.Equal("核定床位数", draft.GetProperty("items")[2].GetProperty("name").GetString());
        await Publish("306001-000001");

        var versions = await Json(_hub.As(null), "/api/v1/catalogue/306001-000001/versions");
        Assert.Equal([2, 1], versions.GetProperty("items").EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
        Assert.False(versions.GetProperty("items")[0].TryGetProperty("publishedBy", out _));
        var first = await Json(_hub.As(null), "/api/v1/catalogue/306001-000001/versions/1");
        Assert.Equal("床位数", first.GetProperty("entry").GetProperty("items")[2].GetProperty("name").GetString());
        var difference = await Json(_hub.As(null), "/api/v1/catalogue/306001-000001/diff?from=1&to=2");
        Assert.Equal("核定床位数", difference.GetProperty("difference").GetProperty("changed")[0].GetProperty("fields")[0].GetProperty("to").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As(null).GetAsync("/api/v1/catalogue/306001-000001/versions/3")).StatusCode);
    }

    [Fact]
    public async Task is_edited_with_what_was_read()
    {
        await Register(Hospitals.Request());
        var read = await _hub.As("steward").GetStringAsync("/api/v1/catalogue/306001-000001");
        using var body = new StringContent(read, null, "application/json");

        Assert.Equal(HttpStatusCode.OK, (await _hub.As("steward").PutAsync("/api/v1/catalogue/306001-000001", body)).StatusCode);
        Assert.Equal(JsonDocument.Parse(read).RootElement.GetProperty("items").GetRawText(),
            (await Json(_hub.As("steward"), "/api/v1/catalogue/306001-000001")).GetProperty("items").GetRawText());
    }

    [Fact]
    public async Task finds_entries_by_title_item_theme_provider_district_and_opening()
    {
        await Register(Hospitals.Request());
        await Register(Hospitals.With(r => (r.Title, r.Provider, r.Theme, r.Open) = ("空气质量小时值", "500103-dsj", "生态环境", true)), "bureau");
        await Publish("306001-000001");
        await Publish("306002-000001");

        Assert.Equal(2, await Total(null, ""));
        Assert.Equal(2, await Total(null, "?q=床位数"));
        Assert.Equal(1, await Total(null, "?q=床位数 空气"));
        Assert.Equal(1, await Total(null, "?theme=医疗卫生"));
        Assert.Equal(1, await Total(null, "?provider=500000-wjw"));
        Assert.Equal(1, await Total(null, "?district=500103"));
        Assert.Equal(2, await Total(null, "?district=500000"));
        Assert.Equal(1, await Total(null, "?open=true"));
        foreach (var bad in (string[])["?open=maybe", "?limit=0", "?limit=201", "?cursor=nonsense", "?sort=size", "?sort=title&order=down", "?district=999999", "?state=gone", "?sharing=foo", "?cycle=often"])
        {
            Assert.Equal((bad, HttpStatusCode.BadRequest), (bad, (await _hub.As("bureau").GetAsync($"/api/v1/catalogue{bad}")).StatusCode));
        }
    }

    [Theory] // A: the health commission's, B: a district's
    [InlineData("", "AB")]
    [InlineData("?sort=code&order=desc", "BA")]
    [InlineData("?sort=provider", "AB")]
    [InlineData("?sort=provider&order=desc", "BA")]
    [InlineData("?sort=theme", "AB")] // as characters are numbered: 医 U+533B, 生 U+751F
    [InlineData("?sort=sharing", "BA")] // conditional, unconditional
    [InlineData("?sort=sharing&order=desc", "AB")]
    [InlineData("?sort=cycle", "AB")] // daily, monthly
    [InlineData("?sort=open", "AB")] // the open ones first
    [InlineData("?sort=open&order=asc", "BA")]
    [InlineData("?sort=title&order=desc", "BA")] // 空 U+7A7A
    public async Task sorts_pages_and_exports_in_the_order_that_is_asked_for(string query, string expected)
    {
        await Register(Hospitals.With(r => r.Open = true));
        await Register(Hospitals.With(r => (r.Title, r.Provider, r.Theme, r.Sharing, r.SharingCondition, r.Cycle) = ("空气质量小时值", "500103-dsj", "生态环境", "conditional", "用于核验", "monthly")), "bureau");
        await Publish("306001-000001");
        await Publish("306002-000001");

        var codes = new List<string>();
        for (var cursor = ""; ;)
        {
            var page = await Json(_hub.As(null), $"/api/v1/catalogue{(query.Length > 0 ? query + "&" : "?")}limit=1{cursor}");
            codes.AddRange(page.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("code").GetString()!));
            if (!page.TryGetProperty("next", out var next) || next.GetString() is not { } last)
            {
                break;
            }

            cursor = "&cursor=" + Uri.EscapeDataString(last);
        }

        var csv = (await _hub.As(null).GetStringAsync("/api/v1/catalogue.csv" + query)).TrimEnd().Split("\r\n").Skip(1).Select(line => line.Split(',')[0]);
        Assert.Equal((expected, expected), (Letters(codes), Letters(csv)));

        static string Letters(IEnumerable<string> codes) => string.Concat(codes.Select(c => c == "306001/000001" ? 'A' : 'B'));
    }

    [Fact]
    public async Task lists_and_exports_its_versions_in_either_order()
    {
        await Register(Hospitals.Request());
        await Publish("306001-000001");
        var etag = (await _hub.As("steward").GetAsync("/api/v1/catalogue/306001-000001")).Headers.ETag?.ToString();
        (await Put(Hospitals.With(r => r.Cycle = "weekly"), etag)).EnsureSuccessStatusCode();
        await Publish("306001-000001");

        async Task<string> Numbers(string query) => string.Join(' ', (await Json(_hub.As(null), "/api/v1/catalogue/306001-000001/versions" + query)).GetProperty("items").EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
        Assert.Equal(("2 1", "1 2"), (await Numbers(""), await Numbers("?sort=version&order=asc")));
        Assert.Equal(["1", "2"], (await _hub.As(null).GetStringAsync("/api/v1/catalogue/306001-000001/versions.csv?order=asc")).TrimEnd().Split("\r\n").Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal(HttpStatusCode.BadRequest, (await _hub.As(null).GetAsync("/api/v1/catalogue/306001-000001/versions?sort=size")).StatusCode);
    }

    [Fact]
    public async Task notes_each_change_in_the_audit_trail()
    {
        await Register(Hospitals.Request());
        await Publish("306001-000001");

        // The appender copies from the outbox in its own time; an entry stands in one of the two from the commit on.
        foreach (var act in (string[])["catalogue.register", "catalogue.publish"])
        {
            Assert.True(await InOutbox(act) || InTrail(act) || await InOutbox(act), act);
        }
    }

    [Fact]
    public async Task does_a_repeated_write_once_and_answers_the_same()
    {
        var first = await Send(Hospitals.Request(), "key-1");
        var again = await Send(Hospitals.Request(), "key-1");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, again.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await again.Content.ReadAsStringAsync());
        Assert.Equal(first.Headers.Location, again.Headers.Location);
        Assert.True(again.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal(1, await Total("steward", "?state=draft"));
    }

    [Fact]
    public async Task refuses_a_key_that_was_used_for_another_write_but_not_one_of_another_person_or_a_day_ago()
    {
        await Send(Hospitals.Request(), "key-1");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(Hospitals.Request("二"), "key-1")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await Send(Hospitals.Request("三"), "key-1", "bureau")).StatusCode);
        _hub.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(HttpStatusCode.Created, (await Send(Hospitals.Request("四"), "key-1")).StatusCode);
    }

    [Fact]
    public async Task lets_a_refused_write_be_mended_under_its_key()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Send(Hospitals.With(r => r.Title = ""), "key-1")).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await Send(Hospitals.Request(), "key-1")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(Hospitals.Request("二"), "键")).StatusCode);
    }

    [Fact]
    public async Task exports_an_entry_that_registers_again_and_a_list_whose_cells_are_no_formulas()
    {
        await Register(Hospitals.Request("=cmd|' /C calc'!A0"));
        await Publish("306001-000001");

        var file = await _hub.As(null).GetAsync("/api/v1/catalogue/306001-000001/export");
        Assert.Equal("306001-000001.json", file.Content.Headers.ContentDisposition?.FileName);
        var again = JsonSerializer.Deserialize<EntryRequest>(await file.Content.ReadAsStringAsync(), JsonSerializerOptions.Web)! with { Title = "又一个" };
        Assert.Equal("306001/000002", await Register(again));

        var csv = await _hub.As(null).GetStringAsync("/api/v1/catalogue.csv");
        Assert.Contains(",'=cmd|' /C calc'!A0,", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("又一个", csv, StringComparison.Ordinal); // a draft
    }

    private async Task<bool> InOutbox(string act)
    {
        await using var db = await _hub.Service<Microsoft.EntityFrameworkCore.IDbContextFactory<CityHub.Storage.Records.RecordsDb>>().CreateDbContextAsync();
        return db.AuditOutbox.AsEnumerable().Any(row => row.Entry.Contains(act, StringComparison.Ordinal));
    }

    private bool InTrail(string act) => Directory.EnumerateFiles(_hub.Folder, "*", SearchOption.AllDirectories)
        .Where(file => file.Contains("audit", StringComparison.OrdinalIgnoreCase) || file.Contains("trail", StringComparison.OrdinalIgnoreCase))
        .Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd().Contains(act, StringComparison.Ordinal);
        });

    private async Task<HttpResponseMessage> Send(EntryRequest request, string key, string who = "steward")
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/api/v1/catalogue") { Content = JsonContent.Create(request) };
        message.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await _hub.As(who).SendAsync(message);
    }

    private async Task<string> Register(EntryRequest request, string who = "steward", TestHub? hub = null)
    {
        var answer = await (hub ?? _hub).As(who).PostAsJsonAsync("/api/v1/catalogue", request);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!;
    }

    private async Task Publish(string code, TestHub? hub = null)
    {
        var answer = await (hub ?? _hub).As("bureau").PostAsJsonAsync($"/api/v1/catalogue/{code}/publish", new { note = "首次发布" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> Put(EntryRequest request, string? ifMatch)
    {
        using var message = new HttpRequestMessage(HttpMethod.Put, "/api/v1/catalogue/306001-000001") { Content = JsonContent.Create(request) };
        if (ifMatch is not null)
        {
            message.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await _hub.As("steward").SendAsync(message);
    }

    private async Task<int> Total(string? who, string query) =>
        (await Json(_hub.As(who), $"/api/v1/catalogue{query}")).GetProperty("total").GetInt32();

    private static Task<JsonElement> Json(HttpClient client, string address) => client.GetFromJsonAsync<JsonElement>(address);
}
