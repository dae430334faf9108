using CityHub.DataCentre.Quality;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>Why a whole load is refused. The earlier data stays as it was.</summary>
internal static class LoadingFaults
{
    public static Fault NotUtf8(long line, long offset) => new("loading.not-utf8", 422,
        new("文件编码有误", "The file's encoding is broken"),
        new($"第 {line} 行（第 {offset} 字节）不是有效的 UTF-8 文本，文件可能混用了多种编码。请用同一种编码重新导出后再汇聚。",
            $"Line {line} (byte {offset}) is not valid UTF-8; the file may mix encodings. Export it again in one encoding."))
    { Facts = Where(line, offset) };

    public static Fault NulByte(long line, long offset) => new("loading.nul-byte", 422,
        new("文件含有空字节", "The file holds NUL bytes"),
        new($"第 {line} 行（第 {offset} 字节）有空字节 (0x00)。这不是文本文件，或编码识别有误；请重新导出为文本。",
            $"Line {line} (byte {offset}) holds a NUL byte (0x00). This is no text file, or its encoding was taken wrongly; export it again as text."))
    { Facts = Where(line, offset) };

    public static Fault QuoteNeverCloses(long line, long offset) => new("loading.quote-never-closes", 422,
        new("引号没有结束", "A quote never closes"),
        new($"第 {line} 行打开的引号没有结束。请补上引号，或把字段内的引号写成两个。",
            $"The quote opened in line {line} never closes. Close it, or double quotes that stand inside a field."))
    { Facts = Where(line, offset) };

    public static Fault RecordTooLong(long line, long offset, int limitBytes) => new("loading.record-too-long", 422,
        new("一条记录过长", "A record is too long"),
        new($"第 {line} 行开始的记录超过 {limitBytes >> 20} MB。请检查换行符和引号。",
            $"The record that begins in line {line} is longer than {limitBytes >> 20} MB. Check line ends and quotes."))
    { Facts = Where(line, offset) };

    public static Fault SourceChanged { get; } = new("loading.source-changed", 409,
        new("文件在汇聚时被改动", "The file changed while it was gathered"),
        new("文件在读取过程中变短、被改动或消失。请待文件写完后重新汇聚；原有数据未受影响。",
            "The file became shorter, was changed or vanished while it was read. Gather it again once it is complete; earlier data is untouched."));

    public static Fault SourceMissing(string path) => new("loading.source-missing", 404,
        new("找不到文件", "The file is not there"),
        new($"无法读取 {Path.GetFileName(path)}。请确认文件存在且可读。", $"{Path.GetFileName(path)} cannot be read. See that it exists and may be read."));

    public static Fault TooManyColumns(int columns, int limit) => new("loading.too-many-columns", 422,
        new("列太多", "Too many columns"),
        new($"资源有 {columns} 列，最多 {limit} 列。请只映射需要的列。", $"The resource has {columns} columns; {limit} is the limit. Map only the columns that are needed."));

    public static Fault UpsertNeedsKey { get; } = new("loading.upsert-needs-key", 422,
        new("更新写入需要主键", "An upsert needs a key"),
        new("资源没有主键，无法判断哪些行是更新。请先在目录中设置主键，或改用追加、替换。",
            "The resource has no key, so nothing tells which rows are updates. Give it a key in the catalogue, or append or replace."));

    public static Fault ColumnsChanged { get; } = new("loading.columns-changed", 409,
        new("列已改变", "The columns changed"),
        new("资源的列或主键与已有数据不同，不能追加或更新。请用“替换”方式重新汇聚全部数据。",
            "The resource's columns or key differ from the rows already there, so rows cannot be added. Gather all data again with replace."));

    /// <summary>A replacement with masks where the resource holds the values.</summary>
    public static Fault MasksReplace(string column, long rows, long line) => new("loading.masks-replace", 422,
        new("文件用掩码替换真实值", "The file puts masks in the place of values"),
        new($"列 {column} 有 {rows} 行是资源中真实值脱敏后的样子（第一处在第 {line} 行），替换会丢失真实值，所以没有执行，原有数据未动。请用原始文件；或去掉这一列后按主键更新，已有行保持原值。",
            $"In column {column}, {English.Of(rows, "row")} (the first on line {line}) hold what the resource's own values look like masked. Replacing would lose the values, so nothing was done and earlier rows stay. Take the original file; or leave the column out and gather by upsert, which keeps what known rows have there."))
    { Facts = new Dictionary<string, object?> { ["column"] = column, ["rows"] = rows, ["line"] = line } };

    /// <summary>A number or a day that a mask hides is left out of downloads, so a file with an empty column of it would empty it.</summary>
    public static Fault MaskEmpties(string column, long rows) => new("loading.mask-empties", 422,
        new("整列为空，会清空已脱敏的信息项", "An empty column would empty a masked item"),
        new($"列 {column} 在文件中整列为空，而资源中有 {rows} 行有值。这个信息项下载时因脱敏为空，文件可能来自下载；所以没有执行，原有数据未动。请去掉这一列后按主键更新；确实要清空时，先取消该信息项的脱敏。",
            $"Column {column} is empty throughout the file while {English.Of(rows, "row")} of the resource have a value. Downloads leave this masked item empty, so the file may be one; nothing was done and earlier rows stay. Leave the column out and gather by upsert; to empty the item on purpose, take its mask off first."))
    { Facts = new Dictionary<string, object?> { ["column"] = column, ["rows"] = rows } };

    /// <summary>A replacement that would leave the resource empty: an export that broke looks the same as a day without rows.</summary>
    public static Fault NothingKept(long read, IReadOnlyDictionary<string, long> refusedByRule, long earlier) => new("loading.nothing-kept", 422,
        new("没有一行可以写入", "Not one row could be kept"),
        read == 0
            ? new($"文件没有数据行；替换会清空资源，所以没有执行，原有 {earlier} 行未动。请检查导出；资源确已停用时，请在目录中撤销它。",
                $"The file has no rows. Replacing would empty the resource, so nothing was done and its {earlier} rows stay. Check the export; withdraw the resource when it has really ended.")
            : new($"{read} 行全部被拒收（{Rules(refusedByRule, "、", r => r.Zh)}）；替换会清空资源，所以没有执行，原有 {earlier} 行未动。拒收的行和原因保留在本次运行中，可下载。请按规则改好文件，或检查字段映射，再汇聚一次。",
                $"All {read} rows were refused ({Rules(refusedByRule, ", ", r => r.En)}). Replacing would empty the resource, so nothing was done and its {earlier} rows stay. The refused rows stay with this run, with their reasons, and can be downloaded. Mend the file or check the mapping, then gather it again."))
    { Facts = new Dictionary<string, object?> { ["read"] = read, ["refusedByRule"] = refusedByRule, ["rows"] = earlier } };

    /// <summary>What a refusal to commit says was refused, rule by rule; none when it did not come to that.</summary>
    public static IReadOnlyDictionary<string, long> RefusedIn(Fault fault) =>
        fault.Facts.GetValueOrDefault("refusedByRule") as IReadOnlyDictionary<string, long> ?? new Dictionary<string, long>();

    private static string Rules(IReadOnlyDictionary<string, long> refusedByRule, string between, Func<Words, string> inWords) =>
        string.Join(between, refusedByRule.OrderByDescending(r => r.Value).Take(5).Select(r => $"{inWords(RuleTitles.Of(r.Key).Title)} {r.Value}"));

    public static Fault DiskFull { get; } = new("loading.disk-full", 507,
        new("磁盘已满", "The disk is full"),
        new("数据盘空间不足，汇聚已停止，原有数据未受影响。请腾出空间后重新运行。",
            "The data disk has no room left. The run stopped and earlier data is untouched. Free some room and run it again."));

    public static Fault StoreFailed(string detail) => new("loading.store-failed", 500,
        new("存储出错", "The store failed"),
        new($"写入数据时出错，原有数据未受影响：{detail}", $"Writing failed; earlier data is untouched: {detail}"));

    private static Dictionary<string, object?> Where(long line, long offset) => new() { ["line"] = line, ["offset"] = offset };
}
