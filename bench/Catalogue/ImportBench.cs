using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using CityHub.Bench.Serving;
using CityHub.DataCentre.Catalogue.ImportCatalogue;
using CityHub.Host.Hub;

namespace CityHub.Bench.Catalogue;

/// <summary>Entries imported from one workbook over HTTP into the real hub: dry run, import, the same file again as an update, export.</summary>
internal static class ImportBench
{
    private const double LimitSeconds = 20;

    public static async Task<int> Run(int entries, int itemsEach, int rounds)
    {
        var slowest = 0.0;
        for (var round = 1; round <= rounds; round++)
        {
            var folder = Path.Combine(Path.GetTempPath(), "cityhub-bench-" + Guid.NewGuid().ToString("N"));
            var data = new DataFolder(folder);
            using var owner = data.TryOwn()!;
            var app = HubServer.Build(new HubOptions(data, "127.0.0.1", 0, null));
            await HubServer.StartUp(app, default);
            await app.StartAsync();
            using var http = ServingBench.Local(data);

            var file = await Book(entries, itemsEach);
            var dry = await Send(http, file, "?dryRun=true");
            var added = await Send(http, file, "");
            var watch = Stopwatch.StartNew();
            var exported = await http.GetByteArrayAsync("/api/v1/catalogue.xlsx?state=all");
            var export = watch.Elapsed.TotalSeconds;
            var again = await Send(http, exported, "");
            slowest = Math.Max(slowest, added.Seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {round}: {entries} entries, {itemsEach} items each, {file.Length / 1e6:0.0} MB: dry run {dry.Seconds:0.0} s, import {added.Seconds:0.0} s ({added.Report["added"]} added), export {export:0.0} s, the export imported {again.Seconds:0.0} s ({again.Report["same"]} the same)"));
            await app.StopAsync();
            await app.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"slowest import {slowest:0.0} s (limit {LimitSeconds} s)"));
        return slowest < LimitSeconds ? 0 : 1;
    }

    private static async Task<(double Seconds, JsonNode Report)> Send(HttpClient http, byte[] file, string query)
    {
        using var content = new ByteArrayContent(file);
        var watch = Stopwatch.StartNew();
        using var answer = await http.PostAsync("/api/v1/catalogue-imports" + query, content);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? (watch.Elapsed.TotalSeconds, JsonNode.Parse(text)!) : throw new InvalidOperationException(text);
    }

    private static async Task<byte[]> Book(int entries, int itemsEach)
    {
        string[] providers = ["500000-wjw", "500000-ga", "500000-scjg", "500000-mz", "500103-dsj", "500112-dsj"];
        using var to = new MemoryStream();
        await using (var book = new BookWriter(to))
        {
            await book.Sheet(ImportColumns.EntrySheet, [.. SheetColumn.Of(ImportColumns.Entries)], Enumerable.Range(1, entries).Select(n => Row(ImportColumns.Entries, field => field switch
            {
                "row" => $"{n}",
                "title" => $"测试资源第 {n} 号登记信息",
                "provider" => providers[n % providers.Length],
                "summary" => $"第 {n} 号资源的登记信息，含编号、名称、日期与数量，用于测量批量导入的快慢。",
                "theme" => n % 2 == 0 ? "医疗卫生" : "公共安全",
                "format" => "数据库",
                "subFormats" => "mysql",
                "sharing" => n % 3 == 0 ? "有条件共享" : "无条件共享",
                "sharingCondition" => n % 3 == 0 ? "仅限行政审批与执法核验使用，须说明使用依据" : null,
                "ways" => "共享平台-服务接口",
                "open" => "否",
                "cycle" => "每日",
                "extension.alias" => $"资源 {n}",
                _ => null,
            })), default);
            await book.Sheet(ImportColumns.ItemSheet, [.. SheetColumn.Of(ImportColumns.Items)], Enumerable.Range(1, entries).SelectMany(n => Enumerable.Range(1, itemsEach).Select(i =>
                Row(ImportColumns.Items, field => field switch
                {
                    "row" => $"{n}",
                    "name" => $"信息项 {i}",
                    "column" => $"item_{i}",
                    "type" => i % 4 == 0 ? "D 日期" : "C 字符",
                    "length" => i % 4 == 0 ? null : "50",
                    "key" => i == 1 ? "是" : "否",
                    "required" => i == 1 ? "是" : "否",
                    _ => null,
                }))), default);
        }

        return to.ToArray();
    }

    private static IReadOnlyList<string?> Row(IReadOnlyList<ImportColumn> columns, Func<string, string?> value) => [.. columns.Select(c => value(c.Field))];
}
