using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Decrees;
using CityHub.DataCentre.Catalogue.ImportCatalogue;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace CityHub.DataCentre.Catalogue.SupplyDemand;

/// <summary>/console/lists/duties and /console/lists/demands.</summary>
public sealed partial class ListPageView : IDisposable
{
    private ListPage? _page;
    private ListOrder _order = SupplyLists.Orders.Usual;
    private IReadOnlyList<Organisation> _organisations = [];
    private ListRequest? _edited;
    private string? _id;
    private bool _mayAsk, _mayAnswer;
    private Fault? _fault;
    private ImportReport? _report;
    private string? _path;
    private string _file = "";

    /// <summary>duties, demands.</summary>
    [Parameter] public string Which { get; set; } = "duties";

    /// <summary>What is looked for.</summary>
    [SupplyParameterFromQuery] public string? Q { get; set; }

    /// <summary>State.</summary>
    [SupplyParameterFromQuery] public string? State { get; set; }

    /// <summary>Organisation code of a subtree.</summary>
    [SupplyParameterFromQuery] public string? District { get; set; }

    /// <summary>Organisation code.</summary>
    [SupplyParameterFromQuery] public string? Department { get; set; }

    /// <summary>What it is ordered by.</summary>
    [SupplyParameterFromQuery] public string? Sort { get; set; }

    /// <summary>asc, desc.</summary>
    [SupplyParameterFromQuery] public string? Order { get; set; }

    /// <summary>Where the page begins.</summary>
    [SupplyParameterFromQuery] public string? Cursor { get; set; }

    [Inject] private IOrganisations Tree { get; set; } = null!;

    [Inject] private DecreeRegister Decrees { get; set; } = null!;

    private bool Duty => Which != "demands";

    private ListKind Kind => Duty ? ListKind.Duty : ListKind.Demand;

    private string Name => Duty ? T("责任清单", "Duties") : T("需求清单", "Demands");

    private string Here => $"/console/lists/{Which}";

    private string Headline
    {
        get
        {
            var late = _page?.States.GetValueOrDefault("late") ?? 0;
            var open = _page?.States.GetValueOrDefault("open") ?? 0;
            return _page is null ? Name : Duty ? T($"责任清单 {_page.Total} 项，逾期 {late} 项，待落实 {open} 项", $"{English.Of(_page.Total, "duty", "duties")}, {late} late, {open} open")
                : T($"需求清单 {_page.Total} 项，逾期 {late} 项，待答复 {open} 项", $"{English.Of(_page.Total, "demand")}, {late} late, {open} open");
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        _organisations = [.. Caller.Scopes(ListRoutes.Permission).SelectMany(scope => Tree.Within(scope)).DistinctBy(o => o.Code).Where(o => o.Kind != OrganisationKind.Township)];
        (_edited, _report) = (null, null);
        Read();
    }

    private void Read()
    {
        var outcome = SupplyLists.Orders.Read(Sort, Order).Then(by => Lists.Page(Kind, new(Department, District, State, Q) { Order = by }, Cursor, 50, Caller, Language));
        _order = SupplyLists.Orders.Read(Sort, Order).Match(by => by, _ => SupplyLists.Orders.Usual);
        (_page, _fault) = (outcome.Succeeded ? outcome.Value : null, outcome.Fault);
    }

    private void New()
    {
        var own = Caller.Organisation;
        (_id, _mayAsk, _mayAnswer, _fault) = (null, true, false, null);
        _edited = new ListRequest { Owner = Duty ? null : own };
    }

    private void Edit(ListLine line)
    {
        (_id, _mayAsk, _mayAnswer, _fault) = (line.Id, line.MayEdit, line.MayAnswer, null);
        _edited = new ListRequest
        {
            Owner = line.Owner, Title = line.Title, Content = line.Content, Basis = line.Basis, Provider = line.Provider, Due = Day(line.Due),
            Answer = EntryWords.Of(line.Answer), Resource = line.Resource, PlannedFor = Day(line.PlannedFor), Reply = line.Reply, Revision = line.Revision,
        };
    }

    private async Task Save()
    {
        var outcome = await Lists.Save(Kind, _id, _edited!, Caller, CancellationToken.None);
        if (outcome.Fault is { } fault)
        {
            _fault = fault;
            return;
        }

        Notices.Done(T($"已保存“{outcome.Value.Title}”", $"Kept '{outcome.Value.Title}'"));
        _edited = null;
        Read();
    }

    private async Task Drop()
    {
        var title = _edited!.Title;
        if (!await Confirmation.Ask(T($"撤回“{title}”", $"Take back '{title}'"), T("这一项和答复一并删除，审计记录保留。", "The item and its answer are deleted; the audit trail keeps what happened."), T("撤回", "Take back"), Language))
        {
            return;
        }

        _fault = (await Lists.Drop(Kind, _id!, Caller, CancellationToken.None)).Fault;
        if (_fault is null)
        {
            _edited = null;
            Read();
        }
    }

    private async Task Take(InputFileChangeEventArgs e)
    {
        (_report, _fault, _file) = (null, null, e.File.Name);
        if (e.File.Size > ImportSource.MostBytes)
        {
            _fault = ImportFaults.TooLarge(e.File.Size, ImportSource.MostBytes);
            return;
        }

        Forget();
        _path = Files.New();
        await using (var from = e.File.OpenReadStream(ImportSource.MostBytes))
        await using (var to = File.Create(_path))
        {
            await from.CopyToAsync(to);
        }

        await Run(dryRun: true);
    }

    private async Task Import()
    {
        await Run(dryRun: false);
        if (_fault is null && _report is { FaultCount: 0 } done)
        {
            Notices.Done(T($"已导入 {done.Added + done.Changed} 项", $"{done.Added + done.Changed} imported"));
            _report = null;
            Forget();
            Read();
        }
    }

    private async Task Run(bool dryRun)
    {
        var outcome = await Book.Read(Kind, _path!, _file, dryRun, Caller, CancellationToken.None);
        _report = outcome.Succeeded ? outcome.Value : outcome.Fault!.Facts.GetValueOrDefault("report") as ImportReport;
        _fault = _report is null ? outcome.Fault : null;
    }

    private string Query(string? cursor)
    {
        var given = new[] { ("q", Q), ("state", State), ("district", District), ("department", Department), ("sort", Sort), ("order", Order), ("cursor", cursor) }.Where(p => !string.IsNullOrEmpty(p.Item2))
            .Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2!)}").ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }

    private static ChipKind ChipOf(ListState state) => state switch
    {
        ListState.Late => ChipKind.Late,
        ListState.Met => ChipKind.Done,
        ListState.Refused => ChipKind.Off,
        ListState.Planned or ListState.InCatalogue => ChipKind.Run,
        _ => ChipKind.Idle,
    };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private void Forget()
    {
        if (_path is not null)
        {
            File.Delete(_path);
            _path = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();
}
