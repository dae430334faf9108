using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue;

/// <summary>The refusals of the catalogue; those of single fields stand in <see cref="Checks.EntryFaults"/>.</summary>
internal static class CatalogueFaults
{
    public static Fault NoSuchResource(string code) => new("catalogue.no-such-resource", 404,
        new("目录中没有这个资源", "No such resource"),
        new($"目录中没有代码为“{Checks.EntryFaults.Short(code)}”的资源，或者它尚未发布。请核对代码，或在目录中按名称查找。",
            $"The catalogue has no resource with the code '{Checks.EntryFaults.Short(code)}', or it is not published yet. Check the code, or search by title."));

    public static Fault Withdrawn(string code) => new("catalogue.withdrawn", 410,
        new("资源已撤销发布", "The resource was withdrawn"),
        new($"资源 {code} 已撤销发布，目录信息和数据不再提供，重新发布后恢复。请联系提供部门。",
            $"Resource {code} was withdrawn: neither its entry nor its rows are served until it is published again. Ask the providing department."));

    /// <summary>As the public is told: what, when, why, and that the code stays.</summary>
    public static Fault Withdrawn(Entries.Entry entry)
    {
        var (r, day) = (entry.Resource, EntryAnswers.Day(entry.WithdrawnAtUtc)?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        return Withdrawn(r.Code) with
        {
            Detail = new($"《{r.Title}》（{r.Code}）已于 {day} 撤销发布，原因：{entry.WithdrawReason}。代码保留，不再编给其他资源。如有疑问请联系提供部门。",
                $"'{r.TitleEn ?? r.Title}' ({r.Code}) was withdrawn on {day}. Reason: {entry.WithdrawReason}. The code is kept and never given to another resource. Ask the providing department."),
            Facts = new Dictionary<string, object?> { ["resourceTitle"] = r.Title, ["provider"] = r.Provider, ["withdrawnAt"] = entry.WithdrawnAtUtc, ["reason"] = entry.WithdrawReason },
        };
    }

    public static Fault BadVersion(string name, string written) => new("catalogue.bad-version", 400,
        new("不是版本", "Not a version"),
        new($"{name} 应为版本号或 draft，不能是“{Checks.EntryFaults.Short(written)}”。", $"{name} is a version number or 'draft', not '{Checks.EntryFaults.Short(written)}'."))
    {
        Path = name,
    };

    public static Fault NoSuchVersion(string code, int number) => new("catalogue.no-such-version", 404,
        new("没有这个版本", "No such version"),
        new($"资源 {code} 没有第 {number} 版。版本清单见 /versions。", $"Resource {code} has no version {number}. See /versions for those there are."));

    public static Fault NoDraft(string code) => new("catalogue.no-draft", 404,
        new("没有待发布的草稿", "No draft"),
        new($"资源 {code} 没有待发布的修订草稿。", $"Resource {code} has no draft of a next version."));

    public static Fault Invalid(IReadOnlyList<Fault> parts) => new("catalogue.invalid", 422,
        new("目录条目有字段需要改正", "The entry has fields to mend"),
        new($"共 {parts.Count} 处需要改正，逐项见 errors；第一处：{parts[0].Say(Language.Chinese)}",
            $"{parts.Count} to mend, each listed in errors; the first: {parts[0].Say(Language.English)}"))
    {
        Parts = parts,
    };

    public static Fault TitleTaken(string title) => new("catalogue.title-taken", 409,
        new("该部门已有同名资源", "Title already registered"),
        new($"该部门已登记名称为“{title}”的资源。请改用能区分的名称，或修订已有的那一个。",
            $"This department already has a resource titled '{title}'. Choose a title that tells them apart, or edit the one there is."))
    {
        Path = "title",
    };

    public static Fault TitlesSwapped { get; } = new("catalogue.titles-swapped", 409,
        new("名称互换", "Titles are swapped"),
        new("文件中有资源改用了另一个资源原来的名称，不能同时写入。请先改其中一个为临时名称，再导入一次。",
            "An entry of the file takes a title that another one gives up. Give one of them another title first, then import again."))
    {
        Path = "title",
    };

    public static Fault OutOfScope(string provider) => new("catalogue.out-of-scope", 403,
        new("不在你的职责范围内", "Outside your scope"),
        new($"你的岗位不能办理提供方 {provider} 的目录。请由该部门的数据专员或市大数据局办理。",
            $"Your posts do not cover the provider {provider}. Ask its data steward or the data bureau."));

    /// <summary>Why a caller may not change an entry: of a draft that is hidden from him, the answer is that of a code that is not there.</summary>
    public static Fault MayNotChange(Resource resource, Caller caller) =>
        EntryReader.IsHidden(resource, caller) ? NoSuchResource(resource.Code) : OutOfScope(resource.Provider);

    public static Fault CategoryFixed(string code) => new("catalogue.category-fixed", 409,
        new("分类码不能更改", "The category is fixed"),
        new($"资源代码 {code} 一经编定，分类码不再更改。请去掉 category，或重新登记一个资源。",
            $"The code {code} is given for good, and its category with it. Leave category out, or register another resource."))
    {
        Path = "category",
    };

    public static Fault CategoriesExhausted { get; } = new("catalogue.categories-exhausted", 409,
        new("部门类的目已编满", "No category number is left"),
        new("部门类 306 下的 999 个目已用完。请在 category 中给出分类码。", "All 999 numbers under 306 are given out. Name the category in the request."))
    {
        Path = "category",
    };

    public static Fault ChangedMeanwhile(string code, string by) => new("catalogue.changed-meanwhile", 412,
        new("内容已被他人更改", "Changed meanwhile"),
        new($"资源 {code} 在你打开之后被{by}更改过。请重新读取后再改。", $"Resource {code} was changed by {by} after you opened it. Read it again and repeat your change."));

    public static Fault PublishCount(int given, int most) => new("catalogue.publish-count", 422,
        new("没有写明要发布的条目，或太多", "No entries to publish, or too many"),
        new($"codes 要有 1 到 {most} 个资源代码，这里有 {given} 个；更多请分几次。", $"codes holds 1 to {most} codes, here {given}; send more in several requests."))
    {
        Path = "codes",
    };

    public static Fault NothingToPublish(string code, int version) => new("catalogue.nothing-to-publish", 409,
        new("没有可发布的改动", "Nothing to publish"),
        new($"资源 {code} 的第 {version} 版已发布，没有待发布的草稿。", $"Version {version} of resource {code} is published, and no draft waits."));

    public static Fault NotPublished(string code) => new("catalogue.not-published", 409,
        new("资源尚未发布", "Not published"),
        new($"资源 {code} 当前不在发布状态，不能撤销发布。", $"Resource {code} is not published now, so it cannot be withdrawn."));

    public static Fault PublishedBefore(string code) => new("catalogue.published-before", 409,
        new("发布过的资源不能删除", "Published before"),
        new($"资源 {code} 发布过，版本须保留。请改为撤销发布。", $"Resource {code} was published; its versions are kept. Withdraw it instead."));

    public static Fault ChangedWhileLoading(string code) => new("catalogue.changed-while-loading", 409,
        new("汇聚期间信息项已改变", "Items changed while loading"),
        new($"资源 {code} 的信息项在汇聚期间发布了新版本，本次写入已放弃，原有数据未动。请重新汇聚。",
            $"A new version of resource {code} with other items was published while its data was loading. This load was dropped, earlier rows are untouched. Gather again."));

    public static Fault BadImport(string file) => new("catalogue.bad-import", 422,
        new("文件不是目录条目", "Not a catalogue entry"),
        new($"“{Checks.EntryFaults.Short(file)}”不是本系统导出的条目 JSON，或超过 1 MB。请用“导出 JSON”得到的文件。",
            $"'{Checks.EntryFaults.Short(file)}' is no exported entry (JSON), or is larger than 1 MB. Use a file made by 'Export JSON'."));

    public static Fault BadCursor { get; } = new("catalogue.bad-cursor", 400,
        new("游标无效", "Invalid cursor"),
        new("cursor 不是本清单给出的，或排序方式已改变。请去掉 cursor 从头读取。",
            "The cursor was not given by this list, or the order changed. Leave it out and start again."))
    {
        Path = "cursor",
    };

    public static Fault BadLimit { get; } = new("catalogue.bad-limit", 400,
        new("limit 超出范围", "limit is out of range"),
        new("limit 应为 1 到 200 的整数。", "limit is a whole number from 1 to 200."))
    {
        Path = "limit",
    };

    public static Fault SignInForState { get; } = new("catalogue.sign-in-for-state", 401,
        new("登录后才能查看未发布的条目", "Sign in to see what is not published"),
        new("未登录时只能列出已发布的条目。请登录，或去掉 state。", "Without signing in only published entries are listed. Sign in, or leave state out."))
    {
        Path = "state",
    };

    public static Fault BadFilter(string name, string value, string allowed) => new("catalogue.bad-filter", 400,
        new("筛选条件无效", "Invalid filter"),
        new($"{name} 不接受“{value}”，可用：{allowed}。", $"{name} does not take '{value}'. It takes: {allowed}."))
    {
        Path = name,
    };
}
