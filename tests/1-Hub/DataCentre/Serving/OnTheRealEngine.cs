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
        using var registered = await _hub.As("steward").PostAsJsonAsync("/api/v1/catalogue", new
        {
            title = "医院", summary = "测试用的三家医院。", provider = "500000-wjw", theme = "医疗健康", sharing = "unconditional", open = true, cycle = "monthly",
            generated = true, source = "test", category = "306001",
            items = new object[]
            {
                new { name = "代码", column = "code", type = "character", length = 6, key = true, required = true },
                new { name = "名称", column = "name", type = "character", length = 60 },
                new { name = "开业", column = "opened", type = "date" },
                new { name = "床位", column = "beds", type = "integer" },
                new { name = "占比", column = "rate", type = "number", length = 6, scale = 2 },
            },
        });
        Assert.True(registered.IsSuccessStatusCode, await registered.Content.ReadAsStringAsync());
        var code = JsonDocument.Parse(await registered.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString()!;
        _code = code.Replace('/', '-');
        using var published = await _hub.As("bureau").PostAsync($"/api/v1/catalogue/{_code}/publish", null);
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync());

        var resource = (await _hub.Service<ICatalogue>().Find(code, default))!;
        var file = Path.Combine(_hub.Folder, "hospitals.csv");
        await File.WriteAllTextAsync(file, Source, new UTF8Encoding(false));
        var columns = resource.Items.Select((item, i) => new LoadColumn(new TableColumn(item.Column, item.ColumnType), i, item.Required)).ToList();
        var loaded = await _hub.Service<ILoader>().Load(
            new("run-1", 1, resource.Id, file, new CsvDialect((byte)',', (byte)'"', 1, false), columns.Count, columns, ["code"], RuleSet.None(columns.Count), LoadMode.Replace),
            new Progress<LoadProgress>(), () => Task.FromResult<Fault?>(null), default);
        Assert.Equal(3, loaded.Value.RowsNow);
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
}
