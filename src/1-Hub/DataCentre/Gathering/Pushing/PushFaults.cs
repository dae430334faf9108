using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.Kernel;
using static CityHub.DataCentre.Gathering.GatheringFaults;

namespace CityHub.DataCentre.Gathering.Pushing;

/// <summary>Why a batch is not taken. What is wrong with a single line of one that was taken is a refused row.</summary>
internal static class PushFaults
{
    public static Fault KeyMissing { get; } = new("gathering.batch-key-missing", 400,
        new("批次需要 Idempotency-Key", "A batch needs an Idempotency-Key"),
        new("在请求头 Idempotency-Key 中给出 1 到 255 个可见的 ASCII 字符，例如一个 UUID；网络中断后用同一个键重发，数据不会重复。",
            "Give the header Idempotency-Key, 1 to 255 visible ASCII characters, for example a UUID. Sent again under the same key after a broken connection, no row is doubled."));

    public static Fault KeyReused(string batch) => new("gathering.batch-key-reused", 409,
        new("Idempotency-Key 已用于另一个批次", "Idempotency-Key was used for another batch"),
        new($"这个键已用于内容或方式不同的批次 {batch}。新的批次请用新的键。", $"This key belongs to batch {batch}, whose content or mode differs. Use a new key for each new batch."))
    { Facts = new Dictionary<string, object?> { ["batch"] = batch } };

    public static Fault NotNdjson(string type) => new("gathering.batch-type", 415,
        new("批次须为 NDJSON", "A batch is NDJSON"),
        new($"内容类型“{type}”不能推送；请用 application/x-ndjson（UTF-8，每行一个 JSON 对象）。文件请上传到 /api/v1/runs。",
            $"The content type '{type}' cannot be pushed; send application/x-ndjson in UTF-8, one JSON object a line. Files are uploaded to /api/v1/runs."));

    public static Fault Encoding(string encoding) => new("gathering.batch-encoding", 415,
        new("不支持的内容压缩", "The content encoding is not supported"),
        new($"内容编码“{encoding}”不受支持；可用 gzip，或不压缩。", $"The content encoding '{encoding}' is not supported; use gzip or none."));

    public static Fault TooLarge(long limit) => new("gathering.batch-too-large", 413,
        new("批次过大", "The batch is too large"),
        new($"一个批次（解压后）最多 {SourceFaults.Size(limit)}。分成几个批次推送，或作为文件上传。", $"A batch holds at most {SourceFaults.Size(limit)} unpacked. Push it in parts, or upload it as a file."))
    { Facts = new Dictionary<string, object?> { ["limitBytes"] = limit } };

    public static Fault Empty { get; } = new("gathering.batch-empty", 422,
        new("批次是空的", "The batch is empty"), new("批次中没有一行数据。", "The batch holds not one line of data."));

    public static Fault GzipBroken { get; } = new("gathering.batch-gzip", 422,
        new("gzip 内容不完整", "The gzip is broken"),
        new("压缩内容被截断、损坏，或由几段 gzip 相接而成；批次没有收下。重新压缩后用同一个键重发。",
            "The packed content is cut off, damaged or several gzips in a row; nothing of it was taken. Pack it anew and send it under the same key."));

    public static Fault NulByte(long line, long column) => new("gathering.batch-nul", 422,
        new("批次含有 NUL 字节", "The batch holds a NUL byte"),
        new($"第 {Number(line)} 行第 {Number(column)} 字节是 NUL，不是文本；批次没有收下。", $"Line {Number(line)}, byte {Number(column)} is NUL, so this is no text; nothing of the batch was taken."))
    { Facts = At(line, column) };

    public static Fault NotUtf8(long line, long column, string bytes) => new("gathering.batch-not-utf8", 422,
        new("批次不是 UTF-8", "The batch is not UTF-8"),
        new($"第 {Number(line)} 行第 {Number(column)} 字节处的 {bytes} 不是合法的 UTF-8；批次没有收下。JSON 一律用 UTF-8。",
            $"Line {Number(line)}, byte {Number(column)}: {bytes} is not valid UTF-8; nothing of the batch was taken. JSON travels in UTF-8."))
    { Facts = At(line, column) };

    public static Fault LineTooLong(long line, int limit) => new("gathering.batch-line-too-long", 422,
        new("一行过长", "A line is too long"),
        new($"第 {Number(line)} 行超过 {SourceFaults.Size(limit)}；批次没有收下。每行应是一个 JSON 对象。", $"Line {Number(line)} is over {SourceFaults.Size(limit)}; nothing of the batch was taken. Each line is one JSON object."))
    { Facts = At(line, limit) };

    public static Fault BlankLines(long line, int limit) => new("gathering.batch-blank-lines", 422,
        new("空行太多", "Too many blank lines"),
        new($"到第 {Number(line)} 行已有 {Number(limit)} 处空行；去掉空行后重发。", $"By line {Number(line)} there are {Number(limit)} gaps of blank lines; leave them out and send it again."))
    { Facts = At(line, 1) };

    public static Fault ModeNotPushed(string mode) => new("gathering.batch-mode", 422,
        new("批次不能用这种方式汇聚", "A batch cannot be gathered in this mode"),
        new($"“{mode}”不能用于批次：只有 append（追加）和 upsert（按主键更新）。整体替换请上传完整的文件。",
            $"'{mode}' is not for batches: append and upsert are. To replace all rows, upload the whole file."));

    public static Fault Missing(string batch) => new("gathering.batch-missing", 404,
        new("没有这个批次", "No such batch"),
        new($"没有编号为 {batch} 的批次，或不在你的权限范围内；回执在汇聚后只保留一段时间。", $"There is no batch {batch}, or it is outside your rights; receipts are kept for a while after gathering."));

    public static Fault Lost(string batch) => new("gathering.batch-lost", 500,
        new("批次的内容已不在磁盘上", "The batch's content is no longer on disk"),
        new($"批次 {batch} 收下后，其文件从数据文件夹中消失。请管理员检查磁盘；用新的键重发该批次。",
            $"The file of batch {batch} vanished from the data folder after it was taken. Have the disk checked, and send the batch again under a new key."));

    public static Fault GatheredElsewhere(string run) => new("gathering.batches-moved", 409,
        new("批次已由其他运行汇聚", "The batches went to other runs"),
        new($"运行 {run} 的批次已自动交给新的运行汇聚，不能再恢复它，以免重复。在批次的回执中可看到新的运行。",
            $"The batches of run {run} were handed to new runs by themselves; resuming it would double their rows. Their receipts name the new runs."));

    private static Dictionary<string, object?> At(long line, long column) => new() { ["line"] = line, ["column"] = column };
}
