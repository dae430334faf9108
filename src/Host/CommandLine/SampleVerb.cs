using System.CommandLine;
using System.Globalization;
using CityHub.Host.Hub;
using CityHub.SampleCity;

namespace CityHub.Host.CommandLine;

/// <summary><c>sample --people N --out FILE</c>: generated person rows of any size, deterministic by seed. Needs no hub.</summary>
internal static class SampleVerb
{
    public static Command Make()
    {
        var people = new Option<long>("--people") { Required = true, Description = "Rows / 行数" };
        var file = new Option<FileInfo>("--out") { Required = true, Description = "File to write / 输出文件" };
        var seed = new Option<ulong>("--seed") { DefaultValueFactory = _ => 1, Description = "The same seed gives the same bytes / 随机种子" };
        var defects = new Option<double>("--defects") { DefaultValueFactory = _ => 0.01, Description = "Share of planted defects / 埋设缺陷的比例" };
        var encoding = new Option<string>("--encoding") { DefaultValueFactory = _ => "utf-8", Description = "Encoding: utf-8, utf-8-bom, gb18030, utf-16 / 编码" };
        var clean = new Option<FileInfo?>("--clean") { Description = "The same rows without defects / 无缺陷的同样各行" };
        var planted = new Option<FileInfo?>("--planted") { Description = "Kinds and lines of the defects, JSON / 缺陷清单" };
        var command = new Command("sample", "Generate people / 生成人口样例") { people, file, seed, defects, encoding, clean, planted, Verbs.Force };
        command.SetAction(async (parsed, _) =>
        {
            var options = new SampleOptions(
                parsed.GetValue(people), parsed.GetRequiredValue(file).FullName, HubServer.ReferenceFolder, parsed.GetValue(seed),
                parsed.GetValue(defects), parsed.GetValue(encoding)!, parsed.GetValue(clean)?.FullName, parsed.GetValue(planted)?.FullName);
            if (!parsed.GetValue(Verbs.Force) && new[] { options.Out, options.Clean, options.Planted }.FirstOrDefault(File.Exists) is { } there)
            {
                throw new CommandFailed(CommandFaults.FileThere(there));
            }

            var outcome = await Waiting.For(Verbs.Say($"写 {options.Out}", $"Writing {options.Out}"), Task.Run(() => SampleCommand.Run(options)));
            if (!outcome.Try(out var written, out var fault))
            {
                throw new CommandFailed(fault);
            }

            Console.WriteLine(parsed.GetValue(Verbs.Json)
                ? string.Create(CultureInfo.InvariantCulture, $"{{\"rows\":{written.Rows},\"defects\":{written.Defects}}}")
                : Verbs.Say(
                    $"已写 {Verbs.Number(written.Rows)} 行，其中埋设缺陷 {Verbs.Number(written.Defects)} 行", $"{Verbs.Number(written.Rows)} rows, {Verbs.Number(written.Defects)} with a planted defect"));
            return ExitCode.Done;
        });
        return command;
    }
}
