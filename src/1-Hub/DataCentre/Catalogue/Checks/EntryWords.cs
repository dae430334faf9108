using System.Globalization;
using System.Text.Json;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>One choice of a field.</summary>
/// <param name="Value">What it is.</param>
/// <param name="Word">Its word in the API.</param>
/// <param name="Mark">The guide's number or letter.</param>
/// <param name="Title">Its name for people.</param>
internal sealed record Choice<T>(T Value, string Word, string Mark, Words Title)
    where T : struct, Enum
{
    /// <summary>As a Chinese sheet offers it: 每日, or with the letter that the guide gives to types, C 字符.</summary>
    public string InSheet => HasLetter ? $"{Mark} {Title.Zh}" : Title.Zh;

    private bool HasLetter => Mark.Length > 0 && char.IsAsciiLetter(Mark[0]);

    /// <summary>By word (case apart), by the guide's mark, or by its name as people write it in a sheet: 字符, C 字符, the guide's own 字符型 C, Text.</summary>
    public bool Is(string text) =>
        text.Equals(Word, StringComparison.OrdinalIgnoreCase)
        || text.Equals(Mark, StringComparison.OrdinalIgnoreCase)
        || text.Equals(Title.En, StringComparison.OrdinalIgnoreCase)
        || text.Equals(Title.Zh, StringComparison.Ordinal)
        || text.Equals($"{Mark} {Title.Zh}", StringComparison.OrdinalIgnoreCase)
        || (HasLetter && IsType(text));

    private bool IsType(string text)
    {
        var (bare, name) = (string.Concat(text.Where(c => !char.IsWhiteSpace(c))), Title.Zh.TrimEnd('型'));
        return new[] { $"{name}型", $"{name}型{Mark}", $"{name}{Mark}", $"{Mark}{name}", $"{Mark}{name}型" }.Contains(bare, StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>The choices of the catalogue guide's fields with their words in both languages.</summary>
internal static class EntryWords
{
    /// <summary>Field 9a.</summary>
    public static IReadOnlyList<Choice<SharingType>> Sharing { get; } =
    [
        Number(SharingType.Unconditional, new("无条件共享", "Shared unconditionally")),
        Number(SharingType.Conditional, new("有条件共享", "Shared on conditions")),
        Number(SharingType.NotShared, new("不予共享", "Not shared")),
    ];

    /// <summary>Field 11.</summary>
    public static IReadOnlyList<Choice<UpdateCycle>> Cycles { get; } =
    [
        Number(UpdateCycle.RealTime, new("实时", "Real time")),
        Number(UpdateCycle.Daily, new("每日", "Daily")),
        Number(UpdateCycle.Weekly, new("每周", "Weekly")),
        Number(UpdateCycle.Monthly, new("每月", "Monthly")),
        Number(UpdateCycle.Quarterly, new("每季度", "Quarterly")),
        Number(UpdateCycle.Yearly, new("每年", "Yearly")),
    ];

    /// <summary>Field 8.</summary>
    public static IReadOnlyList<Choice<ItemType>> Types { get; } =
    [
        Letter(ItemType.Character, new("字符", "Text")),
        Letter(ItemType.Integer, new("整型", "Integer")),
        Letter(ItemType.Number, new("数值", "Number")),
        Letter(ItemType.Date, new("日期", "Date")),
        Letter(ItemType.DateTime, new("日期时间", "Date and time")),
        Letter(ItemType.Logical, new("逻辑", "Yes or no")),
        Letter(ItemType.Money, new("货币", "Money")),
        Letter(ItemType.Double, new("双精度", "Double")),
        Letter(ItemType.Float, new("浮点", "Float")),
        Letter(ItemType.Memo, new("备注", "Memo")),
    ];

    /// <summary>Field 7.</summary>
    public static IReadOnlyList<Choice<ResourceFormat>> Formats { get; } =
    [
        Number(ResourceFormat.Document, new("电子文件", "Document")),
        Number(ResourceFormat.Spreadsheet, new("电子表格", "Spreadsheet")),
        Number(ResourceFormat.Database, new("数据库", "Database")),
        Number(ResourceFormat.Image, new("图形图像", "Image or drawing")),
        Number(ResourceFormat.Stream, new("流媒体", "Audio or video")),
        Number(ResourceFormat.SelfDescribed, new("自描述格式", "Self-described")),
        Number(ResourceFormat.Service, new("服务接口", "Service interface")),
    ];

    /// <summary>Field 9c.</summary>
    public static IReadOnlyList<Choice<SharingWay>> Ways { get; } =
    [
        Number(SharingWay.Database, new("共享平台-数据库", "Platform: database")),
        Number(SharingWay.File, new("共享平台-文件", "Platform: file")),
        Number(SharingWay.Service, new("共享平台-服务接口", "Platform: interface")),
        Number(SharingWay.Mail, new("邮件", "Mail")),
        Number(SharingWay.Disk, new("拷盘", "Copied disk")),
        Number(SharingWay.Medium, new("介质交换", "Exchange of media")),
    ];

    /// <summary>涉密性.</summary>
    public static IReadOnlyList<Choice<Secrecy>> Secrecies { get; } =
    [
        Number(Secrecy.NotSecret, new("非涉密", "Not secret")),
        Number(Secrecy.Secret, new("涉密", "Secret")),
    ];

    /// <summary>脱敏.</summary>
    public static IReadOnlyList<Choice<MaskKind>> Masks { get; } =
    [
        Number(MaskKind.None, new("不脱敏", "Not masked")),
        Number(MaskKind.Full, new("全部隐藏", "Wholly hidden")),
        Number(MaskKind.Partial, new("部分隐藏", "Partly hidden")),
    ];

    /// <summary>States of an entry.</summary>
    public static IReadOnlyList<Choice<ResourceState>> States { get; } =
    [
        Number(ResourceState.Draft, new("草稿", "Draft")),
        Number(ResourceState.Published, new("已发布", "Published")),
        Number(ResourceState.Withdrawn, new("已撤销", "Withdrawn")),
    ];

    /// <summary>The name of a value.</summary>
    public static Words Title<T>(IReadOnlyList<Choice<T>> choices, T value)
        where T : struct, Enum => choices.First(c => c.Value.Equals(value)).Title;

    /// <summary>A value's word in the API.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static Choice<T> Number<T>(T value, Words title)
        where T : struct, Enum => new(value, Of(value), Convert.ToInt32(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture), title);

    private static Choice<ItemType> Letter(ItemType type, Words title) => new(type, Of(type), ((char)type).ToString(), title);
}
