using System.CommandLine;
using System.Text.Json;
using CityHub.Host.Hub;
using CityHub.Kernel;
using CityHub.Storage.Backup;

namespace CityHub.Host.CommandLine;

/// <summary><c>restore BACKUP --data DIR</c>: makes a new data folder of a backup. Needs no hub and touches no folder that holds anything.</summary>
internal static class RestoreVerb
{
    public static Command Make()
    {
        var backup = new Argument<string>("backup") { Description = "Folder or .tar file of the backup / 备份目录或 .tar 文件" };
        var command = new Command("restore", "Make a new data folder of a backup / 从备份恢复为新的数据文件夹") { backup };
        command.SetAction(async (parsed, ct) =>
        {
            var data = new DataFolder(parsed.GetRequiredValue(Verbs.Data));
            _ = data.SocketPath; // a folder that no hub could open later is refused now
            var outcome = await Task.Run(() => RestoreBackup.Do(Path.GetFullPath(parsed.GetRequiredValue(backup)), data.Path, "local", TimeProvider.System, ct), ct);
            if (!outcome.Try(out var restored, out var fault))
            {
                throw new CommandFailed(fault);
            }

            Console.WriteLine(parsed.GetValue(Verbs.Json) ? JsonSerializer.Serialize(restored, Output.Wire) : InWords(restored));
            return 0;
        });
        return command;
    }

    private static string InWords(Restored restored) => Verbs.Say(
        $"已恢复到 {restored.Data}：{Output.Local(restored.MadeAtUtc)} 的状态，{Verbs.Number(restored.Files)} 个文件，{Output.Size(restored.Bytes)}。用 ./run --data {restored.Data} 启动",
        $"Restored to {restored.Data}: as of {Output.Local(restored.MadeAtUtc)}, {English.Of(restored.Files, "file")}, {Output.Size(restored.Bytes)}. Start it with ./run --data {restored.Data}");
}
