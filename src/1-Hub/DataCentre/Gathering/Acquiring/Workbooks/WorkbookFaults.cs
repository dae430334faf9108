using System.Xml;
using CityHub.Kernel;
using static CityHub.DataCentre.Gathering.GatheringFaults;

namespace CityHub.DataCentre.Gathering.Acquiring.Workbooks;

internal static class WorkbookFaults
{
    public static Fault Broken(string name, Words why) => new("gathering.workbook-broken", 422,
        new("工作簿无法读取", "The workbook cannot be read"),
        new($"{name} 不是完好的 XLSX：{why.Zh}。在表格软件中打开，另存为 .xlsx 后再试；打不开的，重新取得文件。",
            $"{name} is no sound XLSX: {why.En}. Open it in a spreadsheet program, save it as .xlsx and retry; if it does not open, fetch the file again."));

    /// <summary>In own words: what a library says of a file is neither Chinese nor tells how to mend it.</summary>
    public static Fault Broken(string name, Exception broken) => Broken(name, broken is XmlException { LineNumber: var line }
        ? new Words(line > 0 ? $"其中一个部件的 XML 在第 {Number(line)} 行有错" : "其中一个部件不是正确的 XML", line > 0 ? $"the XML of one of its parts is wrong at line {Number(line)}" : "one of its parts is no valid XML")
        : new("文件没有传完、已损坏，或是别的格式改了扩展名", "it did not arrive whole, is damaged, or is another kind of file under this name"));

    public static Fault Old(string name) => new("gathering.workbook-old", 422,
        new("旧格式或加密的工作簿", "An old or encrypted workbook"),
        new($"{name} 是旧的 .xls 格式或设有密码，目录导入不收。去掉密码并另存为 .xlsx。", $"{name} is in the old .xls format or has a password; the catalogue's import takes neither. Remove the password and save it as .xlsx."));

    public static Fault Encrypted(string name) => new("gathering.workbook-encrypted", 422,
        new("工作簿设有密码", "The workbook has a password"),
        new($"{name} 设有打开密码，无法读取。去掉密码后另存再试。", $"{name} has a password and cannot be read. Remove the password, save it and retry."));

    public static Fault OldBroken(string name) => new("gathering.xls-broken", 422,
        new("旧版工作簿无法读取", "The old workbook cannot be read"),
        new($"{name} 不是完好的 XLS：文件没有传完、已损坏，或是别的格式改了扩展名。在表格软件中打开，另存为 .xlsx 后再试；打不开的，重新取得文件。",
            $"{name} is no sound XLS: it did not arrive whole, is damaged, or is another kind of file under this name. Open it in a spreadsheet program, save it as .xlsx and retry; if it does not open, fetch the file again."));

    public static Fault Bomb(string name, string part, long size, long limit) => new("gathering.workbook-bomb", 422,
        new("工作簿解压后过大", "The workbook unpacks to too much"),
        new($"{name} 的 {part} 解压后达 {SourceFaults.Size(size)}，超出上限 {SourceFaults.Size(limit)}；疑为压缩炸弹，已停止读取。若确为真实数据，请另存为 CSV。",
            $"{part} of {name} unpacks to {SourceFaults.Size(size)}, over the limit of {SourceFaults.Size(limit)}; reading stopped, it may be a zip bomb. If the data is real, save it as CSV."))
    { Facts = new Dictionary<string, object?> { ["part"] = part, ["bytes"] = size, ["limitBytes"] = limit } };

    public static Fault TooManyParts(string name, int parts, int limit) => new("gathering.workbook-parts", 422,
        new("工作簿部件过多", "The workbook has too many parts"),
        new($"{name} 含 {Number(parts)} 个部件，上限 {Number(limit)}；已停止读取。", $"{name} has {Number(parts)} parts, the limit is {Number(limit)}; reading stopped."));

    public static Fault SheetMissing(string sheet, IEnumerable<string> sheets) => new("gathering.sheet-missing", 422,
        new("没有这张工作表", "No such sheet"),
        new($"工作簿中没有“{sheet}”；有：{string.Join("、", sheets)}。", $"The workbook has no '{sheet}'; it has {string.Join(", ", sheets)}."));
}
