using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityHub.Host.CommandLine;

/// <summary><c>gather FILE --resource CODE --mode append|replace|upsert [--sheet NAME]</c>: the file is read in place, progress is shown, the run is printed.</summary>
internal static class GatherVerb
{
    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV, TSV, JSON, NDJSON, GeoJSON, XLSX, XLS, Parquet or ZIP file / 要汇聚的文件" };
        var resource = new Option<string>("--resource") { Required = true, Description = "Resource code / 资源代码" };
        var mode = new Option<string>("--mode") { DefaultValueFactory = _ => "append", Description = "How rows are taken in: append, replace, upsert / 汇聚方式：追加、整体替换、按主键更新" };
        mode.AcceptOnlyFromAmong("append", "replace", "upsert");
        var missing = new Option<string[]>("--missing") { Description = "Cells that mean no value, e.g. NA / 表示缺值的写法" };
        var map = new Option<string[]>("--map") { Description = "ITEM=COLUMN: this source column feeds this item, by name or as #3 / 信息项的列=来源列" };
        var sheet = new Option<string?>("--sheet") { Description = "Sheet of a workbook, array of a JSON document, entry of a ZIP / 工作表、JSON 数组或压缩包中的文件" };
        var encoding = new Option<string?>("--encoding") { Description = "Encoding, when it is known better than it can be found / 编码" };
        var delimiter = new Option<string?>("--delimiter") { Description = "Delimiter, one character or tab / 分隔符" };
        map.Validators.Add(given => given.Tokens.Where(t => t.Value.IndexOf('=', StringComparison.Ordinal) < 1).ToList().ForEach(t => given.AddError(Verbs.Say($"--map {t.Value}：要写成 信息项=来源列", $"--map {t.Value}: write ITEM=COLUMN"))));
        var command = new Command("gather", "Gather a file into a resource and wait for the end / 汇聚文件，等到结束") { file, resource, mode, missing, map, sheet, encoding, delimiter };
        command.Does(async (hub, parsed, ct) =>
        {
            var run = await hub.Post("/api/v1/runs", new JsonObject
            {
                ["resource"] = parsed.GetValue(resource),
                ["mode"] = parsed.GetValue(mode),
                ["path"] = parsed.GetRequiredValue(file).FullName,
                ["mapping"] = Mapping(parsed.GetValue(map) ?? []),
                ["sheet"] = parsed.GetValue(sheet),
                ["encoding"] = parsed.GetValue(encoding),
                ["delimiter"] = parsed.GetValue(delimiter) is "tab" or "\t" ? "	" : parsed.GetValue(delimiter),
                ["missing"] = new JsonArray([.. (parsed.GetValue(missing) ?? []).Select(word => JsonValue.Create(word))]),
            }, ct);
            return await RunProgress.ToItsEnd(hub, (string)run["run"]!, parsed.GetValue(Verbs.Json), ct);
        }, file);
        return command;
    }

    private static JsonObject? Mapping(string[] given) => given.Length == 0 ? null : new(given
        .Select(g => g.Split('=', 2)).DistinctBy(g => g[0]).Select(g => KeyValuePair.Create<string, JsonNode?>(g[0], g[1].Length == 0 ? null : JsonValue.Create(g[1]))));
}
