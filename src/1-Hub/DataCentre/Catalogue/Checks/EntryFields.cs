using System.Text.RegularExpressions;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>Names of the fields by path, for sentences: <c>items[3].length</c> is 第 4 项的长度.</summary>
internal static partial class EntryFields
{
    private static readonly Dictionary<string, Words> Names = new(StringComparer.Ordinal)
    {
        ["title"] = new("信息资源名称", "Title"),
        ["summary"] = new("信息资源摘要", "Summary"),
        ["provider"] = new("提供方", "Provider"),
        ["theme"] = new("主题", "Theme"),
        ["sharing"] = new("共享类型", "Sharing type"),
        ["sharingCondition"] = new("共享条件", "Sharing condition"),
        ["open"] = new("向社会开放", "Open to the public"),
        ["cycle"] = new("更新周期", "Update cycle"),
        ["generated"] = new("生成的样例", "Generated sample"),
        ["source"] = new("数据来源", "Source"),
        ["category"] = new("分类码", "Category"),
        ["items"] = new("信息项", "Items"),
        ["zh"] = new("中文名称", "Chinese name"),
        ["en"] = new("英文名称", "English name"),
        ["name"] = new("信息项名称", "Item name"),
        ["column"] = new("列名", "Column name"),
        ["type"] = new("数据类型", "Data type"),
        ["length"] = new("长度", "Length"),
        ["scale"] = new("小数位", "Decimal places"),
        ["key"] = new("主键", "Key"),
        ["required"] = new("必填", "Required"),
        ["dataElement"] = new("数据元", "Data element"),
        ["codeList"] = new("代码表", "Code list"),
        ["grade"] = new("分级", "Grade"),
        ["mask"] = new("脱敏", "Mask"),
        ["pattern"] = new("正则表达式", "Pattern"),
        ["minimum"] = new("最小值", "Minimum"),
        ["maximum"] = new("最大值", "Maximum"),
        ["unit"] = new("计量单位", "Unit"),
        ["titleEn"] = new("英文名称", "English title"),
        ["format"] = new("信息资源格式", "Format"),
        ["subFormats"] = new("子格式", "Sub-formats"),
        ["ways"] = new("共享方式", "Ways of sharing"),
        ["openCondition"] = new("开放条件", "Opening condition"),
        ["issuedOn"] = new("发布日期", "Date of issue"),
        ["related"] = new("关联资源代码", "Related resources"),
        ["basis"] = new("法定依据", "Legal basis"),
        ["dateFormat"] = new("日期格式", "Date format"),
        ["repeatReason"] = new("重复采集理由", "Reason of repeated collection"),
        ["extension.leadDepartment"] = new("牵头部门", "Lead department"),
        ["extension.division"] = new("行政区划", "Division"),
        ["extension.alias"] = new("别名", "Other names"),
        ["extension.secrecy"] = new("涉密性", "Secrecy"),
        ["extension.grade"] = new("数据分级", "Data grade"),
        ["extension.indicatorSystem"] = new("指标体系", "Indicator system"),
        ["extension.audience"] = new("服务对象", "Audience"),
        ["extension.serviceField"] = new("服务领域", "Field of service"),
        ["extension.storageMedium"] = new("存储介质", "Storage medium"),
        ["extension.storageLocation"] = new("存储位置", "Storage location"),
        ["extension.contact"] = new("联系人", "Contact"),
        ["extension.phone"] = new("联系电话", "Phone"),
        ["extension.storedGb"] = new("存储总量（GB）", "Stored, GB"),
        ["extension.records"] = new("结构化记录数", "Structured records"),
        ["extension.sharedGb"] = new("已共享存储量（GB）", "Shared, GB"),
        ["extension.sharedRecords"] = new("已共享记录数", "Shared records"),
        ["extension.openGb"] = new("已开放存储量（GB）", "Open, GB"),
        ["extension.openRecords"] = new("已开放记录数", "Open records"),
        ["code"] = new("信息资源代码", "Resource code"),
        ["providerCode"] = new("提供方代码", "Provider's code"),
        ["titleZh"] = new("名称", "Title"),
        ["issuer"] = new("制定机关", "Issuer"),
        ["kind"] = new("种类", "Kind"),
        ["status"] = new("状态", "Status"),
        ["textZh"] = new("内容", "Text"),
        ["days"] = new("期限", "Deadline"),
        ["owner"] = new("部门", "Department"),
        ["content"] = new("内容", "Content"),
        ["due"] = new("期限", "Due day"),
        ["answer"] = new("答复", "Answer"),
        ["resource"] = new("资源代码", "Resource code"),
        ["plannedFor"] = new("计划日期", "Planned day"),
        ["reply"] = new("说明", "Reply"),
        ["reason"] = new("撤销原因", "Reason"),
        ["note"] = new("版本说明", "Note"),
    };

    /// <summary>The field's own name.</summary>
    public static Words Name(string field) => Names.TryGetValue(field, out var name) ? name : new(field, field);

    /// <summary>The field with its place: 第 4 项的长度 / Item 4, length.</summary>
    public static Words Of(string path)
    {
        var match = ItemPath.Match(path);
        if (!match.Success)
        {
            return Name(path);
        }

        var number = ItemNumber(path);
        var name = Name(match.Groups[2].Value);
        return new($"第 {number} 项的{name.Zh}", $"Item {number}, {name.En}");
    }

    /// <summary>Number of the item that a path is about, from 1; 0 for the entry's own fields.</summary>
    public static int ItemNumber(string? path) =>
        path is not null && ItemPath.Match(path) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) + 1
            : 0;

    [GeneratedRegex(@"\Aitems\[([0-9]+)\]\.([A-Za-z]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex ItemPath { get; }
}
