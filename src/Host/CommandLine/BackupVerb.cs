using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityHub.Kernel;
using CityHub.Storage.Backup;

namespace CityHub.Host.CommandLine;

/// <summary><c>backup DIR|FILE.tar</c>: the whole data folder at one moment, through the running hub or without one.</summary>
internal static class BackupVerb
{
    public static Command Make()
    {
        var path = new Argument<string>("to") { Description = "Folder to make, or file when it ends with .tar; it must not exist / 要建立的备份目录，或 .tar 文件" };
        var command = new Command("backup", "Back the data folder up / 备份数据文件夹") { path };
        command.Does(async (hub, parsed, ct) =>
        {
            var answer = await hub.Post("/api/v1/backups", new JsonObject { ["path"] = Path.GetFullPath(parsed.GetRequiredValue(path)) }, ct);
            Console.WriteLine(parsed.GetValue(Verbs.Json) ? answer.ToJsonString(Output.Json) : InWords(answer.Deserialize<BackupMade>(Output.Wire)!));
            return 0;
        });
        return command;
    }

    private static string InWords(BackupMade made) => Verbs.Say(
        $"已备份到 {made.Path}：{Output.Local(made.MadeAtUtc)} 的状态，{Verbs.Number(made.Files)} 个文件，{Output.Size(made.Bytes)}，用时 {Output.Seconds(made.Seconds)} 秒（其中写入等待 {Output.Seconds(made.HeldSeconds)} 秒）",
        $"Backed up to {made.Path}: as of {Output.Local(made.MadeAtUtc)}, {English.Of(made.Files, "file")}, {Output.Size(made.Bytes)}, in {Output.Seconds(made.Seconds)} s (commits waited {Output.Seconds(made.HeldSeconds)} s)");
}
