using CityHub.Kernel;

namespace CityHub.ServicePlatform.Identity.ImportPeople;

internal static class PeopleFaults
{
    public static Fault NoBook { get; } = new("people.no-book", 422,
        new("不是 XLSX 工作簿", "Not an XLSX workbook"),
        new("文件不是完整的 XLSX 工作簿，或没有收到文件。请在模板中填写，另存为 .xlsx 再选择。", "The file is no whole XLSX workbook, or none arrived. Fill in the template, save it as .xlsx and choose it again."));

    public static Fault TooLarge { get; } = new("people.too-large", 413,
        new("文件太大", "The file is too large"), new("人员工作簿至多 10 MB，解开后至多 200 MB。", "A workbook of people has 10 MB at most, 200 MB when it is unpacked."));

    public static Fault TooMany { get; } = new("people.too-many", 422,
        new("人员太多", "Too many people"),
        new($"一个文件至多 {PeopleSheet.MostPeople} 人，请分成几个文件。", $"A file holds {PeopleSheet.MostPeople} people at most. Split it."));

    public static Fault Empty { get; } = new("people.empty", 422,
        new("没有人员", "Nobody in it"), new("表头以下没有填写任何一行。", "No row is filled in below the heads."));

    public static Fault ColumnTwice(string head) => new("people.column-twice", 422,
        new("一列出现两次", "A column twice"), new($"列“{head}”出现两次，请删去一个。", $"The column '{head}' stands there twice. Remove one."));

    public static Fault NoColumn(IReadOnlyList<string> heads) => new("people.no-column", 422,
        new("缺少列", "A column is missing"),
        new($"第一行缺少列：{string.Join("、", heads)}。表头应与模板一致。", $"The first row lacks: {string.Join(", ", heads)}. Heads are those of the template."));

    public static Fault Twice(string userName, int row) => new("people.twice", 422,
        new("用户名重复", "A user name twice"), new($"用户名“{userName}”已写在第 {row} 行。", $"The user name '{userName}' stands in row {row} already."))
    { Path = "userName" };

    public static Fault OrganisationUnclear(string written) => new("people.organisation-unclear", 422,
        new("机构不明确", "Which organisation is not clear"),
        new($"有不止一个机构名为“{written}”，请写机构代码，例如 500000-ga。", $"More than one organisation is named '{written}'. Write its code, such as 500000-ga."))
    { Path = "organisation" };

    public static Fault Until(string written) => new("people.until", 422,
        new("任期的日期不对", "The day is not right"), new($"“{written}”应写成 2026-12-31，且在今天以后。", $"'{written}' is written 2026-12-31, and is later than today."))
    { Path = "until" };

    public static Fault Refused(PeopleReport report) => new("people.refused", 422,
        new("人员没有导入", "Nobody was imported"),
        new($"有 {report.Faults.Count} 处须改正，没有建立任何账号。", $"{English.Of(report.Faults.Count, "place", "places")} to mend; no account was made."))
    {
        Facts = new Dictionary<string, object?> { ["report"] = report },
    };
}
