using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityHub.Host.CommandLine.Catalogue;

/// <summary><c>catalogue import FILE</c>: all entries of a workbook or JSON file, or none; each fault with its sheet, row and column.</summary>
internal static class ImportEntries
{
    private static readonly TextTable Faults = new(
        new(new("工作表", "Sheet")), new(new("行", "Row"), Right: true), new(new("列", "Column")), new(new("表头", "Head")), new(new("错误与改法", "What is wrong, and how to mend it")));

    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "XLSX as 'catalogue template' gives it, or JSON / XLSX（用模板）或 JSON 文件" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done and what is wrong; write nothing / 试算：只说会怎样、哪里有错，不写入" };
        var command = new Command("import", "Import many entries, all or none / 批量导入，全部写入或全不写入") { file, dryRun };
        command.Does(async (hub, parsed, ct) =>
        {
            var trial = parsed.GetValue(dryRun);
            try
            {
                var report = await Waiting.For(Verbs.Say("导入", "Importing"), hub.PostFile(Query.Of("/api/v1/catalogue-imports", ("dryRun", trial ? "true" : null)), parsed.GetRequiredValue(file), ct));
                Output.Print(parsed, report, () => Print(report, trial));
                return (long?)report["faultCount"] > 0 ? ExitCode.Refused : ExitCode.Done;
            }
            catch (CommandFailed refused) when (refused.Details["report"] is JsonObject report && !parsed.GetValue(Verbs.Json))
            {
                Print(report, trial);
                throw;
            }
        }, file);
        return command;
    }

    private static void Print(JsonObject report, bool trial)
    {
        if (report.Items("faults") is { Count: > 0 } faults)
        {
            Faults.Print(faults.Select(fault => (IReadOnlyList<string?>)[fault.Text("sheet"), fault.Text("row"), fault.Text("column"), fault.Text("head"), Output.Words(fault["detail"])]));
        }

        foreach (var note in report["notes"] as JsonArray ?? [])
        {
            Console.WriteLine(TextWidth.Plain(Output.Words(note)));
        }

        var (added, changed, same, refused) = (report.Figure("added"), report.Figure("changed"), report.Figure("same"), report.Figure("refused"));
        Console.WriteLine((trial, (long?)report["faultCount"] > 0) switch
        {
            (false, false) => Verbs.Say($"已导入：新增 {added}，更改 {changed}，不变 {same}", $"Imported: {added} added, {changed} changed, {same} as they were"),
            (true, false) => Verbs.Say($"试算：将新增 {added}，更改 {changed}，不变 {same}；没有写入", $"Dry run: {added} would be added, {changed} changed, {same} are as they were; nothing was written"),
            _ => Verbs.Say($"{refused} 个条目有 {report.Figure("faultCount")} 处错误；没有写入", $"{refused} entries have {report.Figure("faultCount")} faults; nothing was written"),
        });
    }
}
