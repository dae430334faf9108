using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Storage.Tables;
using Xunit;

namespace CityHub.DataCentre.Tests.Serving;

/// <summary>The same routes over the stores that the product uses: DuckDB on disk, RocksDB, the audit trail.</summary>
public sealed class Rows_that_the_loader_wrote : IAsyncLifetime
{
    private const string Source =
        "code,name,opened,beds,rate\r\n" +
        "000123,重庆市第一医院,1951-01-01,1200,0.50\r\n" +
        "000124,\"渝中区,中医院\",1958-10-01,,12.25\r\n" +
        "500103,\"=SUM(\"\"A1\"\")\",,7,0.00\r\n";

    private TestHub _hub = null!;
    private string _code = "";

    public async ValueTask InitializeAsync()
    {
        _hub = await TestHub.Start();
        _code = await Gather(
            "医院", 3, Source,
            new { name = "代码", column = "code", type = "character", length = 6, key = true, required = true },
            new { name = "名称", column = "name", type = "character", length = 60 },
            new { name = "开业", column = "opened", type = "date" },
            new { name = "床位", column = "beds", type = "integer" },
            new { name = "占比", column = "rate", type = "number", length = 6, scale = 2 });
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task come_back_whole_through_every_door()
    {
        var anonymous = _hub.As(null);
        var url = $"/api/v1/resources/{_code}";

        Assert.Equal(
            """{"total":3,"items":[{"code":"000123","name":"重庆市第一医院","opened":"1951-01-01","beds":1200,"rate":0.50},{"code":"000124","name":"渝中区,中医院","opened":"1958-10-01","beds":null,"rate":12.25},{"code":"500103","name":"=SUM(\"A1\")","opened":null,"beds":7,"rate":0.00}],"next":null}""",
            await anonymous.GetStringAsync($"{url}/rows"));
        Assert.Equal(Encoding.UTF8.GetBytes(Source), await anonymous.GetByteArrayAsync($"{url}/download?format=csv&defuse=false"));
        Assert.Contains("\"'=SUM(\"\"A1\"\")\"", await anonymous.GetStringAsync($"{url}/download?format=csv"), StringComparison.Ordinal);
        Assert.NotEmpty(await anonymous.GetByteArrayAsync($"{url}/download?format=parquet"));
        Assert.Equal("""{"items":[{"count":3,"sum(beds)":1207}],"more":false}""", await anonymous.GetStringAsync($"{url}/aggregate?measure=count,sum(beds)"));

        using var found = await anonymous.PostAsJsonAsync($"{url}/lookup", new { key = "000124" });
        Assert.Equal("""{"code":"000124","name":"渝中区,中医院","opened":"1958-10-01","beds":null,"rate":12.25}""", await found.Content.ReadAsStringAsync());
        using var missing = await anonymous.PostAsJsonAsync($"{url}/lookup", new { key = "124" });
        Assert.Equal(404, (int)missing.StatusCode);
    }

    [Fact]
    public async Task have_a_profile_with_their_run()
    {
        var profile = await _hub.As("reader").Json($"/api/v1/resources/{_code}/profile");

        Assert.Equal((3, 3), (profile.GetProperty("rows").GetInt32(), profile.GetProperty("lastRun").GetProperty("kept").GetInt32()));
    }

    [Theory]
    [InlineData("character", 6, null, "01", new[] { "\"01\"" }, new[] { "\"1\"", "1" }, null)]
    [InlineData("integer", null, null, "01", new[] { "\"1\"", "\"01\"", "\"+1\"", "1.0", "\"1.00\"" }, new[] { "2", "-1", "99999999999999999999" }, "1.5")]
    [InlineData("integer", null, null, "-9223372036854775808", new[] { "\"-9223372036854775808\"" }, new[] { "9223372036854775807" }, "\"foo\"")]
    [InlineData("number", 6, 2, "1.50", new[] { "1.5", "1.500", "\"1.5\"", "\"01.50\"" }, new[] { "1.51", "1.501", "-1.5" }, "\"foo\"")]
    [InlineData("number", 6, 2, "2.00", new[] { "2", "2.0", "\"2\"" }, new[] { "2.001" }, "true")]
    [InlineData("number", 6, 2, "0", new[] { "-0", "0.0" }, new[] { "0.01" }, "\"\"")]
    [InlineData("number", 2, 2, "0.5", new[] { "0.50", "\".5\"", "\"0.5\"" }, new[] { "0.05" }, "\"half\"")]
    [InlineData("money", null, null, "1200.5", new[] { "1200.5", "1200.50" }, new[] { "1200" }, "\"1,200.50\"")]
    [InlineData("date", null, null, "2025/12/02", new[] { "\"2025-12-02\"" }, new[] { "\"2025-12-03\"" }, "\"2025-13-02\"")]
    [InlineData("dateTime", null, null, "2025-12-02", new[] { "\"2025-12-02 00:00:00\"", "\"2025-12-02T00:00\"", "\"2025-12-02\"" }, new[] { "\"2025-12-02T00:00:01\"" }, "\"foo\"")]
    [InlineData("dateTime", null, null, "2025-12-02 08:30:00.250", new[] { "\"2025-12-02T08:30:00.250000\"", "\"2025-12-02 08:30:00.25\"" }, new[] { "\"2025-12-02T08:30\"" }, "\"2025-12-02T08:30:00Z\"")]
    public async Task are_found_by_the_key_that_the_rows_show_and_by_any_that_equals_it(
        string type, int? length, int? scale, string gathered, string[] equal, string[] other, string? wrong)
    {
        var code = await Gather(
            "键", 1, $"k\r\n{gathered}\r\n", new { name = "键", column = "k", type, length, scale, key = true, required = true });

        var shown = (await _hub.As(null).Json($"/api/v1/resources/{code}/rows")).GetProperty("items")[0].GetProperty("k").GetRawText();
        var (status, row) = await LookUp(code, $$"""{"key":{{shown}}}""");

        Assert.True(status == 200, $"{shown}: {row}");
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(shown).RootElement, JsonDocument.Parse(row).RootElement.GetProperty("k")), $"{shown}: {row}");
        foreach (var key in equal)
        {
            Assert.Equal((key, 200), (key, (await LookUp(code, $$"""{"key":{{key}}}""")).Status));
            Assert.Equal((key, 200), (key, (await LookUp(code, $$$"""{"keys":{"k":{{{key}}}}}""")).Status));
        }

        foreach (var key in other)
        {
            Assert.Equal((key, 404), (key, (await LookUp(code, $$"""{"key":{{key}}}""")).Status));
        }

        if (wrong is not null)
        {
            foreach (var body in new[] { $$"""{"key":{{wrong}}}""", $$$"""{"keys":{"k":{{{wrong}}}}}""" })
            {
                var (refused, fault) = await LookUp(code, body);
                Assert.Equal((400, "serving.wrong-value"), (refused, JsonDocument.Parse(fault).RootElement.GetProperty("code").GetString()));
                Assert.Contains("\"column\":\"k\"", fault, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task are_found_by_a_key_of_several_kinds()
    {
        var code = await Gather(
            "读数", 1, "station,at,level\r\n007,2025-12-02,1.50\r\n",
            new { name = "站", column = "station", type = "character", length = 6, key = true, required = true },
            new { name = "时", column = "at", type = "dateTime", key = true, required = true },
            new { name = "层", column = "level", type = "number", length = 6, scale = 2, key = true, required = true });

        Assert.Equal(
            (200, """{"station":"007","at":"2025-12-02T00:00:00","level":1.50}"""),
            await LookUp(code, """{"keys":{"level":1.5,"at":"2025-12-02T00:00:00","station":"007"}}"""));
        Assert.Equal(404, (await LookUp(code, """{"keys":{"level":1.5,"at":"2025-12-02T00:00:00","station":"7"}}""")).Status);
    }

    private async Task<(int Status, string Text)> LookUp(string code, string body)
    {
        using var answer = await _hub.As(null).PostAsync($"/api/v1/resources/{code}/lookup", new StringContent(body, null, "application/json"));
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Registers, publishes and loads a resource; gives its code as addresses have it.</summary>
    private async Task<string> Gather(string title, int rows, string csv, params object[] items)
    {
        using var registered = await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", new
        {
            title, summary = "测试用的几行。", provider = "500000-wjw", theme = "医疗健康", sharing = "unconditional", open = true, cycle = "monthly",
            generated = true, source = "test", category = "306001", items,
        });
        Assert.True(registered.IsSuccessStatusCode, await registered.Content.ReadAsStringAsync());
        var code = JsonDocument.Parse(await registered.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString()!;
        var address = code.Replace('/', '-');
        using var published = await _hub.As("bureau").PostAsync($"/api/v1/catalogue/{address}/publish", null);
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync());

        var resource = (await _hub.Service<ICatalogue>().Find(code, default))!;
        var file = Path.Combine(_hub.Folder, $"{address}.csv");
        await File.WriteAllTextAsync(file, csv, new UTF8Encoding(false));
        var columns = resource.Items.Select((item, i) => new LoadColumn(new TableColumn(item.Column, item.ColumnType), i, item.Required)).ToList();
        var loaded = await _hub.Service<ILoader>().Load(
            new($"run-{address}", 1, resource.Id, file, new CsvDialect((byte)',', (byte)'"', 1, false), columns.Count, columns,
                [.. resource.KeyItems.Select(k => k.Column)], RuleSet.None(columns.Count), LoadMode.Replace),
            new Progress<LoadProgress>(), () => Task.FromResult<Fault?>(null), default);
        Assert.Equal(rows, loaded.Value.RowsNow);
        return address;
    }
}
