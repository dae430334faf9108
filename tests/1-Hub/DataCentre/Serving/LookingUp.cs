using System.Text.Json;
using CityHub.DataCentre.Catalogue;
using Xunit;

namespace CityHub.DataCentre.Tests.Serving;

public sealed class Looking_a_row_up : IAsyncLifetime
{
    private ServingStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await ServingStage.Start();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task answers_the_row_of_the_index_masked_and_typed()
    {
        People.Put(_stage);

        Assert.Equal(
            (200, """{"id_number":"500103********0018","name":"张*","district":"500103","born":"1990-01-01","income":1200.50,"household":3,"active":true,"order":"2026-04-08T10:00:00","secret":"***"}"""),
            await Ask("own", """{"key":"500103199001010018"}"""));
        Assert.Equal(
            (200, """{"id_number":"010112********0035","name":"=**2","district":"010112","born":null,"income":99999999999999.99,"household":null,"active":null,"order":"2025-01-01T00:00:00","secret":"***"}"""),
            await Ask("bureau", """{"keys":{"id_number":"010112198501010035"}}"""));
        Assert.Empty(_stage.Tables.Statements);
    }

    [Theory]
    [InlineData("""{"key":"500103199001010018","fields":["district"]}""")]
    [InlineData("""{"keys":{"id_number":"500103199001010018"}}""")]
    [InlineData("""{"key":"nobody"}""")]
    public async Task tells_others_nothing_by_a_key_that_they_may_not_see(string body)
    {
        People.Put(_stage, open: true);

        var (status, text) = await Ask("other", body);

        Assert.Equal((403, "serving.masked-column"), (status, Fault(text)));
    }

    [Theory]
    [InlineData("""{"key":"500103199001010018","match":{"name":"张三","income":1200.5,"born":"1990-01-01"}}""", true)]
    [InlineData("""{"key":"500103199001010018","match":{"name":"张三丰"}}""", false)]
    [InlineData("""{"key":"010112198501010035","match":{"born":"1990-01-01"}}""", false)]
    public async Task can_answer_only_whether_values_match(string body, bool expected)
    {
        People.Put(_stage);

        Assert.Equal((200, expected ? """{"matches":true}""" : """{"matches":false}"""), await Ask("own", body));
    }

    [Fact]
    public async Task matches_no_masked_column_for_others()
    {
        People.Put(_stage, open: true);

        var (status, text) = await Ask("other", """{"key":"500103199001010018","match":{"name":"张三"}}""");

        Assert.Equal((403, "serving.masked-column"), (status, Fault(text)));
    }

    [Fact]
    public async Task says_not_found_and_notes_it_with_a_digest_instead_of_the_key()
    {
        People.Put(_stage);

        var (status, text) = await Ask("own", """{"key":"999","purpose":"低保复核"}""");

        var entry = Assert.Single(_stage.Trail.Entries);
        Assert.Equal((404, "serving.not-found"), (status, Fault(text)));
        Assert.Equal(("serving.look-up", 0L, "digest-of-3-bytes", "低保复核"), (entry.Act, entry.Rows, entry.KeyDigest, entry.Purpose));
        Assert.DoesNotContain("999", text);
    }

    [Fact]
    public async Task waits_for_the_audit_trail()
    {
        People.Put(_stage);
        _stage.Trail.Held = true;

        var answer = Ask("own", """{"key":"500103199001010018","fields":["district"]}""");
        var entry = await _stage.Trail.Arrived.Task;
        await Task.Delay(100);

        Assert.False(answer.IsCompleted);
        Assert.Equal(["district"], entry.Items);
        Assert.Equal((1L, "digest-of-18-bytes"), (entry.Rows, entry.KeyDigest));
        _stage.Trail.Release();
        Assert.Equal((200, """{"district":"500103"}"""), await answer);
    }

    [Fact]
    public async Task hands_nothing_out_when_the_read_cannot_be_put_on_record()
    {
        People.Put(_stage);
        _stage.Trail.Fails = true;

        await Assert.ThrowsAsync<IOException>(() => Ask("own", """{"key":"500103199001010018","fields":["district"]}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"key\":")]
    [InlineData("""{"key":null}""")]
    [InlineData("""{"key":{"a":1}}""")]
    [InlineData("""{"key":"1","colour":"red"}""")]
    [InlineData("""{"keys":{"name":"x"}}""")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"key":"1","match":{}}""")]
    [InlineData("""{"key":"1","fields":"name"}""")]
    [InlineData("""{"key":"500103199001010018"}x""")]
    [InlineData("""{"key":"500103199001010018"} {}""")]
    [InlineData("""{"key":"500103199001010018"},""")]
    [InlineData("""{"key":"1","key":"500103199001010018"}""")]
    [InlineData("""{"key":"1","keys":{"id_number":"500103199001010018"}}""")]
    [InlineData("""{"keys":{"id_number":"1"},"key":"500103199001010018"}""")]
    [InlineData("""{"keys":{"id_number":"1","id_number":"500103199001010018"}}""")]
    [InlineData("""{"key":"500103199001010018","purpose":"a","purpose":"b"}""")]
    [InlineData("""{"key":"500103199001010018","fields":["name"],"fields":["district"]}""")]
    [InlineData("""{"key":"500103199001010018","match":{"name":"a"},"match":{"name":"b"}}""")]
    public async Task says_what_is_wrong_with_a_body(string body)
    {
        People.Put(_stage);

        var (status, text) = await Ask("own", body);

        Assert.Equal((400, "serving.wrong-body"), (status, Fault(text)));
        Assert.Empty(_stage.Trail.Entries);
    }

    [Theory]
    [InlineData("""{"key":"500103199001010018"}x""", "JSON 对象之后还有内容（第 28 字节）")]
    [InlineData("""{"key":"1","key":"500103199001010018"}""", "主键给了两次")]
    [InlineData("""{"keys":{"id_number":"1","id_number":"500103199001010018"}}""", "id_number 写了两次")]
    public async Task says_what_is_doubled_and_what_is_too_much(string body, string said)
    {
        People.Put(_stage);

        Assert.Contains(said, JsonDocument.Parse((await Ask("own", body)).Text).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task takes_white_space_around_a_body()
    {
        People.Put(_stage);

        Assert.Equal((200, """{"district":"500103"}"""), await Ask("own", " {\"key\":\"500103199001010018\",\"fields\":[\"district\"]}\r\n \t"));
    }

    [Fact]
    public async Task limits_key_and_body()
    {
        People.Put(_stage);

        Assert.Equal("serving.wrong-body", Fault((await Ask("own", $$"""{"key":"{{new string('1', 600)}}"}""")).Text));
        Assert.Equal("serving.body-too-large", Fault((await Ask("own", $$"""{"purpose":"{{new string('1', 20_000)}}","key":"1"}""")).Text));
    }

    [Fact]
    public async Task joins_a_key_of_several_columns_in_the_order_of_the_key()
    {
        var resource = _stage.Catalogue.Add("1/2", [new("站", "station", ItemType.Character, Key: true), new("日", "day", ItemType.Date, Key: true), new("值", "value", ItemType.Double)]);
        _stage.Tables.Fill(resource, "select 'S1', date '2026-01-01', 1.5, 1, 1");
        _stage.Index.Put(resource.Id, "S1\u001f2026-01-01", "S1", "2026-01-01", "+01.5");

        Assert.Equal((200, """{"station":"S1","day":"2026-01-01","value":1.5}"""), await Ask("own", """{"keys":{"day":"2026-01-01","station":"S1"}}""", "1-2"));
        Assert.Equal("serving.wrong-body", Fault((await Ask("own", """{"key":"S1"}""", "1-2")).Text));
    }

    // The catalogue refuses such keys (catalogue.key-type); a table that has one all the same is served.
    [Theory]
    [InlineData("B", "1.5", new[] { "1.5", "1.50", "15e-1", "\"1.5\"" }, "\"foo\"")]
    [InlineData("B", "2.0", new[] { "2", "2.0", "0.2E1" }, "false")]
    [InlineData("B", "1e+20", new[] { "1E+20", "100000000000000000000" }, "\"e\"")]
    [InlineData("L", "true", new[] { "true", "\"true\"", "1" }, "\"foo\"")]
    public async Task takes_a_key_that_equals_the_one_of_the_index(string type, string indexed, string[] equal, string wrong)
    {
        var resource = _stage.Catalogue.Add("1/5", [new("键", "k", (ItemType)type[0], Key: true)]);
        _stage.Tables.Fill(resource, $"select {indexed}, 1, 1");
        _stage.Index.Put(resource.Id, indexed, indexed);

        var rows = JsonDocument.Parse(await _stage.As("own").GetStringAsync("/api/v1/resources/1-5/rows")).RootElement;

        foreach (var key in equal.Append(rows.GetProperty("items")[0].GetProperty("k").GetRawText()))
        {
            Assert.Equal((key, 200), (key, (await Ask("own", $$"""{"key":{{key}}}""", "1-5")).Status));
        }

        var (status, text) = await Ask("own", $$"""{"key":{{wrong}}}""", "1-5");
        Assert.Equal((400, "serving.wrong-value"), (status, Fault(text)));
    }

    [Fact]
    public async Task needs_a_key()
    {
        _stage.Tables.Fill(_stage.Catalogue.Add("1/3", [new("值", "value", ItemType.Double)]), "select 1.5, 1, 1");

        Assert.Equal((409, "serving.no-key"), await Ask("own", """{"key":"S1"}""", "1-3") is var (status, text) ? (status, Fault(text)) : default);
    }

    [Fact]
    public async Task escapes_what_json_wants_escaped()
    {
        var resource = _stage.Catalogue.Add("1/4", [new("键", "k", ItemType.Character, Key: true), new("文", "t", ItemType.Memo)]);
        _stage.Tables.Fill(resource, "select 'k', '', 1, 1");
        var text = "说\"是\"\\否\n\t\u0001🙂</script>";
        _stage.Index.Put(resource.Id, "钥\"匙", "钥\"匙", text);

        var (_, answer) = await Ask("own", """{"key":"钥\"\u5319"}""", "1-4");

        Assert.Equal(text, JsonDocument.Parse(answer).RootElement.GetProperty("t").GetString());
    }

    private static string? Fault(string text) => JsonDocument.Parse(text).RootElement.GetProperty("code").GetString();

    private async Task<(int Status, string Text)> Ask(string reader, string body, string code = "306001-000001")
    {
        using var answer = await _stage.As(reader).PostAsync($"/api/v1/resources/{code}/lookup", new StringContent(body, null, "application/json"));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
