using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.Storage.Tables;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CityHub.DataCentre.Tests.Gathering;

/// <summary>A program pushes lines over HTTP; the real loader gathers them.</summary>
public sealed class Pushing_batches : IAsyncLifetime
{
    private const int Limit = 100_000;
    private TestHub _hub = null!;
    private string _code = "";
    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.Start(services: services => services.AddSingleton(
            new GatheringOptions { BatchLimitBytes = Limit, BatchWaitMilliseconds = 300, DiskReserveBytes = 1_000_000 }));
        _code = await Register();
        _address = $"/api/v1/resources/{_code.Replace('/', '-')}/batches";
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task are_taken_gathered_and_answered_line_by_line()
    {
        // A mark, a blank line, three flaws, no newline at the end.
        var (status, taken) = await Push("k1", "\uFEFF{\"编号\":\"01\",\"名称\":\"一\"}\r\n\n{\"编号\":\"02\",\"床位\":5}\n{\"编号\":\n[1]\n{\"编号\":\"03\",\"名称\":\"三\",\"床位\":7}");
        Assert.Equal((HttpStatusCode.Accepted, "received", 5), (status, Text(taken, "state"), Number(taken, "lines")));

        var receipt = await End(taken);

        Assert.Equal(("succeeded", 2, 3), (Text(receipt, "state"), Number(receipt, "kept"), Number(receipt, "refused")));
        Assert.Equal([(3, "required"), (4, "source-record"), (5, "source-record")],
            receipt.GetProperty("refusedLines").EnumerateArray().Select(l => (Number(l, "line"), Text(l, "rule")!)));
        Assert.Contains("not valid JSON at byte 11", Text(receipt.GetProperty("refusedLines")[1], "reason"), StringComparison.Ordinal); // the column: é counts in bytes
        Assert.Equal(2, Rows());
    }

    [Fact]
    public async Task are_gathered_by_one_run_and_answered_each_by_itself()
    {
        var first = await Push("a", Line("01", "一") + Line("02", ""));
        var second = await Push("b", "\n" + Line("03", "三") + Line("04", "") + Line("01", "又是一"));
        var third = await Push("c", "nonsense");

        var receipts = new[] { await End(first.Body), await End(second.Body), await End(third.Body) };

        Assert.Single(receipts.Select(r => Text(r, "run")).Distinct());
        Assert.Equal([(1, 1), (1, 2), (0, 1)], receipts.Select(r => (Number(r, "kept"), Number(r, "refused"))));
        Assert.Equal([2], Lines(receipts[0]));
        Assert.Equal([3, 4], Lines(receipts[1]));
        Assert.Equal([1], Lines(receipts[2]));
        var refused = await Json("steward", $"/api/v1/runs/{Text(receipts[0], "run")}/refused");
        Assert.Equal([$"{Text(first.Body, "batch")}:2", $"{Text(second.Body, "batch")}:3", $"{Text(second.Body, "batch")}:4", $"{Text(third.Body, "batch")}:1"],
            refused.GetProperty("items").EnumerateArray().Select(i => Text(i, "place")));
        Assert.Equal(3, Number(await Json("reader", _address), "total"));
        var page = await Json("reader", _address + "?limit=2");
        Assert.Equal([Text(first.Body, "batch")], (await Json("reader", $"{_address}?limit=2&cursor={Text(page, "next")}")).GetProperty("items").EnumerateArray().Select(b => Text(b, "batch")));
        using var wrong = await _hub.As("reader").GetAsync($"{_address}?cursor={Text(receipts[0], "run")}");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task change_a_row_twice_in_the_order_in_which_they_came()
    {
        var first = await Push("a", Line("01", "旧") + Line("02", "二"), mode: "upsert");
        var second = await Push("b", Line("01", "新"), mode: "upsert");

        var receipts = new[] { await End(first.Body), await End(second.Body) };

        Assert.Equal([(2, 0), (1, 0)], receipts.Select(r => (Number(r, "kept"), Number(r, "refused"))));
        Assert.NotEqual(Text(receipts[0], "run"), Text(receipts[1], "run"));
        Assert.Equal((2, "新"), (Rows(), await Name("01")));
    }

    [Fact]
    public async Task that_name_an_item_in_two_ways_do_not_lose_it()
    {
        var first = await Push("a", Line("01", "一"));
        var second = await Push("b", "{\"code\":\"02\",\"name\":\"二\"}\n");

        Assert.Equal([(1, 0), (1, 0)], new[] { await End(first.Body), await End(second.Body) }.Select(r => (Number(r, "kept"), Number(r, "refused"))));
    }

    [Fact]
    public async Task under_the_same_key_are_one()
    {
        var first = await Push("k", Line("01", "一"));
        var (status, again) = await Push("k", Packed(Line("01", "一")), packed: true);
        Assert.Equal((HttpStatusCode.OK, Text(first.Body, "batch")), (status, Text(again, "batch")));

        var receipt = await End(first.Body);
        var (_, later) = await Push("k", Line("01", "一"));

        Assert.Equal((Text(receipt, "run"), "succeeded", 1), (Text(later, "run"), Text(later, "state"), Number(later, "kept")));
        Assert.Equal("gathering.batch-key-reused", Text((await Push("k", Line("02", "二"))).Body, "code"));
        Assert.Equal(HttpStatusCode.Conflict, (await Push("k", Line("01", "一"), mode: "upsert")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await Push("k", Line("02", "二"), who: "sender")).Status); // another account's key
        Assert.Equal(1, Rows());
    }

    [Fact]
    public async Task sent_twice_at_once_are_taken_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Push("k", Line("01", "一") + Line("02", "二"))));

        Assert.Single(answers.Select(a => Text(a.Body, "batch")).Distinct());
        Assert.Single(answers, a => a.Status == HttpStatusCode.Accepted);
        Assert.Equal(2, Number(await End(answers[0].Body), "kept"));
        // The file goes just after the run is seen to have ended.
        for (var wait = 0; wait < 100 && Spooled().Length > 0; wait++)
        {
            await Task.Delay(50);
        }

        Assert.Empty(Spooled());
    }

    [Fact]
    public async Task are_for_those_who_gather_and_for_programs_that_may_only_push()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await Push("k", Line("01", "一"), who: null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Push("k", Line("01", "一"), who: "reader")).Status);
        Assert.Equal("catalogue.no-such-resource", Text((await Push("k", Line("01", "一"), who: "other")).Body, "code")); // a draft
        using var published = await _hub.As("bureau").PostAsync($"/api/v1/catalogue/{_code.Replace('/', '-')}/publish", null);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
        Assert.Equal("gathering.not-yours", Text((await Push("k", Line("01", "一"), who: "other")).Body, "code"));

        var (status, taken) = await Push("k", Line("01", "一"), who: "sender");
        var receipt = await End(taken, "sender");

        Assert.Equal((HttpStatusCode.Accepted, 1), (status, Number(receipt, "kept")));
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.As("other").GetAsync($"{_address}/{Text(taken, "batch")}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _hub.As("sender").GetAsync(_address)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _hub.As("sender").PostAsJsonAsync("/api/v1/runs", new { resource = _code })).StatusCode);
    }

    public static TheoryData<string, string, int, int> Hostile => new()
    {
        { "empty", "gathering.batch-empty", 0, 0 },
        { "blank", "gathering.batch-empty", 0, 0 },
        { "mark only", "gathering.batch-empty", 0, 0 },
        { "nul", "gathering.batch-nul", 2, 4 },
        { "not utf-8", "gathering.batch-not-utf8", 2, 3 },
        { "utf-16", "gathering.batch-not-utf8", 1, 1 },
        { "too large", "gathering.batch-too-large", 0, 0 },
        { "half a gzip", "gathering.batch-gzip", 0, 0 },
        { "a gzip without its end", "gathering.batch-gzip", 0, 0 },
        { "a changed gzip", "gathering.batch-gzip", 0, 0 },
        { "two gzips", "gathering.batch-gzip", 0, 0 },
        { "no gzip", "gathering.batch-gzip", 0, 0 },
        { "a bomb", "gathering.batch-too-large", 0, 0 },
    };

    [Theory, MemberData(nameof(Hostile))]
    public async Task that_are_hostile_are_refused_whole_and_leave_nothing(string what, string code, int line, int column)
    {
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(i => Line($"{i:0000}", Guid.NewGuid().ToString()))));
        var whole = Packed(lines);
        byte[] body = what switch
        {
            "empty" => [],
            "blank" => "\n \r\n\n"u8.ToArray(),
            "mark only" => "\uFEFF\n"u8.ToArray(),
            "nul" => "{}\n{\"a\0\":1}"u8.ToArray(),
            "not utf-8" => [.. "{}\n{\""u8, 0xC4, 0xE3, .. "\":1}\n"u8],
            "utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{}\n")],
            "too large" => [.. lines, .. lines, .. lines, .. lines],
            "half a gzip" => whole[..(whole.Length / 2)],
            "a gzip without its end" => whole[..^8],
            "a changed gzip" => [.. whole[..^6], (byte)(whole[^6] ^ 1), .. whole[^5..]],
            "two gzips" => [.. whole, .. Packed(Encoding.UTF8.GetBytes(Line("9999", "x")))],
            "a bomb" => Packed(new byte[50_000_000]),
            _ => "{}\n"u8.ToArray(),
        };

        var (_, refused) = await Push("k", body, packed: what.Contains("gzip", StringComparison.Ordinal) || what == "a bomb");

        Assert.Equal((code, line, column), (Text(refused, "code"), Number(refused, "line"), Number(refused, "column")));
        Assert.Empty(Spooled());
        Assert.Equal(HttpStatusCode.Accepted, (await Push("k", Line("01", "一"))).Status); // a refused batch leaves its key free
    }

    [Theory]
    [InlineData("text/csv", null, "gathering.batch-type")]
    [InlineData("application/json", null, "gathering.batch-type")]
    [InlineData("application/x-ndjson; charset=gbk", null, "gathering.batch-type")]
    [InlineData("application/x-ndjson", "br", "gathering.batch-encoding")]
    public async Task of_another_form_are_told_what_form_is_asked(string type, string? encoding, string code)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Line("01", "一")));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content, Headers = { { "Idempotency-Key", "k" } } };
        using var answer = await _hub.As("steward").SendAsync(request);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, code), (answer.StatusCode, Text(await Read(answer), "code")));
    }

    [Theory]
    [InlineData(null, "append", "gathering.batch-key-missing")]
    [InlineData("a b", "append", "gathering.batch-key-missing")]
    [InlineData("k", "replace", "gathering.batch-mode")]
    [InlineData("k", "upside-down", "gathering.batch-mode")]
    public async Task need_a_key_and_a_mode_of_theirs(string? key, string mode, string code) =>
        Assert.Equal(code, Text((await Push(key, Line("01", "一"), mode: mode)).Body, "code"));

    [Fact]
    public async Task that_are_another_table_fail_alone()
    {
        var good = new List<JsonElement> { (await Push("g0", Line("00", "零"))).Body };
        var wide = (await Push("wide", "{" + string.Join(',', Enumerable.Range(0, 9000).Select(i => $"\"c{i}\":1")) + "}\n")).Body;
        good.Add((await Push("g1", Line("01", "一"))).Body);
        var foreign = (await Push("foreign", "{\"sensor\":1}\n{\"sensor\":2}\n")).Body;
        good.Add((await Push("g2", Line("02", "二"))).Body);

        Assert.All(await Task.WhenAll(good.Select(g => End(g))), r => Assert.Equal(("succeeded", 1), (Text(r, "state"), Number(r, "kept"))));
        Assert.Equal("gathering.too-many-columns", Text((await End(wide)).GetProperty("fault"), "code"));
        Assert.Equal("gathering.nothing-matched", Text((await End(foreign)).GetProperty("fault"), "code"));
        Assert.Equal(3, Rows());
    }

    [Fact]
    public async Task whose_run_failed_are_gathered_when_it_is_resumed()
    {
        var foreign = await End((await Push("foreign", "{\"sensor\":\"01\"}\n")).Body);
        using var resumed = await _hub.As("steward").PostAsync($"/api/v1/runs/{Text(foreign, "run")}/resume", null);

        Assert.Equal(HttpStatusCode.Accepted, resumed.StatusCode);
        Assert.Equal("failed", Text(await End(foreign), "state"));
    }

    private string[] Spooled() => Directory.GetFiles(Path.GetDirectoryName(_hub.Service<Spool>().Batch("x"))!);

    private long Rows() => _hub.Service<ITableStore>().Find(_hub.Service<ICatalogue>().Find(_code, default).Result!.Id)?.Rows ?? 0;

    private async Task<string?> Name(string key)
    {
        using var answer = await _hub.As("steward").PostAsJsonAsync($"/api/v1/resources/{_code.Replace('/', '-')}/lookup", new { key });
        return (await Read(answer)).ToString() is var text && text.Contains('新', StringComparison.Ordinal) ? "新" : text;
    }

    private static string Line(string code, string name) => $"{{\"编号\":\"{code}\",\"名称\":\"{name}\"}}\n";

    private static byte[] Packed(string text) => Packed(Encoding.UTF8.GetBytes(text));

    private static byte[] Packed(byte[] bytes)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return to.ToArray();
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> Push(string? key, string lines, string mode = "append", string? who = "steward") =>
        Push(key, Encoding.UTF8.GetBytes(lines), mode: mode, who: who);

    private async Task<(HttpStatusCode Status, JsonElement Body)> Push(string? key, byte[] body, bool packed = false, string mode = "append", string? who = "steward")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        if (packed)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_address}?mode={mode}") { Content = content };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await _hub.As(who).SendAsync(request);
        return (answer.StatusCode, await Read(answer));
    }

    private async Task<JsonElement> End(JsonElement taken, string who = "steward")
    {
        for (var i = 0; i < 600; i++)
        {
            var receipt = await Json(who, $"{_address}/{Text(taken, "batch")}");
            if (Text(receipt, "state") is not ("received" or "queued" or "running"))
            {
                return receipt;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException(taken.ToString());
    }

    private Task<string> Register() => _hub.Register("医院 " + Guid.NewGuid().ToString("N")[..6], Stage.Beds);

    private async Task<JsonElement> Json(string who, string address) => JsonDocument.Parse(await _hub.As(who).GetStringAsync(address)).RootElement;

    private static async Task<JsonElement> Read(HttpResponseMessage answer) =>
        await answer.Content.ReadAsStringAsync() is { Length: > 0 } text ? JsonDocument.Parse(text).RootElement : JsonDocument.Parse("{}").RootElement;

    private static IEnumerable<int> Lines(JsonElement receipt) => receipt.GetProperty("refusedLines").EnumerateArray().Select(l => Number(l, "line"));

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetInt32() : 0;
}
