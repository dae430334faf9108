using CityHub.Kernel;
using static CityHub.DataCentre.Gathering.GatheringFaults;

namespace CityHub.DataCentre.Gathering.Acquiring;

/// <summary>What can be wrong with a source before a row of it is looked at.</summary>
internal static class SourceFaults
{
    public static Fault Missing(string name) => new("gathering.source-missing", 422,
        new("来源不存在", "The source does not exist"), new($"找不到 {name}。", $"{name} was not found."));

    public static Fault Vanished(string name) => new("gathering.source-vanished", 422,
        new("来源在读取途中消失", "The source vanished while it was read"),
        new($"读取 {name} 时来源消失或不可读；本次数据没有写入，原有数据未动。来源恢复后可恢复本次运行。",
            $"{name} vanished or became unreadable half-way; nothing was written. Resume the run when it is back."));

    public static Fault Empty(string name) => new("gathering.source-empty", 422,
        new("来源是空的", "The source is empty"), new($"{name} 没有任何数据行。", $"{name} holds no rows."));

    public static Fault Unreadable(string name) => new("gathering.source-unreadable", 422,
        new("来源不可读", "The source cannot be read"),
        new($"运行城枢的系统用户没有读取 {name} 的权限，或它是文件夹。请服务器管理员授予读取权限后再试，或改为上传文件。",
            $"The system user that runs the hub may not read {name}, or it is a folder. Ask the server's administrator to grant reading and retry, or upload the file."));

    public static Fault MaskedDownload(string name, IReadOnlyList<string> masked) => new("gathering.masked-download", 422,
        new("文件是本平台脱敏后的下载件", "The file is a masked download of this hub"),
        new($"{name} 是本平台的下载件，其中 {Join(masked)} 列已脱敏；汇聚它会用掩码覆盖真实值。数据没有写入，原有数据未动。请改用原始文件；或去掉这些列后按主键更新，已有行的这些列保持原值（整体替换则变为空）。",
            $"{name} is a download of this hub in which {Join(masked, ", ")} are masked; gathering it would overwrite values with masks. Nothing was written and earlier rows are untouched. Take the original file; or leave these columns out and gather by upsert, which keeps what known rows have there (replace would leave it empty)."))
    { Facts = new Dictionary<string, object?> { ["columns"] = masked } };

    public static Fault NotText(string name, long line, long offset) => new("gathering.not-text", 422,
        new("不是文本文件", "Not a text file"),
        new($"{name} 第 {Number(line)} 行（第 {Number(offset)} 字节）含有 NUL 字节，不是文本表格。支持 CSV、TSV、JSON、NDJSON、GeoJSON、XLSX、XLS、Parquet 以及装有它们的 ZIP。",
            $"{name} has a NUL byte on line {Number(line)} (byte {Number(offset)}), so it is no text table. CSV, TSV, JSON, NDJSON, GeoJSON, XLSX, XLS, Parquet and ZIPs of them are read."))
    { Facts = new Dictionary<string, object?> { ["line"] = line, ["offset"] = offset } };

    public static Fault Undecodable(string encoding, long line, long offset, string bytes) => new("gathering.undecodable", 422,
        new("有字节不符合文件的编码", "Bytes do not fit the file's encoding"),
        new($"第 {Number(line)} 行（第 {Number(offset)} 字节）的 {bytes} 不是合法的 {encoding} 编码。修正该行，或指明文件的编码。原有数据未动。",
            $"Line {Number(line)} (byte {Number(offset)}): {bytes} is not valid {encoding}. Mend the line, or name the file's encoding. Earlier rows are untouched."))
    { Facts = new Dictionary<string, object?> { ["line"] = line, ["offset"] = offset, ["bytes"] = bytes, ["encoding"] = encoding } };

    public static Fault Mixed(string looksLike, string fileIs, long line, long lines) => new("gathering.mixed-encodings", 422,
        new("文件中混有两种编码", "The file mixes two encodings"),
        new($"第 {Number(line)} 行像是 {looksLike}，而文件的其余部分是 {fileIs}（共 {Number(lines)} 行如此）。统一编码后重新汇聚；原有数据未动。",
            $"Line {Number(line)} looks like {looksLike} in a {fileIs} file ({Number(lines)} such lines). Bring it to one encoding and gather again. Earlier rows are untouched."))
    { Facts = new Dictionary<string, object?> { ["line"] = line, ["looksLike"] = looksLike, ["encoding"] = fileIs, ["lines"] = lines } };

    public static Fault EncodingUnknown(string name) => new("gathering.encoding-unknown", 422,
        new("编码不受支持", "The encoding is not supported"),
        new($"“{name}”不是受支持的编码；支持 UTF-8、GB18030（含 GBK、GB2312）、UTF-16。", $"'{name}' is not supported; UTF-8, GB18030 (with GBK, GB2312) and UTF-16 are."));

    public static Fault TooManyColumns(long columns, int limit) => new("gathering.too-many-columns", 422,
        new("列数超出上限", "Too many columns"),
        new($"来源有 {Number(columns)} 列，上限 {Number(limit)} 列。核对分隔符，或拆成多个资源。", $"The source has {Number(columns)} columns, the limit is {Number(limit)}. Check the delimiter, or split it into several resources."))
    { Facts = new Dictionary<string, object?> { ["columns"] = columns, ["limit"] = limit } };

    public static Fault QuoteNeverCloses(long line) => new("gathering.quote-never-closes", 422,
        new("引号没有结束", "A quote never closes"),
        new($"从第 {Number(line)} 行开始的引号到文件结尾仍未结束。补上引号后重新汇聚。", $"The quote that opens on line {Number(line)} is not closed by the end of the file. Close it and gather again."))
    { Facts = new Dictionary<string, object?> { ["line"] = line } };

    public static Fault RecordTooLong(long line, long limit) => new("gathering.record-too-long", 422,
        new("一行过长", "A record is too long"),
        new($"第 {Number(line)} 行超过 {Number(limit >> 20)} MB 的上限；多半是引号没有结束。", $"The record on line {Number(line)} is over {Number(limit >> 20)} MB; most likely a quote is not closed."))
    { Facts = new Dictionary<string, object?> { ["line"] = line } };

    public static Fault Disk(long free, long needed, long reserve) => new("gathering.disk", 507,
        new("磁盘空间不足", "Not enough disk space"),
        new($"数据盘剩余 {Size(free)}，还需 {Size(needed)}，并须留出 {Size(reserve)}。本次数据没有写入，原有数据未动；腾出空间后可恢复本次运行。",
            $"The data disk has {Size(free)} left; {Size(needed)} more are needed and {Size(reserve)} must stay free. Nothing was written and earlier rows are untouched; make room and resume."))
    { Facts = new Dictionary<string, object?> { ["freeBytes"] = free, ["neededBytes"] = needed, ["reserveBytes"] = reserve } };

    public static Fault UploadTooLarge(long limit) => new("gathering.upload-too-large", 413,
        new("上传的文件过大", "The upload is too large"),
        new($"上限为 {Size(limit)}。在服务器上用 ./cityhub gather 文件路径 汇聚，或请管理员提高上限。", $"The limit is {Size(limit)}. Gather it on the server with ./cityhub gather FILE, or have the limit raised."))
    { Facts = new Dictionary<string, object?> { ["limitBytes"] = limit } };

    public static Fault UploadMissing(string upload) => new("gathering.upload-missing", 404,
        new("上传的文件已不在", "The upload is gone"),
        new($"没有编号为 {upload} 的上传；它可能已经汇聚或过期。请重新上传。", $"There is no upload {upload}; it was gathered already or has expired. Upload it again."));

    public static string Size(long bytes) => bytes switch
    {
        >= 1L << 30 => FormattableString.Invariant($"{bytes / (double)(1L << 30):0.0} GB"),
        >= 1L << 20 => FormattableString.Invariant($"{bytes / (double)(1L << 20):0.0} MB"),
        _ => FormattableString.Invariant($"{bytes / 1024.0:0.0} KB"),
    };
}
