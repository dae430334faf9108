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
        var sheet = new Option<string>("--sheet") { Description = "Sheet of a workbook, array of a JSON document, entry of a ZIP / 工作表、JSON 数组或压缩包中的文件" };
        var command = new Command("gather", "Gather a file into a resource / 汇聚文件") { file, resource, mode, missing, sheet };
        command.Does(async (hub, parsed, ct) =>
        {
            var run = await hub.Post("/api/v1/runs", new JsonObject
            {
                ["resource"] = parsed.GetValue(resource),
                ["mode"] = parsed.GetValue(mode),
                ["path"] = parsed.GetRequiredValue(file).FullName,
                ["sheet"] = parsed.GetValue(sheet),
                ["missing"] = new JsonArray([.. (parsed.GetValue(missing) ?? []).Select(word => JsonValue.Create(word))]),
            }, ct);
            return await RunProgress.ToItsEnd(hub, (string)run["run"]!, parsed.GetValue(Verbs.Json), ct);
        }, file);
        return command;
    }
}
