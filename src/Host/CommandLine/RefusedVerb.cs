using System.CommandLine;
using System.Text.RegularExpressions;

namespace CityHub.Host.CommandLine;

/// <summary><c>refused</c>: the refused rows of a run go out as a file, are mended there, and come back.</summary>
internal static partial class RefusedVerb
{
    public static Command Make() => new("refused", "Refused rows / 拒收的行") { Export(), Resubmit() };

    private static Command Export()
    {
        var run = new Argument<string>("run") { Description = "Run whose refused rows are wanted / 运行编号" };
        var to = Verbs.Out("File to write, refused-RUN.csv by default / 输出文件，默认 refused-运行编号.csv");
        var command = new Command("export", "Write the open refused rows with their reasons, to be mended / 取出拒收的行及原因，以便修改") { run, to, Verbs.Force };
        command.Does(async (hub, parsed, ct) =>
        {
            var found = await hub.Get(RunVerb.Address(parsed.GetRequiredValue(run)), ct);
            var id = found.Text("run");
            var file = new FileInfo(parsed.GetValue(to)?.FullName ?? $"refused-{id}.csv");
            return await Download.To(hub, $"{RunVerb.Address(id)}/refused/download", file, parsed, ct);
        });
        return command;
    }

    private static Command Resubmit()
    {
        var file = new Argument<FileInfo>("file") { Description = "The mended file / 改过的文件" };
        var run = new Option<string?>("--run") { Description = "Run that refused them; read from the file's name when it is refused-RUN.csv / 原运行编号，文件名为 refused-运行编号.csv 时可省略" };
        var command = new Command("resubmit", "Submit mended rows again and wait for the end / 重新提交改过的行，等到结束") { file, run };
        command.Does(async (hub, parsed, ct) =>
        {
            var mended = parsed.GetRequiredValue(file);
            var id = parsed.GetValue(run) ?? (Named().Match(mended.Name) is { Success: true } named ? named.Groups[1].Value : null)
                ?? throw new CommandFailed(CommandFaults.Usage(new("文件名里没有运行编号，请用 --run 指出原运行", "The file's name tells no run; name the run that refused these rows with --run")), ExitCode.Usage);
            var again = await Waiting.For(Verbs.Say("送出", "Sending"), hub.PostFile($"{RunVerb.Address(id)}/refused/resubmit", mended, ct));
            return await RunProgress.ToItsEnd(hub, (string)again["run"]!, parsed.GetValue(Verbs.Json), ct);
        }, file);
        return command;
    }

    [GeneratedRegex("^refused-([0-9a-z]{26})[^0-9a-z]")]
    private static partial Regex Named();
}
