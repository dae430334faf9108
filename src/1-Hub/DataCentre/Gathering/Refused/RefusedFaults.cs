using CityHub.Kernel;
using static CityHub.DataCentre.Gathering.GatheringFaults;

namespace CityHub.DataCentre.Gathering.Refused;

internal static class RefusedFaults
{
    public static Fault NothingToSubmit { get; } = new("gathering.nothing-to-resubmit", 422,
        new("没有要重新提交的行", "No rows to submit again"), new("选择至少一行，或上传改过的文件。", "Choose at least one row, or upload the mended file."));

    public static Fault NotOpen(long lines) => new("gathering.rows-not-open", 409,
        new("有的行已经处理过", "Some rows have been dealt with"),
        new($"{Number(lines)} 行不在待处理的拒收行中：已改好、正在重新提交或不存在。刷新列表后再提交。",
            $"{Number(lines)} rows are not open refused rows: they were mended, are being submitted, or do not exist. Refresh the list and submit again."))
    { Facts = new Dictionary<string, object?> { ["lines"] = lines } };

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
}
