using System.Globalization;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering;

/// <summary>Every refusal of the gathering room that is not about one kind of source (see <c>Acquiring/SourceFaults</c>).</summary>
internal static class GatheringFaults
{
    private static readonly CultureInfo C = CultureInfo.InvariantCulture;

    public static Fault RunMissing(string run) => new("gathering.run-missing", 404,
        new("没有这次运行", "No such run"),
        new($"没有编号为 {EntryFaults.Short(run)} 的运行，或不在你的权限范围内。", $"There is no run {EntryFaults.Short(run)}, or it is outside your rights."));

    public static Fault NotYours(string resource) => new("gathering.not-yours", 403,
        new("无权汇聚到该资源", "You may not gather into this resource"),
        new($"资源 {resource} 属于其他部门；请由提供部门的数据专员汇聚。", $"Resource {resource} belongs to another department; its own data steward gathers it."));

    /// <summary>As <see cref="NotYours(string)"/>; another's draft is not even told to exist.</summary>
    public static Fault NotYours(Resource resource, Caller caller) =>
        EntryReader.IsHidden(resource, caller) ? CatalogueFaults.NoSuchResource(resource.Code) : NotYours(resource.Code);

    public static Fault RightGone(string who) => new("gathering.right-gone", 403,
        new("发起人已无权汇聚", "Whoever asked may no longer gather"),
        new($"{who} 的岗位或账号已变动，不再有权向该资源汇聚；数据没有写入，原有数据未动。由现任数据专员恢复运行，或重新登记文件夹、连接。",
            $"{who} no longer holds a post that gathers into this resource; nothing was written and earlier rows are untouched. The present steward may resume the run, or keep the folder or connection anew."));

    public static Fault StateUnknown(string state) => new("gathering.state-unknown", 400,
        new("没有这种运行状态", "No such state of a run"),
        new($"状态“{EntryFaults.Short(state)}”不存在，可用：queued、running、succeeded、failed、cancelled、interrupted。", $"There is no state '{EntryFaults.Short(state)}': queued, running, succeeded, failed, cancelled or interrupted."));

    public static Fault CursorBroken { get; } = new("gathering.cursor-broken", 400,
        new("游标无效", "The cursor is not one of ours"),
        new("cursor 不是本清单给出的，或它所指的一项已不在。请原样使用上一页返回的 next，或去掉 cursor 从头读取。",
            "The cursor was not given by this list, or what it names is gone. Send the next of the page before as it is, or leave it out and start again."))
    { Path = "cursor" };

    public static Fault ModeUnknown(string mode) => new("gathering.mode-unknown", 422,
        new("汇聚方式不存在", "No such mode"),
        new($"“{mode}”不是汇聚方式；可用 append（追加）、replace（整体替换）、upsert（按主键更新）。", $"'{mode}' is not a mode; use append, replace or upsert."));

    public static Fault ModeNeedsKey(string resource) => new("gathering.mode-needs-key", 422,
        new("按主键更新需要主键", "Upsert needs a key"),
        new($"资源 {resource} 没有主键信息项，不能按主键更新；改用 append 或 replace，或先为资源指定主键。", $"Resource {resource} has no key item; use append or replace, or give it a key first."));

    public static Fault SourceNotGiven { get; } = new("gathering.source-not-given", 422,
        new("没有给出来源", "No source given"),
        new("上传一个文件（multipart 的 file 部分），或给出 upload、path、postgres 之一。", "Upload a file (the part named 'file'), or give one of upload, path, postgres."));

    public static Fault RequestBroken(string why) => new("gathering.request-broken", 400,
        new("请求无法读取", "The request cannot be read"), new($"请求体无法读取：{why}", $"The body cannot be read: {why}"));

    public static Fault PathNotLocal { get; } = new("gathering.path-not-local", 403,
        new("路径只能由本机命令行给出", "A path may only come from this machine's command line"),
        new("网页和远程程序请上传文件；只有本机的 ./cityhub gather 可以给出路径。", "Pages and remote programs upload the file; only ./cityhub gather on this machine may name a path."));

    public static Fault WouldEmpty(IReadOnlyList<(string Name, string Column)> items, IReadOnlyList<string> unused)
    {
        var told = unused.Take(MatchColumns.MostTold).ToArray();
        var (zh, en) = told.Length == 0 ? ("", "") : ($"来源中没有用到的列：{string.Join("、", told)}。", $"Columns of the source that no item takes: {string.Join(", ", told)}. ");
        var column = items[0].Column;
        return new("gathering.would-empty-items", 409,
            new("替换会清空已有值的信息项", "The replacement would empty items that have values"),
            new($"来源中没有{string.Join("、", items.Select(i => i.Name))}，资源中它们有值；没有写入，原有行未动。{zh}请核对表头，或指明由哪一列对应（命令行 --map {column}=列名，接口 mapping {{\"{column}\":\"列名\"}}）；确实不再提供的，写 --map {column}= 或 mapping {{\"{column}\":null}}，页面上选“不汇聚”。",
                $"The source has no {string.Join(", ", items.Select(i => i.Name))}, which have values in the resource; nothing was written and earlier rows are untouched. {en}Check the header, or say which column feeds it (--map {column}=COLUMN on the command line, mapping {{\"{column}\":\"COLUMN\"}} in HTTP); when it is really no longer provided, --map {column}= or mapping {{\"{column}\":null}}, in the page 'none'."))
        { Facts = new Dictionary<string, object?> { ["items"] = items.Select(i => i.Column).ToArray(), ["unusedColumns"] = told } };
    }

    public static Fault ResourceWithdrawn(string resource) => new("gathering.resource-withdrawn", 409,
        new("资源已撤销发布", "The resource has been withdrawn"),
        new($"资源 {resource} 已撤销发布，本次运行的数据没有写入，原有数据未动。重新发布后可恢复本次运行。",
            $"Resource {resource} has been withdrawn; nothing of this run was written and earlier rows are untouched. Publish it again, then resume."));

    public static Fault ResourceChanged(string resource) => new("gathering.resource-changed", 409,
        new("资源的信息项在汇聚中被修改", "The resource's items changed during the run"),
        new($"资源 {resource} 的信息项在汇聚期间被修改，本次数据没有写入，原有数据未动。核对映射后重新汇聚。",
            $"The items of {resource} changed while the run loaded; nothing was written. Check the mapping and gather again."));

    public static Fault ItemUnmatched(IReadOnlyList<string> items, IReadOnlyList<string> header) => new("gathering.item-unmatched", 422,
        new("必填信息项没有对应的来源列", "Required items have no source column"),
        new($"没有来源列对应必填信息项：{Join(items)}。来源的列为：{Join(Named(header))}。在映射中指定，或改列名。",
            $"No source column feeds the required items {Join(items, ", ")}. The source has {Join(Named(header), ", ")}. Name them in the mapping, or rename the columns."))
    { Facts = new Dictionary<string, object?> { ["items"] = items } };

    /// <param name="header">Columns that were looked at.</param>
    /// <param name="sheets">What else the file holds: sheets of a workbook, files of an archive.</param>
    public static Fault NothingMatched(IReadOnlyList<string> header, IReadOnlyList<string> sheets) => new("gathering.nothing-matched", 422,
        new("来源列与信息项没有一个对应", "No source column matches an item"),
        sheets.Count > 1
            ? new($"来源的列（{Join(Named(header))}）没有一个与信息项同名。文件中有 {Join(sheets)}，请选择其中存放数据的一个（命令行 --sheet）；或指定映射，或核对文件和资源。",
                $"None of the columns ({Join(Named(header), ", ")}) bears an item's name. The file holds {Join(sheets, ", ")}: choose the one with the data (--sheet on the command line), give a mapping, or check file and resource.")
            : new($"来源的列（{Join(Named(header))}）没有一个与信息项同名。请指定映射，或核对文件和资源。", $"None of the columns ({Join(Named(header), ", ")}) bears an item's name. Give a mapping, or check file and resource."));

    public static Fault MappingUnknown(string what, bool item, IReadOnlyList<string> there) => new("gathering.mapping-unknown", 422,
        new("映射指向不存在的列或信息项", "The mapping names what does not exist"),
        item
            ? new($"映射中没有名为“{what}”的信息项。信息项的列名为：{Join(there)}", $"The mapping names an item '{what}' that is not there. The items' columns are {Join(there, ", ")}.")
            : new($"映射中的来源列“{what}”不存在。来源的列为：{Join(Named(there))}；也可写列号，如 #1", $"The mapping names a source column '{what}' that is not there. The source has {Join(Named(there), ", ")}; a number such as #1 will do, too."))
    { Facts = new Dictionary<string, object?> { ["name"] = what } };

    public static Fault ColumnTwice(string item, string name, IReadOnlyList<int> numbers) => new("gathering.column-twice", 422,
        new("来源有几列同名", "Several columns bear the same name"),
        new($"表头中第 {string.Join("、", numbers)} 列都叫“{name}”，无法判断哪一列对应信息项 {item}。在映射中写列号：命令行 --map {item}=#{numbers[^1]}，HTTP 的 mapping {{\"{item}\":\"#{numbers[^1]}\"}}；或改列名后重新汇聚。原有数据未动。",
            $"Columns {string.Join(", ", numbers)} are all named '{name}', so nothing tells which one feeds the item {item}. Map it by number: --map {item}=#{numbers[^1]} on the command line, mapping {{\"{item}\":\"#{numbers[^1]}\"}} in HTTP; or rename a column and gather again. Earlier rows are untouched."))
    { Facts = new Dictionary<string, object?> { ["item"] = item, ["name"] = name, ["columns"] = numbers } };

    public static Fault NotRunning(string run, string state) => new("gathering.not-running", 409,
        new("运行已结束，不能取消", "The run has ended and cannot be cancelled"),
        new($"运行 {run} 的状态是 {state}。", $"Run {run} is {state}."));

    public static Fault NotResumable(string run, string state) => new("gathering.not-resumable", 409,
        new("该状态的运行不能恢复", "A run in this state cannot be resumed"),
        new($"运行 {run} 的状态是 {state}；只能恢复失败、取消或中断的运行。", $"Run {run} is {state}; only failed, cancelled or interrupted runs can be resumed."));

    public static Fault MendingIsNotResumed(string run) => new("gathering.mending-not-resumed", 409,
        new("重新提交的运行不能恢复", "A resubmission is not resumed"),
        new($"这些行仍在运行 {run} 的拒收列表中，未丢失；从那里再次提交。", $"The rows still stand in the refused list of run {run}; submit them again from there."));

    public static Fault KeyReused(string run) => new("gathering.idempotency-key-reused", 422,
        new("Idempotency-Key 已用于另一次汇聚", "Idempotency-Key was used for another run"),
        new($"这个 Idempotency-Key 已用于内容不同的运行 {run}（资源、方式、来源或映射不同）。新的汇聚请用新的键。",
            $"This Idempotency-Key belongs to run {run}, which was asked for with another resource, mode, source or mapping. Use a new key for a new run."))
    { Facts = new Dictionary<string, object?> { ["run"] = run } };

    public static Fault ReplacedSince(int mended, int number) => new("gathering.replaced-since", 409,
        new("该数据已被整体替换", "The rows were replaced since"),
        new($"第 {mended} 次运行之后，第 {number} 次运行已整体替换了该资源的数据；旧的拒收行改后追加会混入新数据，因此没有写入。请在最近一次替换的拒收行中修改，或修正来源后重新汇聚。",
            $"Run {number} replaced all rows of the resource after run {mended}. Mended rows of the older run would mix into the newer data, so nothing was written. Mend the refused rows of the latest replacement, or mend the source and gather it again."))
    { Facts = new Dictionary<string, object?> { ["run"] = mended, ["replacedBy"] = number } };

    public static Fault SourceGone(string name) => new("gathering.source-gone", 409,
        new("来源已不在", "The source is gone"),
        new($"来源 {name} 已不在原处，不能恢复；请重新汇聚。原有数据未动。", $"The source {name} is no longer there; gather it anew. Earlier rows are untouched."));

    public static Fault SourceChanged(string name) => new("gathering.source-changed", 409,
        new("来源已改变", "The source has changed"),
        new($"来源 {name} 的内容与本次运行开始时不同；请作为新的运行重新汇聚，以免混入两个版本。原有数据未动。",
            $"The content of {name} differs from what this run started with; gather it as a new run, so that two versions do not mix. Earlier rows are untouched."));

    public static Fault Broken(string run) => new("gathering.broken", 500,
        new("程序出错", "The program failed"),
        new($"运行 {run} 因程序错误停止，本次数据没有写入，原有数据未动。可恢复一次；若再次发生，请把运行编号交给管理员。",
            $"Run {run} stopped on an error of the program; nothing was written. Resume it once; if it happens again give the run's id to the administrator."));

    public static Fault Stopped { get; } = new("gathering.stopped", 409,
        new("程序在运行中停止", "The program stopped during the run"),
        new("程序在运行提交之前停止，本次数据没有写入，原有数据未动；来源已保留，可以恢复。", "The program stopped before the commit; nothing was written. The source is kept: resume the run."));

    public static string Number(long value) => value.ToString("N0", C);

    // A column without a header is told by its place, as a mapping may name it.
    private static string[] Named(IReadOnlyList<string> header) => [.. header.Select((name, i) => name.Length > 0 ? name : $"#{i + 1}")];

    public static string Join(IReadOnlyList<string> names, string between = "、") =>
        string.Join(between, names.Take(12)) + (names.Count > 12 ? $" … ({names.Count})" : "");
}
