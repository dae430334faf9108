using System.Globalization;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.ImportCatalogue;
using CityHub.DataCentre.Gathering;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.SupplyDemand;

/// <summary>A list as a workbook: written, and read back all or none.</summary>
internal sealed class ListBook(SupplyLists lists, GatheringOptions options)
{
    private static readonly ImportColumn Provider = new("provider", "提供方", false, new("被请求的部门；不清楚可留空", "The department that is asked; may stay empty"), [], 20);

    private static IReadOnlyList<ImportColumn> Columns(ListKind kind) =>
    [
        new("id", "编号", false, new("新的一项留空；导出时带出", "Empty for a new item; written by an export"), [], 30),
        new("owner", kind == ListKind.Duty ? "责任部门" : "提出部门", true, new("机构名称或代码", "Name or code of the organisation"), [], 20),
        new("title", "名称", true, new("不超过 128 字", "At most 128 characters"), [], 30),
        new("content", "内容", true, new("数据项、范围、用途", "Items, extent, use"), [], 50),
        new("basis", "依据", kind == ListKind.Duty, new("法规登记库的条款，或文件名", "A clause of the register, or a document"), [], 24),
        .. kind == ListKind.Demand ? [Provider] : Array.Empty<ImportColumn>(),
        new("due", "期限", false, new("CCYY-MM-DD", "CCYY-MM-DD"), [], 12),
        new("answer", "答复", false, new("目录条目、计划提供或不能提供", "Entry, plan, or no"), [.. DecideListItem.Answers.Select(a => a.Title.Zh)], 12),
        new("resource", "资源代码", false, new("答复为目录条目时填", "When answered by an entry"), [], 18),
        new("plannedFor", "计划日期", false, new("答复为计划提供时填", "When planned"), [], 12),
        new("reply", "说明", false, new("不能提供须写理由", "A no needs its reason"), [], 40),
        new(ImportColumns.Revision, "修订号", false, new("导出时带出，可清空", "Written by an export, may be cleared"), [], 8),
    ];

    public static string Sheet(ListKind kind) => kind == ListKind.Duty ? "责任清单" : "需求清单";

    public static async Task Write(ListKind kind, IEnumerable<ListItem> items, Stream to, CancellationToken ct)
    {
        var columns = Columns(kind);
        await using var book = new BookWriter(to);
        await book.Sheet(Sheet(kind), [.. SheetColumn.Of(columns)], items.Select(i => (IReadOnlyList<string?>)[.. columns.Select(c => c.Field switch
        {
            "id" => i.Id,
            "owner" => i.Owner,
            "title" => i.Title,
            "content" => i.Content,
            "basis" => i.Basis,
            "provider" => i.Provider,
            "due" => Day(i.Due),
            "answer" => EntryWords.Title(DecideListItem.Answers, i.Answer).Zh,
            "resource" => i.Resource,
            "plannedFor" => Day(i.PlannedFor),
            "reply" => i.Reply,
            _ => i.Revision.ToString(CultureInfo.InvariantCulture),
        })]), ct);
    }

    public async Task<Outcome<ImportReport>> Read(ListKind kind, string path, string name, bool dryRun, Caller caller, CancellationToken ct)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var rows = new List<(Place Place, string? Id, ListRequest Request)>();
        var source = new ImportSource();
        var sheets = new SheetReader(source, options);
        var columns = Columns(kind);
        var fault = sheets.Open(path, name, book => SheetReader.Part(book, Sheet(kind), out var part) ?? Rows(book, part!));
        if (fault is not null)
        {
            return fault;
        }

        if (rows.Count == 0)
        {
            return ImportFaults.Empty(Sheet(kind));
        }

        var report = Judge(kind, rows, source, columns, caller, watch, out _);
        if (dryRun || report.FaultCount > 0)
        {
            return dryRun ? report : Refused(report);
        }

        var outcome = await lists.Save(kind, () =>
        {
            report = Judge(kind, rows, source, columns, caller, watch, out var decided);
            return report.FaultCount > 0 ? Refused(report) : (Outcome<IReadOnlyList<ListItem>>)decided;
        }, caller, ct);
        return outcome.Match<Outcome<ImportReport>>(_ => report with { DryRun = false, Seconds = Math.Round(watch.Elapsed.TotalSeconds, 2) }, refused => refused);

        Fault? Rows(Gathering.Acquiring.Workbooks.Workbook book, string part)
        {
            sheets.Merged(book, part, Sheet(kind));
            return sheets.Rows(book, part, Sheet(kind), columns, (number, cell) =>
            {
                rows.Add((new(Sheet(kind), number), cell("id"), new()
                {
                    Owner = cell("owner"), Title = cell("title"), Content = cell("content"), Basis = cell("basis"), Provider = cell("provider"), Due = cell("due"),
                    Answer = cell("answer"), Resource = cell("resource"), PlannedFor = cell("plannedFor"), Reply = cell("reply"),
                    Revision = int.TryParse(cell(ImportColumns.Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : null,
                }));
                return rows.Count > ImportSource.MostEntries ? ImportFaults.TooManyRows(ImportSource.MostEntries) : null;
            }, ct);
        }
    }

    private ImportReport Judge(
        ListKind kind, List<(Place Place, string? Id, ListRequest Request)> rows, ImportSource source, IReadOnlyList<ImportColumn> columns, Caller caller,
        System.Diagnostics.Stopwatch watch, out List<ListItem> decided)
    {
        decided = [];
        var items = new List<ImportedEntry>();
        var faults = source.Strays.Select(s => source.At(s.Place, columns, s.Fault)).ToList();
        var seen = new Dictionary<string, Place>(StringComparer.Ordinal);
        var refused = 0;
        foreach (var (place, id, request) in rows)
        {
            var outcome = id is not null && !seen.TryAdd(id, place) ? ImportFaults.CodeTaken(id, seen[id].Say) with { Path = "id" } : lists.Decide(kind, id, request, caller);
            if (outcome.Fault is { } fault)
            {
                refused++;
                faults.AddRange((fault.Parts.Count > 0 ? fault.Parts : [fault]).Select(f => source.At(place, columns, f, f.Path ?? (f.Code == "catalogue.out-of-scope" ? "owner" : null))));
                continue;
            }

            var before = id is null ? null : lists.Item(id);
            var same = before is not null && before with { Revision = 0, ChangedBy = "", ChangedAt = default } == outcome.Value with { Revision = 0, ChangedBy = "", ChangedAt = default };
            if (!same)
            {
                decided.Add(outcome.Value);
            }

            items.Add(new(place.Sheet, place.Row, before is null ? ImportAct.Add : same ? ImportAct.Same : ImportAct.Change, id, outcome.Value.Title));
        }

        return new(true, rows.Count, items.Count(i => i.Act == ImportAct.Add), items.Count(i => i.Act == ImportAct.Change), items.Count(i => i.Act == ImportAct.Same), refused,
            faults.Count, [.. faults.Take(1000)], source.Notes, [.. items.Take(1000)], Math.Round(watch.Elapsed.TotalSeconds, 2));
    }

    private static Fault Refused(ImportReport report) => ImportFaults.Refused(report.FaultCount) with
    {
        Facts = new Dictionary<string, object?> { ["report"] = report with { DryRun = false } },
    };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
