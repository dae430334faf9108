using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CityHub.DataCentre.Catalogue;
using CityHub.Storage.Tables;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

/// <summary>The whole way over HTTP with the real loader: a file in, rows visible, refused rows mended.</summary>
public sealed class Gathering_over_http : IAsyncLifetime
{
    private const string Header = "编号,名称,床位\n";
    private TestHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await TestHub.Start();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    public static TheoryData<string> Encodings => ["utf-8", "gb18030", "utf-16", "utf-16BE"];

    [Theory, MemberData(nameof(Encodings))]
    public async Task refuses_the_same_lines_in_every_encoding(string encoding)
    {
        var code = await Register();
        var run = await Upload(code, Encode(Header + "01,第一医院,500\n02,,20\n03,第三医院,很多\n01,又是第一,5\n04,\"第四,医院\",7\n05,第五\n", encoding));

        Assert.Equal(("succeeded", 6, 2, 4), (Text(run, "state"), Number(run, "read"), Number(run, "kept"), Number(run, "refused")));
        var refused = await Json(_hub.As("steward"), $"/api/v1/runs/{Text(run, "run")}/refused");
        Assert.Equal([(3, "required"), (4, "type"), (5, "unique"), (7, "field-count")],
            refused.GetProperty("items").EnumerateArray().Select(c => (Number(c, "line"), Text(c, "rule")!)));
    }

    [Fact]
    public async Task mends_refused_rows_by_json_and_loses_and_doubles_none()
    {
        var code = await Register();
        var run = Text(await Upload(code, Encode(Header + "01,第一医院,500\n02,,20\n03,第三医院,很多\n", "utf-8")), "run");

        using var answer = await _hub.As("steward").PostAsJsonAsync($"/api/v1/runs/{run}/refused/resubmit", new { rows = new Dictionary<string, object> { ["3"] = new { 名称 = "第二医院" }, ["4"] = new { 床位 = "还是很多" } } });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var mended = await End(Text(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement, "run")!);

        Assert.Equal(("succeeded", 1, 1), (Text(mended, "state"), Number(mended, "kept"), Number(mended, "refused")));
        Assert.Equal(2, Table(code).Rows);
        var states = (await Json(_hub.As("steward"), $"/api/v1/runs/{run}/refused")).GetProperty("items").EnumerateArray().Select(c => Text(c, "state"));
        Assert.Equal(["mended", "again"], states);
        Assert.Equal(1, Number(await Json(_hub.As("steward"), $"/api/v1/runs/{Text(mended, "run")}/refused"), "total"));
    }

    [Fact]
    public async Task tells_only_its_department_and_lets_only_it_write()
    {
        var code = await Register();
        var run = Text(await Upload(code, Encode(Header + "01,第一医院,500\n", "utf-8")), "run");

        Assert.Equal(HttpStatusCode.Unauthorized, (await _hub.As(null).GetAsync($"/api/v1/runs/{run}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As("other").GetAsync($"/api/v1/runs/{run}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _hub.As("reader").PostAsJsonAsync("/api/v1/runs", new { resource = code, path = "/etc/passwd" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _hub.As("steward").PostAsJsonAsync("/api/v1/runs", new { resource = code, path = "/etc/passwd" })).StatusCode);
        Assert.Equal(0, Number(await Json(_hub.As("other"), "/api/v1/runs"), "total"));
        Assert.Equal(1, Number(await Json(_hub.As("steward"), "/api/v1/runs?resource=" + code.Replace('/', '-')), "total"));
    }

    [Fact]
    public async Task lists_runs_and_refused_rows_in_pages_and_refuses_a_cursor_of_neither()
    {
        var code = await Register();
        var first = Text(await Upload(code, Encode(Header + "01,,500\n02,,20\n03,,5\n", "utf-8")), "run");
        var second = Text(await Upload(code, Encode(Header + "04,第四医院,500\n", "utf-8")), "run");

        var runs = await Json(_hub.As("steward"), "/api/v1/runs?limit=1");
        var later = await Json(_hub.As("steward"), $"/api/v1/runs?limit=1&cursor={Text(runs, "next")}");
        Assert.Equal((second, first), (Text(runs.GetProperty("items")[0], "run"), Text(later.GetProperty("items")[0], "run")));
        var refused = await Json(_hub.As("steward"), $"/api/v1/runs/{first}/refused?limit=2");
        Assert.Equal([4], (await Json(_hub.As("steward"), $"/api/v1/runs/{first}/refused?limit=2&cursor={Text(refused, "next")}")).GetProperty("items").EnumerateArray().Select(c => Number(c, "line")));

        // Another's run, an altered id, nonsense; blanks and stray bits that base 64 would forgive.
        foreach (var address in (string[])
            [$"/api/v1/runs?cursor={first![..^1]}{(first[^1] == '0' ? '1' : '0')}", "/api/v1/runs?cursor=zzzzzzzzzzzzzzzzzzzzzzzzzz", $"/api/v1/runs/{first}/refused?cursor=zz",
            $"/api/v1/runs/{first}/refused?cursor=%20{Text(refused, "next")}", $"/api/v1/runs/{first}/refused?cursor={Text(runs, "next")}"])
        {
            Assert.Equal((address, HttpStatusCode.BadRequest, "gathering.cursor-broken"), await Refusal(address));
        }

        async Task<(string, HttpStatusCode, string?)> Refusal(string address)
        {
            using var answer = await _hub.As("steward").GetAsync(address);
            return (address, answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement is var said && said.TryGetProperty("code", out var fault) ? fault.GetString() : said.ToString());
        }
    }

    [Theory, InlineData(255, null), InlineData(256, "request.bad-idempotency-key")]
    public async Task refuses_a_key_for_a_run_that_is_too_long(int length, string? refusal)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/runs") { Content = JsonContent.Create(new { resource = await Register(), mode = "append" }) };
        request.Headers.Add("Idempotency-Key", new string('k', length));
        using var answer = await _hub.As("steward").SendAsync(request);

        // Without a source the run itself is refused.
        Assert.Equal(refusal ?? "gathering.source-not-given", Text(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement, "code"));
    }

    [Fact]
    public async Task proposes_items_for_an_upload_and_gathers_it_without_a_second_upload()
    {
        var code = await Register();
        using var form = Form(Encode(Header + "01,第一医院,500\n02,第二医院,5\n", "gb18030"));
        form.Add(new StringContent(code), "resource");
        using var answer = await _hub.As("steward").PostAsync("/api/v1/gathering/proposals", form);
        var proposal = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal([0, 1, 2], proposal.GetProperty("mapping").EnumerateArray().Select(m => Number(m, "ordinal")));
        var source = proposal.GetProperty("source");
        Assert.Equal(("GB18030", 2), (Text(source, "encoding"), Number(source, "rows")));

        using var started = await _hub.As("steward").PostAsJsonAsync("/api/v1/runs", new { resource = code, mode = "replace", upload = Text(source, "upload") });
        Assert.Equal("succeeded", Text(await End(Text(JsonDocument.Parse(await started.Content.ReadAsStringAsync()).RootElement, "run")!), "state"));
        Assert.Equal(2, Table(code).Rows);
    }

    [Fact]
    public async Task that_would_replace_rows_by_nothing_says_which_rows_were_refused()
    {
        var code = await Register();
        await Upload(code, "code,name,beds\n0001,第一医院,5\n"u8.ToArray());

        var run = await _hub.Gather(code, "医院.csv", "code,name,beds\n0001,第一医院,many\n0002,,7\n"u8.ToArray(), "replace");

        Assert.Equal(("failed", 2, 2), (Text(run, "state"), Number(run, "read"), Number(run, "refused")));
        Assert.Equal((1, 1), (Number(run.GetProperty("refusedByRule"), "type"), Number(run.GetProperty("refusedByRule"), "required")));
        Assert.Equal(1, Table(code).Rows);
        var address = $"/api/v1/runs/{Text(run, "run")}/refused";
        Assert.Equal([(2, "type", "failed"), (3, "required", "failed")],
            (await Json(_hub.As("steward"), address)).GetProperty("items").EnumerateArray().Select(r => (Number(r, "line"), Text(r, "rule"), Text(r, "state"))));
        Assert.Contains("\n2,type,", await _hub.As("steward").GetStringAsync(address + "/download"), StringComparison.Ordinal);
        Assert.Equal(0, Number(await Json(_hub.As("steward"), "/api/v1/refused"), "rows")); // nothing that could be mended row by row
        using var again = await _hub.As("steward").PostAsJsonAsync(address + "/resubmit", new { rows = new Dictionary<string, object> { ["2"] = new { beds = "5" } } });
        Assert.Equal("gathering.run-kept-nothing", Text(JsonDocument.Parse(await again.Content.ReadAsStringAsync()).RootElement, "code"));
    }

    [Fact]
    public async Task of_a_file_that_lacks_an_item_which_has_values_replaces_nothing_unless_it_is_meant()
    {
        var code = await Register();
        await Upload(code, "code,name,beds\n0001,第一医院,5\n"u8.ToArray());

        var run = await _hub.Gather(code, "医院.csv", "code,name,bedz\n0001,第一医院,7\n"u8.ToArray(), "replace");

        Assert.Equal(("failed", "gathering.would-empty-items"), (Text(run, "state"), Text(run.GetProperty("fault"), "code")));
        Assert.Contains("bedz", Text(run.GetProperty("fault"), "detail"), StringComparison.Ordinal);
        Assert.Equal(5, Number((await Json(_hub.As("steward"), $"/api/v1/resources/{code.Replace('/', '-')}/rows")).GetProperty("items")[0], "beds"));
        using var form = new MultipartFormDataContent
        {
            { new StringContent(code), "resource" }, { new StringContent("replace"), "mode" }, { new StringContent("{\"beds\":null}"), "mapping" },
            { new ByteArrayContent("code,name,bedz\n0001,第一医院,7\n"u8.ToArray()), "file", "医院.csv" },
        };
        using var meant = await _hub.As("steward").PostAsync("/api/v1/runs", form);
        var ended = await End(Text(JsonDocument.Parse(await meant.Content.ReadAsStringAsync()).RootElement, "run")!);
        Assert.Equal("succeeded", Text(ended, "state"));
        Assert.Equal("""["beds"] ["bedz"]""", $"{ended.GetProperty("unfedItems").GetRawText()} {ended.GetProperty("unusedColumns").GetRawText()}");
    }

    [Fact]
    public async Task that_keeps_no_row_makes_the_data_no_newer()
    {
        var code = await Register();
        await Upload(code, "code,name,beds\n0001,第一医院,5\n"u8.ToArray());
        var profile = $"/api/v1/resources/{code.Replace('/', '-')}/profile";
        var due = Text(await Json(_hub.As("steward"), profile), "dueAt");

        var run = await _hub.Gather(code, "坏.csv", "code,name,beds\n0002,第二医院,many\n"u8.ToArray(), "append");

        Assert.Equal(("succeeded", 0, 1), (Text(run, "state"), Number(run, "kept"), Number(run, "refused")));
        var after = await Json(_hub.As("steward"), profile);
        Assert.Equal((due, 2), (Text(after, "dueAt"), Number(after.GetProperty("lastRun"), "number")));
    }

    [Fact]
    public async Task finds_a_refused_row_by_anything_that_stands_in_it_and_shows_a_broken_record_as_it_stood()
    {
        var code = await Register();
        var run = await _hub.Gather(code, "行.ndjson", Encoding.UTF8.GetBytes("{\"code\":\"0001\",\"name\":\"仁济堂\",\"beds\":\"many\"}\n{\"code\":\"0002\",\"name\":\n"), "append");
        var address = $"/api/v1/runs/{Text(run, "run")}/refused?q=";

        Assert.Equal([1], (await Json(_hub.As("steward"), address + Uri.EscapeDataString("仁济堂"))).GetProperty("items").EnumerateArray().Select(r => Number(r, "line")));
        var broken = (await Json(_hub.As("steward"), address + "0002")).GetProperty("items")[0];
        Assert.Equal("{\"code\":\"0002\",\"name\":", Text(broken, "value"));
        Assert.StartsWith("not valid JSON at byte", Text(broken, "reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task of_an_older_row_that_was_mended_does_not_replace_a_newer_one_unseen()
    {
        var code = await Register();
        var old = await _hub.Gather(code, "一.csv", "code,name,beds\n0001,旧名,many\n0002,另一家,few\n"u8.ToArray(), "upsert");
        await _hub.Gather(code, "二.csv", "code,name,beds\n0001,新名,5\n"u8.ToArray(), "upsert");

        var mended = await Resubmit(Text(old, "run")!, new() { ["2"] = new { beds = "9" }, ["3"] = new { beds = "8" } });

        Assert.Equal((1, 1), (Number(mended, "kept"), Number(mended.GetProperty("refusedByRule"), "newer")));
        Assert.Equal(("新名", 5), await Row("0001"));
        Assert.Equal(("另一家", 8), await Row("0002"));

        // The rows are held by the mending run now, by their first lines; whoever submits them once more means it.
        var refused = (await Json(_hub.As("steward"), $"/api/v1/runs/{Text(mended, "run")}/refused")).GetProperty("items")[0];
        Assert.Equal("line 2 of the first run", Text(refused, "place"));
        using var again = await _hub.As("steward").PostAsJsonAsync($"/api/v1/runs/{Text(old, "run")}/refused/resubmit", new { rows = new Dictionary<string, object> { ["2"] = new { } } });
        Assert.Contains(Text(mended, "run")!, await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, Number(await Resubmit(Text(mended, "run")!, new() { ["1"] = new { } }), "kept"));
        Assert.Equal(("旧名", 9), await Row("0001"));

        async Task<(string?, int)> Row(string key)
        {
            var row = (await Json(_hub.As("steward"), $"/api/v1/resources/{code.Replace('/', '-')}/rows?code={key}")).GetProperty("items")[0];
            return (Text(row, "name"), Number(row, "beds"));
        }

        async Task<JsonElement> Resubmit(string run, Dictionary<string, object> rows)
        {
            using var answer = await _hub.As("steward").PostAsJsonAsync($"/api/v1/runs/{run}/refused/resubmit", new { rows });
            return await End(Text(JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement, "run")!);
        }
    }

    [Fact]
    public async Task previews_of_a_mending_tell_of_faults_that_it_does_not_mend()
    {
        var code = await Register();
        var run = await _hub.Gather(code, "医院.csv", "code,name,beds\n0001,第一医院,many\n0002,,few\n"u8.ToArray());

        using var answer = await _hub.As("steward").PostAsJsonAsync(
            $"/api/v1/runs/{Text(run, "run")}/refused/mend", new { rule = "type", item = "beds", act = "set", value = "8", preview = true });

        var preview = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((2, 2, 1), (Number(preview, "looked"), Number(preview, "changed"), Number(preview, "stillBroken")));
        Assert.Contains("the row also has: 名称 Required", preview.GetRawText(), StringComparison.Ordinal);
    }

    private Task<string> Register() => _hub.Register("医院 " + Guid.NewGuid().ToString("N")[..6], Stage.Beds);

    private Task<JsonElement> Upload(string code, byte[] file) => _hub.Gather(code, "医院.csv", file);

    private Task<JsonElement> End(string run) => _hub.End(run);

    private VisibleTable Table(string code) =>
        _hub.Service<ITableStore>().Find(_hub.Service<ICatalogue>().Find(code, default).Result!.Id)!;

    private static MultipartFormDataContent Form(byte[] file) => new() { { new ByteArrayContent(file), "file", "医院.csv" } };

    private static byte[] Encode(string text, string encoding)
    {
        var wanted = encoding == "gb18030" ? Acquiring_text.Gb() : Encoding.GetEncoding(encoding);
        return encoding == "utf-8" ? wanted.GetBytes(text) : [.. wanted.GetPreamble(), .. wanted.GetBytes(text)];
    }

    private static async Task<JsonElement> Json(HttpClient client, string address) => JsonDocument.Parse(await client.GetStringAsync(address)).RootElement;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
}
