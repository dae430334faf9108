using System.CommandLine;

namespace CityHub.Host.CommandLine.Catalogue;

/// <summary><c>catalogue export</c>: the found entries as a file that an import takes again; the file's ending chooses its format.</summary>
internal static class ExportEntries
{
    private static readonly string[] Formats = [".xlsx", ".json", ".csv"];

    public static Command Make()
    {
        var filters = new EntryFilters();
        var to = Verbs.Out("File to write: .xlsx and .json can be imported again, .csv is a list; catalogue.xlsx by default / 输出文件，.xlsx 与 .json 可再导入，.csv 为清单；默认 catalogue.xlsx");
        var command = new Command("export", "Export entries as a file / 导出资源") { to, Verbs.Force };
        filters.AddTo(command);
        command.Does(async (hub, parsed, ct) =>
        {
            var file = parsed.GetValue(to) ?? new FileInfo("catalogue.xlsx");
            var format = Formats.FirstOrDefault(f => f.Equals(file.Extension, StringComparison.OrdinalIgnoreCase))
                ?? throw new CommandFailed(CommandFaults.Usage(new($"--out 的文件名要以 {string.Join("、", Formats)} 结尾", $"The file of --out must end with {string.Join(", ", Formats)}")), ExitCode.Usage);
            return await Download.To(hub, Query.Of($"/api/v1/catalogue{format}", filters.Of(parsed)), file, parsed, ct);
        });
        return command;
    }

    public static Command Template()
    {
        var to = Verbs.Out("File to write, catalogue-template.xlsx by default / 输出文件，默认 catalogue-template.xlsx");
        var command = new Command("template", "Write the workbook to fill in for an import / 取导入模板") { to, Verbs.Force };
        command.Does((hub, parsed, ct) => Download.To(hub, "/api/v1/catalogue-template.xlsx", parsed.GetValue(to) ?? new FileInfo("catalogue-template.xlsx"), parsed, ct));
        return command;
    }
}
