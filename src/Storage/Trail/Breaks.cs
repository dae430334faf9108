using CityHub.Kernel;

namespace CityHub.Storage.Trail;

/// <summary>What can be wrong, in words.</summary>
internal static class Breaks
{
    public static Words NoRecord { get; } = new("这里不是一条完整的记录：内容被改写或截断", "No whole record stands here: it was overwritten or cut");

    public static Words Changed { get; } = new("记录的内容与它的摘要不符：内容被改过", "The record does not agree with its digest: it was changed");

    public static Words Unlinked { get; } = new("记录所写的前一条摘要与前一条不符：有记录被换过", "The record names another forerunner than the one before it: records were exchanged");

    public static Words NoSegment { get; } = new("保存期内的分段文件不见了", "The segment's file is missing although it must still be kept");

    public static Words NoSignature { get; } = new("已关闭的分段没有签名，或签名不成立", "The closed segment has no signature, or it does not hold");

    public static Words SignatureDisagrees { get; } = new("分段内容与签名时不同：开头或末尾的记录被换掉或删去", "The segment differs from what was signed: records at its beginning or end were exchanged or removed");

    public static Words HeadBroken { get; } = new("签名的末端标记（audit/head）的签名不成立", "The signature of the signed end mark (audit/head) does not hold");

    public static Words HeadMissing { get; } = new("签名的末端标记（audit/head）不见了", "The signed end mark (audit/head) is missing");

    public static Words EndExchanged { get; } = new("最后一条不是末端标记或记录库所记的那一条：它被换过", "The last record is another one than the signed end mark or the record store knows: it was exchanged");

    public static Words EndMissing(long from, long to) => new(
        $"{Zh(from, to)}不见了：签名的末端标记或记录库记着它们", $"{En(from, to)} missing: the signed end mark or the record store knows of them");

    public static Words? OfLink(long sequence, string digest, long nextSequence, string nextPrevious) =>
        nextSequence > sequence + 1
            ? new($"{Zh(sequence + 1, nextSequence - 1)}不见了：被删去或调换", $"{En(sequence + 1, nextSequence - 1)} missing: removed or exchanged")
            : nextSequence < sequence + 1
            ? new($"前一条是第 {sequence} 条，这一条是第 {nextSequence} 条：有记录被调换", $"It follows record {sequence} as record {nextSequence}: records were exchanged")
            : nextPrevious != digest ? Unlinked : null;

    private static string Zh(long from, long to) => from == to ? $"第 {from} 条记录" : $"第 {from} 至 {to} 条记录";

    private static string En(long from, long to) => from == to ? $"Record {from} is" : $"Records {from} to {to} are";
}
