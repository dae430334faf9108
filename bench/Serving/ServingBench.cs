using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Loading;
using CityHub.DataCentre.Quality;
using CityHub.Host.Hub;
using CityHub.Storage.Tables;

namespace CityHub.Bench.Serving;

/// <summary>The real hub with one published resource of generated people, on a folder of its own; the local socket plays the operator.</summary>
internal sealed class ServingBench : IAsyncDisposable
{
    private static readonly UTF8Encoding Utf8 = new(false);
    private readonly string _folder;
    private readonly IDisposable _owner;

    private ServingBench(string folder, IDisposable owner, WebApplication app)
    {
        (_folder, _owner, App) = (folder, owner, app);
    }

    public WebApplication App { get; }

    public Resource Resource { get; private set; } = null!;

    public string Code => Resource.Code.Replace('/', '-');

    public string Address => App.Urls.First(u => !u.Contains("unix", StringComparison.Ordinal));

    public string TableFile => Path.Combine(_folder, "tables", "city.duckdb");

    public static async Task<ServingBench> Start(long rows)
    {
        var folder = Path.Combine(Path.GetTempPath(), "cityhub-bench-" + Guid.NewGuid().ToString("N"));
        var data = new DataFolder(folder);
        var owner = data.TryOwn()!;
        var app = HubServer.Build(new HubOptions(data, "127.0.0.1", 0, null));
        await HubServer.StartUp(app, default);
        await app.StartAsync();
        var bench = new ServingBench(folder, owner, app);
        await bench.Fill(rows);
        return bench;
    }

    /// <summary>A client that acts as the operator on this machine.</summary>
    public HttpClient Local() => Local(new DataFolder(_folder));

    /// <summary>A client that acts as the operator of a folder's hub.</summary>
    public static HttpClient Local(DataFolder data) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, ct) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(data.SocketPath), ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://localhost"), Timeout = TimeSpan.FromMinutes(5) };

    public async Task<string> Token()
    {
        using var http = Local();
        using var answer = await http.PostAsJsonAsync("/api/v1/tokens", new { user = "operator", name = "bench", days = 1 });
        return (string)JsonNode.Parse(await Text(answer))!["token"]!;
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        _owner.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Fill(long rows)
    {
        using var http = Local();
        using var registered = await http.PostAsJsonAsync("/api/v1/catalogue", Entry());
        var code = (string)JsonNode.Parse(await Text(registered))!["code"]!;
        using var published = await http.PostAsync($"/api/v1/catalogue/{code.Replace('/', '-')}/publish", null);
        await Text(published);
        Resource = (await App.Services.GetRequiredService<ICatalogue>().Find(code, default))!;

        var file = Path.Combine(_folder, "people.csv");
        await Write(file, rows);
        var columns = Resource.Items.Select((item, i) => new LoadColumn(new TableColumn(item.Column, item.ColumnType), i, item.Required)).ToList();
        var plan = new LoadPlan(
            "bench", 1, Resource.Id, file, new CsvDialect((byte)',', (byte)'"', 1, false), columns.Count, columns,
            [.. Resource.KeyItems.Select(k => k.Column)], RuleSet.None(columns.Count), LoadMode.Replace);
        var loaded = await App.Services.GetRequiredService<ILoader>().Load(plan, new Progress<LoadProgress>(), () => Task.FromResult<Kernel.Fault?>(null), default);
        Console.WriteLine($"{loaded.Value.RowsNow:N0} rows loaded");
        var tables = App.Services.GetRequiredService<TableStore>();
        for (var waited = 0; tables.Entry(Resource.Id)!.PackedRun < 1 && waited < 1500; waited++)
        {
            await Task.Delay(200);
        }

        Console.WriteLine(tables.Entry(Resource.Id)!.PackedRun == 1 ? "row index packed" : "row index NOT packed: places only");
    }

    private static JsonObject Entry()
    {
        JsonObject Item(string name, string column, string type, int? length = null, bool key = false, int grade = 1, string mask = "none")
        {
            var item = new JsonObject { ["name"] = name, ["column"] = column, ["type"] = type, ["key"] = key, ["required"] = key, ["grade"] = grade, ["mask"] = mask };
            if (length is not null)
            {
                item["length"] = length;
            }

            return item;
        }

        return new JsonObject
        {
            ["title"] = "基准测试人口", ["summary"] = "由基准测试生成。", ["provider"] = "500000-ga", ["theme"] = "社会保障", ["sharing"] = "conditional",
            ["sharingCondition"] = "bench", ["open"] = false, ["cycle"] = "daily", ["generated"] = true, ["source"] = "bench", ["category"] = "306001",
            ["items"] = new JsonArray(
                Item("证件号码", "id_number", "character", 18, key: true, grade: 3), Item("姓名", "full_name", "character", 40, grade: 3, mask: "partial"),
                Item("性别", "sex", "character", 1), Item("出生日期", "born", "date", grade: 2), Item("区划", "division", "character", 6),
                Item("住址", "address", "character", 200, grade: 3, mask: "partial"), Item("电话", "phone", "character", 11, grade: 3, mask: "partial"),
                Item("民族", "nation", "character", 2), Item("文化程度", "education", "character", 2), Item("收入", "income", "money", grade: 2),
                Item("人数", "household", "integer"), Item("登记时间", "registered", "dateTime")),
        };
    }

    // Deterministic: row i has the key 500103 and twelve digits of 13 i.
    private static async Task Write(string path, long rows)
    {
        await using var file = new StreamWriter(path, false, Utf8, 1 << 20);
        await file.WriteLineAsync("id_number,full_name,sex,born,division,address,phone,nation,education,income,household,registered");
        var c = CultureInfo.InvariantCulture;
        for (long i = 0; i < rows; i++)
        {
            var day = new DateOnly(1940, 1, 1).AddDays((int)(i * 7919 % 29_000));
            await file.WriteLineAsync(string.Create(c, $"500103{i * 13:D12},张三{(char)(0x4e00 + (i * 31 % 3000))},{1 + (i % 2)},{day:yyyy-MM-dd},{500101 + (i * 17 % 342)},重庆市渝中区解放碑街道{i % 997}号,1{i * 104729 % 10_000_000_000:D10},{i % 56:D2},{i % 9}0,{i * 37 % 90000}.{i % 100:D2},{1 + (i % 6)},2026-0{1 + (i % 9)}-1{i % 10} 0{i % 10}:30:00"));
        }
    }

    private static async Task<string> Text(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
    }
}
