using CityHub.Kernel;

namespace CityHub.DataCentre.Quality;

/// <summary>What a rule is called and asks for, for the pages and the API.</summary>
/// <param name="Code">Stable code that stands with a refused row.</param>
/// <param name="Title">A few words.</param>
/// <param name="Meaning">What a value must keep.</param>
/// <param name="Basis">Standard; null for a rule of the resource's own schema.</param>
internal sealed record RuleTitle(string Code, Words Title, Words Meaning, string? Basis);

/// <summary>Every rule code that can stand with a refused row.</summary>
internal static class RuleTitles
{
    private static readonly Dictionary<string, RuleTitle> ByCode = new RuleTitle[]
    {
        new("field-count", new("列数不符", "Field count"), new("每条记录的列数与表头一致", "Every record has as many fields as the header"), null),
        new("quotes", new("引号", "Quotes"), new("引号内的字段到结束引号为止，其中的引号写成两个", "A quoted field ends at its closing quote; a quote within it is written twice"), "RFC 4180"),
        new("source-record", new("记录无法读取", "Unreadable record"), new("来源中的这条记录能读成一行", "The record of the source can be read as a row"), null),
        new("encoding", new("字符编码", "Encoding"), new("文字能按文件的编码读出", "The text can be read in the file's encoding"), null),
        new("required", new("必填", "Required"), new("必填的信息项不为空", "A required item is not empty"), null),
        new("type", new("类型", "Type"), new("值符合信息项的数据类型", "The value has the item's type"), null),
        new("unique", new("主键重复", "Duplicate key"), new("主键在资源内不重复；同一批中保留最先出现的一行", "The key occurs once; within one run the first row stays"), null),
        new("newer", new("已有更新的行", "A newer row is there"), new("改后的旧行不覆盖之后汇聚的行", "A mended older row does not replace one that was gathered since"), null),
        new("masked", new("掩码会覆盖真实值", "A mask in the place of a value"), new("脱敏后的样子不覆盖资源中的真实值", "What a value looks like masked does not replace the value"), null),
        new("length", new("长度", "Length"), new("字符数不超过信息项的长度", "No more characters than the item's length"), null),
        new("range", new("取值范围", "Range"), new("数值或日期在规定范围内", "The number or date lies within its limits"), null),
        new("pattern", new("格式", "Pattern"), new("整个值符合规定格式", "The whole value matches the pattern"), null),
        new("code-list", new("代码表", "Code list"), new("值是代码表中的代码", "The value is a code of the list"), null),
        new("check-digit.gb11643", new("公民身份号码", "Citizen id number"),
            new("18 位；区划代码存在，出生日期真实且不晚于今天，校验码正确", "18 characters; a known division, a real birth date not in the future, the right check character"), "GB 11643-1999"),
        new("check-digit.gb32100", new("统一社会信用代码", "Unified social credit code"),
            new("18 位；字符集、主体标识码与校验码正确", "18 characters of the alphabet; organisation code and check character are right"), "GB 32100-2015"),
        new("check-digit.gb11714", new("组织机构代码", "Organisation code"), new("8 位本体代码与校验码正确", "Eight characters and the right check character"), "GB 11714-1997"),
        new("phone", new("电话号码", "Telephone number"), new("手机、固定电话或服务号码", "A mobile, fixed or service number"), "电信网编号计划（2017年版）"),
        new("agree.birth-date", new("出生日期与身份号码不一致", "Birth date against id number"),
            new("出生日期等于公民身份号码第 7-14 位", "The birth date equals characters 7-14 of the id number"), "GB 11643-1999"),
        new("agree.sex", new("性别与身份号码不一致", "Sex against id number"),
            new("公民身份号码第 17 位单数为男、双数为女", "Character 17 of the id number is odd for men, even for women"), "GB 11643-1999"),
        new("date-order", new("日期先后", "Order of dates"), new("结束不早于开始", "An end is not earlier than its beginning"), null),
    }.ToDictionary(t => t.Code);

    /// <summary>All, in the order of the checks.</summary>
    public static IReadOnlyList<RuleTitle> All { get; } = [.. ByCode.Values];

    /// <summary>The rule with this code; a code of a later version is shown as it is.</summary>
    public static RuleTitle Of(string code) => ByCode.TryGetValue(code, out var title) ? title : new(code, new(code, code), new(code, code), null);
}
