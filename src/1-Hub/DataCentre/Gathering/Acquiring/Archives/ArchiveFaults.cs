using CityHub.Kernel;
using static CityHub.DataCentre.Gathering.GatheringFaults;

namespace CityHub.DataCentre.Gathering.Acquiring.Archives;

internal static class ArchiveFaults
{
    public static Fault Broken(string name) => new("gathering.zip-broken", 422,
        new("压缩包无法读取", "The archive cannot be read"),
        new($"{name} 不是完好的 ZIP：文件没有传完、已损坏，或是别的格式改了扩展名。重新取得文件，或重新打包后再试。",
            $"{name} is no sound ZIP: it did not arrive whole, is damaged, or is another kind of file under this name. Fetch it again, or pack it anew, and retry."));

    public static Fault Encrypted(string name, string entry) => new("gathering.zip-encrypted", 422,
        new("压缩包设有密码", "The archive has a password"),
        new($"{name} 中的 {entry} 已加密，无法读取。去掉密码后重新打包。", $"{entry} in {name} is encrypted and cannot be read. Pack it again without a password."));

    public static Fault Nested(string name, string entry) => new("gathering.zip-nested", 422,
        new("压缩包里还有压缩包", "An archive within the archive"),
        new($"{name} 中的 {entry} 又是压缩包，不予展开。先解开，把数据文件直接放进一个 ZIP。", $"{entry} in {name} is an archive itself and is not opened. Unpack it and put the data files into one ZIP."));

    public static Fault Bomb(string name, string entry, long size, long limit) => new("gathering.zip-bomb", 422,
        new("压缩包解压后过大", "The archive unpacks to too much"),
        new($"{name} 解压到 {entry} 时已达 {SourceFaults.Size(size)}，超出上限 {SourceFaults.Size(limit)}；疑为压缩炸弹，已停止。若确为真实数据，请分开汇聚未压缩的文件。",
            $"{name} has unpacked to {SourceFaults.Size(size)} at {entry}, over the limit of {SourceFaults.Size(limit)}; stopped, it may be a zip bomb. If the data is real, gather the files unpacked."))
    { Facts = new Dictionary<string, object?> { ["entry"] = entry, ["bytes"] = size, ["limitBytes"] = limit } };

    public static Fault TooMany(string name, int entries, int limit) => new("gathering.zip-entries", 422,
        new("压缩包里的文件过多", "Too many entries"),
        new($"{name} 含 {Number(entries)} 个文件，上限 {Number(limit)}。分成几个压缩包。", $"{name} has {Number(entries)} entries, the limit is {Number(limit)}. Split it into several archives."));

    public static Fault NoData(string name, IReadOnlyList<string> entries) => new("gathering.zip-no-data", 422,
        new("压缩包里没有数据文件", "No data file in the archive"),
        new($"{name} 里没有 CSV、JSON、XLSX、XLS 或 Parquet 文件；有：{List(entries, "、")}。", $"{name} holds no CSV, JSON, XLSX, XLS or Parquet file; it has {List(entries, ", ")}."));

    public static Fault EntryMissing(string name, string entry, IReadOnlyList<string> entries) => new("gathering.zip-entry-missing", 422,
        new("压缩包里没有这个文件", "No such entry"),
        new($"{name} 里没有“{entry}”；有：{List(entries, "、")}。", $"{name} has no '{entry}'; it has {List(entries, ", ")}."));

    public static Fault EntriesDiffer(string name, string first, string other, IReadOnlyList<string> entries) => new("gathering.zip-entries-differ", 422,
        new("压缩包里的文件列不相同", "The entries differ in their columns"),
        new($"{name} 中 {other} 的列与 {first} 不同，不能合为一批。用 sheet 指明汇聚哪一个文件：{List(entries, "、")}。",
            $"{other} in {name} has other columns than {first}, so they are not one batch. Name the file to gather by 'sheet': {List(entries, ", ")}."))
    { Facts = new Dictionary<string, object?> { ["entries"] = entries } };

    private static string List(IReadOnlyList<string> names, string between) =>
        names.Count == 0 ? "—" : string.Join(between, names.Take(12)) + (names.Count > 12 ? $" … ({names.Count})" : "");
}
