using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>A column of a sheet of the import book.</summary>
/// <param name="Field">Path of the field in a request; the column's own name when it is none.</param>
/// <param name="Head">Head as the guide writes it.</param>
/// <param name="Must">Marked as required in the template.</param>
/// <param name="Hint">What to write, in both languages; shown when a cell is chosen.</param>
/// <param name="Choices">What the drop-down offers; empty for free text.</param>
/// <param name="Width">Width of the column, characters.</param>
/// <param name="Aliases">Other heads under which departments' own tables carry it.</param>
internal sealed record ImportColumn(
    string Field, string Head, bool Must, Words Hint, IReadOnlyList<string> Choices, int Width, params string[] Aliases)
{
    public bool Is(string head) => Bare(head) is var bare && (bare == Head || Aliases.Contains(bare, StringComparer.OrdinalIgnoreCase));

    /// <summary>A head without the star of a required column, blanks and line breaks.</summary>
    public static string Bare(string head) => new([.. head.Where(c => !char.IsWhiteSpace(c) && c is not ('*' or '＊'))]);
}

/// <summary>The two sheets of the import book: the guide's table of core metadata, one row an entry, and a table of its field 8, one row an item.</summary>
internal static class ImportColumns
{
    public const string EntrySheet = "资源目录";
    public const string ItemSheet = "信息项";

    /// <summary>Ties the rows of the two sheets together.</summary>
    public const string Row = "row";
    public const string Code = "code";
    public const string Revision = "revision";

    private static readonly string[] YesNo = ["是", "否"];

    public static IReadOnlyList<ImportColumn> Entries { get; } =
    [
        new(Row, "序号", true, new("本表内不重复；信息项表用它指明属于哪个资源", "Unique in this sheet; the items' sheet names it"), [], 6),
        new(Code, "信息资源代码", false, new("新资源留空，由系统编码；填写则修订该资源", "Empty for a new resource; a code updates that one"), [], 18),
        new("category", "分类码", false, new("类 1 位、项 2 位、目 3 位，如 101001；留空按部门编", "Class 1, item 2, detail 3 digits, such as 101001; empty: by department"), [], 12, "信息资源分类码", "信息资源分类"),
        new("title", "信息资源名称", true, new("不超过 128 字", "At most 128 characters"), [], 30, "资源名称", "名称"),
        new("titleEn", "英文名称", false, new("选填", "Optional"), [], 20),
        new("provider", "信息资源提供方", true, new("机构名称或机构代码", "Name or code of the organisation"), [], 20, "提供方"),
        new("providerCode", "信息资源提供方代码", false, new("18 位统一社会信用代码；留空按提供方带出，填写则须相符", "Unified social credit code; empty, or that of the provider"), [], 22, "提供方代码"),
        new("summary", "信息资源摘要", true, new("不超过 1000 字：内容、范围、关键字段", "At most 1000 characters: content, extent, key items"), [], 40, "摘要"),
        new("theme", "主题", true, new("如：医疗卫生", "Such as 医疗卫生"), [], 12),
        new("format", "信息资源格式", true, new("大类；数据库和电子表格须填信息项", "Databases and spreadsheets need items"), Titles(EntryWords.Formats), 14, "资源格式", "格式"),
        new("subFormats", "子格式", false, new("如 xlsx；多个用顿号隔开；自描述格式写明名称", "Such as xlsx; several separated by commas; name a self-described one"), [], 14),
        new("sharing", "共享类型", true, new("有条件须写条件，不予共享须写依据", "On conditions: state them; not shared: cite the basis"), Titles(EntryWords.Sharing), 14),
        new("sharingCondition", "共享条件", false, new("有条件共享写条件；不予共享写法律、行政法规或中央政策依据", "The conditions, or the legal basis"), [], 30),
        new("ways", "共享方式", false, new("多个用顿号隔开；不予共享留空", "Several separated by commas; empty when not shared"), Titles(EntryWords.Ways), 18),
        new("open", "是否向社会开放", true, new("是或否", "是 (yes) or 否 (no)"), YesNo, 10, "是否开放"),
        new("openCondition", "开放条件", false, new("只在开放时填写", "Only when open"), [], 20),
        new("cycle", "更新周期", true, new("实时至每年", "Real time to yearly"), Titles(EntryWords.Cycles), 10),
        new("issuedOn", "发布日期", false, new("CCYY-MM-DD；留空取首次发布之日", "CCYY-MM-DD; empty: the day of first publication"), [], 12),
        new("related", "关联资源代码", false, new("多个用顿号隔开", "Several separated by commas"), [], 18, "关联信息资源代码"),
        new("basis", "法定依据", false, new("法规登记库的条款号，如 gwyl-809/16", "Clauses of the register, such as gwyl-809/16"), [], 16),
        new("source", "数据来源", false, new("来源系统与许可", "Source system and licence"), [], 20, "主要来源"),
        new("generated", "生成的样例", false, new("是：行由程序生成", "是: the rows are generated"), YesNo, 8),
        new("extension.leadDepartment", "牵头部门", false, new("机构名称或代码", "Name or code"), [], 14),
        new("extension.division", "行政区划", false, new("6 位代码", "Six digits"), [], 10),
        new("extension.alias", "别名", false, new("选填", "Optional"), [], 14),
        new("extension.secrecy", "涉密性", false, new("涉密资源不入本目录", "Secrets are not catalogued here"), Titles(EntryWords.Secrecies), 8, "涉密属性"),
        new("extension.grade", "数据分级", false, new("1 至 4；不低于信息项的最高级", "1 to 4; no lower than its items"), ["1", "2", "3", "4"], 8),
        new("extension.indicatorSystem", "指标体系", false, new("选填", "Optional"), [], 12),
        new("extension.audience", "服务对象", false, new("选填", "Optional"), [], 12),
        new("extension.serviceField", "服务领域", false, new("选填", "Optional"), [], 12),
        new("extension.storageMedium", "存储介质", false, new("选填", "Optional"), [], 10),
        new("extension.storageLocation", "存储位置", false, new("选填", "Optional"), [], 12),
        new("extension.contact", "联系人", false, new("选填，随目录公开", "Optional, public"), [], 10),
        new("extension.phone", "联系电话", false, new("办公电话，随目录公开", "An office number, public"), [], 14),
        new("extension.storedGb", "存储总量GB", false, new("不带单位的数", "A number without unit"), [], 10, "存储总量（GB）", "数据存储总量"),
        new("extension.records", "结构化记录数", false, new("整数", "A whole number"), [], 12, "结构化信息记录总数"),
        new("extension.sharedGb", "已共享存储量GB", false, new("不大于总量", "No more than stored"), [], 12, "已共享存储量（GB）"),
        new("extension.sharedRecords", "已共享记录数", false, new("不大于总数", "No more than all"), [], 12),
        new("extension.openGb", "已开放存储量GB", false, new("不大于总量", "No more than stored"), [], 12, "已开放存储量（GB）"),
        new("extension.openRecords", "已开放记录数", false, new("不大于总数", "No more than all"), [], 12),
        new(Revision, "修订号", false, new("导出时带出：导出后若有他人更改，导入会提示；可清空", "Written by an export: tells when somebody changed it since; may be cleared"), [], 8),
    ];

    public static IReadOnlyList<ImportColumn> Items { get; } =
    [
        new(Row, "序号", true, new("资源目录表中的序号", "The number in the sheet of entries"), [], 6),
        new("name", "信息项名称", true, new("不超过 128 字", "At most 128 characters"), [], 20, "信息项"),
        new("column", "列名", false, new("小写字母开头，只含小写字母、数字、下划线；留空由系统编", "a-z, 0-9 and _; empty: given by the system"), [], 16, "字段名", "字段英文名"),
        new("type", "数据类型", true, new("指南的数据类型", "The guide's types"), [.. EntryWords.Types.Select(t => $"{t.Mark} {t.Title.Zh}")], 12, "类型"),
        new("length", "长度", false, new("字符和备注为字数，数值为位数", "Characters, or digits of a number"), [], 8, "数据长度"),
        new("scale", "小数位", false, new("只用于数值", "Numbers only"), [], 8),
        new("key", "主键", false, new("是或否", "是 (yes) or 否 (no)"), YesNo, 6, "是否主键"),
        new("required", "必填", false, new("主键须必填", "A key is required"), YesNo, 6, "是否必填"),
        new("dataElement", "数据元", false, new("标准库中的代码，如 DE01001", "A code of the library, such as DE01001"), [], 12),
        new("codeList", "代码表", false, new("标准库中的代码，如 GB/T 2261.1", "A code of the library, such as GB/T 2261.1"), [], 14),
        new("grade", "分级", false, new("1 至 4，留空按数据元，没有数据元则为 1", "1 to 4; empty: as its data element says, without one 1"), ["1", "2", "3", "4"], 6),
        new("mask", "脱敏", false, new("留空按数据元，没有数据元则不脱敏", "Empty: as its data element says; without one, not masked"), Titles(EntryWords.Masks), 10),
        new("unit", "计量单位", false, new("选填", "Optional"), [], 8, "单位"),
        new("minimum", "最小值", false, new("与数据类型相符", "Of the item's type"), [], 10),
        new("maximum", "最大值", false, new("与数据类型相符", "Of the item's type"), [], 10),
        new("pattern", "正则表达式", false, new("整个值须相符", "The whole value matches"), [], 14),
        new("sharing", "共享类型", false, new("留空同资源；不能比资源更宽", "Empty: as the resource; never wider"), Titles(EntryWords.Sharing), 12),
        new("sharingCondition", "共享条件", false, new("比资源收紧时须填", "Due when narrower than the resource"), [], 20),
        new("dateFormat", "日期格式", false, new("如 yyyy-MM-dd", "Such as yyyy-MM-dd"), [], 12),
        new("repeatReason", "重复采集理由", false, new("已有数源的信息项须填", "Due for items that another resource leads"), [], 20),
    ];

    /// <summary>The column of a sheet that holds a field; -1 when the table lacks it.</summary>
    public static int IndexOf(IReadOnlyList<ImportColumn> columns, string field)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].Field == field)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Letters of a column, from 0: 27 is AB.</summary>
    public static string Letters(int column)
    {
        var letters = "";
        for (var n = column + 1; n > 0; n = (n - 1) / 26)
        {
            letters = (char)('A' + ((n - 1) % 26)) + letters;
        }

        return letters;
    }

    private static string[] Titles<T>(IReadOnlyList<Choice<T>> choices)
        where T : struct, Enum => [.. choices.Select(c => c.Title.Zh)];
}
