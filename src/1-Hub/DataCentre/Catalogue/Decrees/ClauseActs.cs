using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using PublishSlice = CityHub.DataCentre.Catalogue.PublishResource.PublishResource;
using RegisterSlice = CityHub.DataCentre.Catalogue.RegisterResource.RegisterResource;

namespace CityHub.DataCentre.Catalogue.Decrees;

/// <summary>Where a clause acts, for officials.</summary>
/// <param name="Title">The page's name.</param>
/// <param name="Href">Its address.</param>
/// <param name="Permission">What opening it needs; null when every official may.</param>
internal sealed record ActingPage(Words Title, string Href, string? Permission = null);

/// <summary>What comes of a clause, in words and pages. The register names refusals by code and the program's own folders, which programs and engineers read.</summary>
internal static class ClauseActs
{
    private static readonly Dictionary<string, Words> Rules = new(StringComparer.Ordinal)
    {
        ["catalogue.secret-refused"] = new("涉密资源不得编入目录", "What is secret is not catalogued"),
        ["catalogue.publish"] = new("条目由主管部门审核后统一发布", "The authority reviews and publishes entries"),
        ["catalogue.repeat-without-reason"] = new("已有数源的数据，再采集须写明理由", "Collecting what another department leads needs a reason"),
        ["catalogue.condition-missing"] = new("有条件共享须写明条件", "Sharing on conditions states them"),
        ["catalogue.legal-basis-missing"] = new("不予共享须列明依据", "Not sharing cites its legal basis"),
        ["catalogue.open-not-shared"] = new("不予共享的资源不得开放", "What is not shared is not open"),
        ["catalogue.unknown-category"] = new("分类码须在分类表中", "The category is one of the table of classes"),
        ["catalogue.required"] = new("必填", "It is required"),
        ["catalogue.too-long"] = new("长度有上限", "Its length is limited"),
        ["catalogue.bad-code"] = new("代码由分类码和顺序码组成", "A code is category and sequence"),
        ["catalogue.category-fixed"] = new("代码编定后不再更改", "A code, once given, stays"),
        ["catalogue.provider-unknown"] = new("提供方须是登记的机构", "The provider is a registered organisation"),
        ["catalogue.import-credit-code"] = new("提供方代码须与机构登记的相符", "The provider's code is the registered one"),
        ["catalogue.sub-format-unknown"] = new("子格式须属于所选格式", "A sub-format belongs to its format"),
        ["catalogue.format-unnamed"] = new("自描述格式须写明名称", "A self-described format is named"),
        ["catalogue.no-items"] = new("数据库和电子表格须有信息项", "Databases and spreadsheets have items"),
        ["catalogue.ways-not-shared"] = new("不予共享的资源没有共享方式", "What is not shared has no way of sharing"),
        ["catalogue.open-condition-closed"] = new("只有开放的资源填开放条件", "Only what is open has opening conditions"),
        ["catalogue.bad-day"] = new("日期写成年-月-日", "Dates are written year-month-day"),
        ["catalogue.related-unknown"] = new("关联的资源须在目录中", "Related resources are in the catalogue"),
        ["catalogue.classes-city-only"] = new("分类由市级主管部门增设", "The city's authority adds classes"),
        ["catalogue.open-graded"] = new("三级以上的数据不得开放", "Grade 3 and above is never open"),
        ["catalogue.grade-below-items"] = new("整体按最高的信息项定级", "A whole takes the highest grade of its items"),
        ["catalogue.bad-division"] = new("行政区划须是本市的代码", "The division is one of the city's codes"),
    };

    private static readonly ActingPage Editor = new(new("登记资源", "Register a resource"), "/console/catalogue/new", RegisterSlice.Permission);

    // The longest place that a clause's own begins with tells its page.
    private static readonly (string Place, ActingPage Page)[] Pages =
    [
        ("Catalogue/Checks", Editor),
        ("Catalogue/GuideFields.cs", Editor),
        ("Catalogue/PublishResource", new(new("待发布的条目", "Entries that wait"), "/console/catalogue?state=draft", PublishSlice.Permission)),
        ("Catalogue/OneSource", new(new("一数一源", "One source"), "/console/one-source", OneSource.OneSourceRoutes.Permission)),
        ("Catalogue/Classification", new(new("资源分类", "Classes"), "/console/catalogue/classes")),
        ("Catalogue/Entries/CodeNumbering.cs", new(new("资源分类", "Classes"), "/console/catalogue/classes")),
        ("Gathering/Refused", new(new("拒收待改", "Refused rows"), "/console/quality/refused", "gathering.read")),
        ("Quality/Rules", new(new("标准库", "Standards"), "/console/standards", "resource.read")),
        ("Quality/Standards", new(new("标准库", "Standards"), "/console/standards", "resource.read")),
        ("Quality", new(new("质量", "Quality"), "/console/quality", "resource.read")),
        ("Serving/Profile/Freshness.cs", new(new("质量", "Quality"), "/console/quality", "resource.read")),
        ("Serving/Rights", new(new("找数据", "Find data"), "/datasets")),
        ("Storage/Trail", new(new("审计记录", "Audit trail"), "/console/audit", "audit.read")),
    ];

    /// <summary>The rules that a clause can name, with their words: checks of entries, then checks of rows.</summary>
    public static IEnumerable<(string Code, Words Name)> Known => [.. Rules.Select(r => (r.Key, r.Value)), .. RuleTitles.All.Select(r => (r.Code, r.Title))];

    /// <summary>A rule in a few words; one that an administrator entered for a local clause is shown as it was written.</summary>
    public static Words Rule(string code) => Rules.TryGetValue(code, out var words) ? words : RuleTitles.Of(code).Title;

    /// <summary>The page where the clause acts; null when it acts on none.</summary>
    public static ActingPage? Page(Clause clause) => clause is { Own: false, Where: { } where } ? Pages.FirstOrDefault(p => where.StartsWith(p.Place, StringComparison.Ordinal)).Page : null;
}
