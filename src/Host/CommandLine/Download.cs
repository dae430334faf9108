using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityHub.Host.CommandLine;

/// <summary>An answer of the hub that becomes a file: whole or not at all.</summary>
internal static class Download
{
    public static async Task<int> To(HubClient hub, string address, FileInfo file, ParseResult parsed, CancellationToken ct)
    {
        if (file.Exists && !parsed.GetValue(Verbs.Force))
        {
            throw new CommandFailed(CommandFaults.FileThere(file.FullName));
        }

        // A command that breaks off must not leave half a file under the name that was asked for.
        var part = $"{file.FullName}.part";
        try
        {
            await Waiting.For(Verbs.Say($"写 {file.Name}", $"Writing {file.Name}"), hub.GetFile(address, part, ct));
            File.Move(part, file.FullName, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        file.Refresh();
        Output.Print(parsed, new JsonObject { ["file"] = file.FullName, ["bytes"] = file.Length }, () => Console.WriteLine(Verbs.Say(
            $"已写 {file.FullName}（{Verbs.Number(file.Length)} 字节）", $"Wrote {file.FullName} ({Verbs.Number(file.Length)} bytes)")));
        return ExitCode.Done;
    }
}
