using CityHub.Kernel;
using static CityHub.DataCentre.Gathering.GatheringFaults;

namespace CityHub.DataCentre.Gathering.Refused;

internal static class RefusedFaults
{
    public static Fault NothingToSubmit { get; } = new("gathering.nothing-to-resubmit", 422,
        new("没有要重新提交的行", "No rows to submit again"), new("选择至少一行，或上传改过的文件。", "Choose at least one row, or upload the mended file."));

    /// <param name="lines">How many rows.</param>
    /// <param name="heldBy">The runs that refused such rows again and hold them now.</param>
    public static Fault NotOpen(long lines, IReadOnlyList<string> heldBy) => new("gathering.rows-not-open", 409,
        new("有的行已经处理过", "Some rows have been dealt with"),
        heldBy.Count > 0
            ? new($"{Number(lines)} 行不在待处理的拒收行中。其中改后仍拒收的行现在由运行 {string.Join("、", heldBy)} 保留：导出该运行的拒收行，改好后向它重新提交。",
                $"{Number(lines)} rows are not open refused rows. Those refused again are held by run {string.Join(", ", heldBy)} now: export its refused rows, mend them and submit them to it.")
            : new($"{Number(lines)} 行不在待处理的拒收行中：已改好、正在重新提交或不存在。刷新列表后再提交。",
                $"{Number(lines)} rows are not open refused rows: they were mended, are being submitted, or do not exist. Refresh the list and submit again."))
    { Facts = new Dictionary<string, object?> { ["lines"] = lines, ["heldBy"] = heldBy } };

    public static Fault TooMany(long rows, int limit) => new("gathering.too-many-mended", 422,
        new("一次提交的行过多", "Too many rows at once"), new($"一次最多 {Number(limit)} 行；更多时用文件，或修正来源后重新汇聚。", $"At most {Number(limit)} rows at once; use a file for more, or mend the source and gather it again."))
    { Facts = new Dictionary<string, object?> { ["rows"] = rows, ["limit"] = limit } };

    public static Fault ColumnUnknown(string column) => new("gathering.mended-column", 422,
        new("没有这一列", "No such column"), new($"来源中没有“{column}”这一列。", $"The source has no column '{column}'."));

    public static Fault FileShape(int expected) => new("gathering.mended-file", 422,
        new("不是下载的拒收文件", "Not the downloaded file of refused rows"),
        new($"文件应有 {expected} 列，以 _line、_rules、_reasons 开头。请下载拒收的行，只改后面各列的值，行号列保持不变。",
            $"The file should have {expected} columns that begin with _line, _rules, _reasons. Download the refused rows and change values of the other columns only."));

    public static Fault FileLine(long record) => new("gathering.mended-line", 422,
        new("行号读不出", "A line number cannot be read"), new($"文件第 {Number(record)} 条记录的 _line 不是行号。", $"_line of record {Number(record)} is no line number."))
    { Facts = new Dictionary<string, object?> { ["record"] = record } };

    public static Fault NotYet(string run) => new("gathering.run-not-ended", 409,
        new("运行尚未完成", "The run has not ended"), new($"运行 {run} 完成后才有拒收的行。", $"Run {run} has refused rows once it has succeeded."));

    public static Fault KeptNothing(string run) => new("gathering.run-kept-nothing", 409,
        new("运行没有写入任何行", "The run kept no row"),
        new($"运行 {run} 没有提交，改好的行无处可加。下载它拒收的行，按原因改好文件，再汇聚一次。",
            $"Run {run} was not committed, so there is nothing that mended rows could join. Download its refused rows, mend the file by their reasons and gather it again."));

    public static Fault ActUnknown(string act) => new("gathering.mend-act", 422,
        new("没有这种改法", "No such way of mending"), new($"没有“{act}”这种改法；可用：set、replace、trim、code。", $"There is no act '{act}'. Use set, replace, trim or code."));

    public static Fault FindMissing { get; } = new("gathering.mend-find", 422,
        new("没有写要替换的文字", "Nothing to replace"), new("写出要替换的文字（find）。", "Say which text is to be replaced (find)."));

    public static Fault NoCodeList { get; } = new("gathering.mend-no-code-list", 422,
        new("该信息项没有代码表", "The item has no code list"), new("只有引用代码表的信息项能按名称查代码；换一种改法，或先在目录中给它指定代码表。", "Only an item with a code list can have its codes looked up. Mend it another way, or give it a code list in the catalogue."));

    public static Fault ItemNotMended(string item) => new("gathering.mend-item", 422,
        new("该信息项不能批量修改", "The item cannot be mended at once"), new($"“{item}”不是该运行的信息项，或没有来源列。整行的错误请逐行修改。", $"'{item}' is no item of this run, or no source column feeds it. Mend faults of whole rows one by one."));

    public static Fault NothingChanges { get; } = new("gathering.mend-changes-nothing", 422,
        new("这样改没有一行会变", "No row would change"), new("所选的值经此改法都不变，没有提交。换一种改法，或先刷新列表。", "None of the chosen values changes this way; nothing was submitted. Mend them another way, or refresh the list."));
}
