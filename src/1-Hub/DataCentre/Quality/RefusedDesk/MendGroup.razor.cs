using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Gathering.Refused;
using CityHub.DataCentre.Gathering.Runs;
using CityHub.Kernel;
using CityHub.Web;
using CityHub.Kernel.Audit;
using Microsoft.AspNetCore.Components;

namespace CityHub.DataCentre.Quality.RefusedDesk;

/// <summary>What the page of a group keeps while somebody mends it.</summary>
public sealed partial class MendGroup
{
    private const int PageSize = 50;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _left = new();
    private RunRow? _row;
    private Resource? _resource;
    private CodeList? _codes;
    private Listed<RefusedCell>? _page;
    private MendAnswer? _preview;
    private Result? _done;
    private HashSet<long>? _chosen;
    private Fault? _fault;
    private double? _score;
    private string _act = MendActs.Trim;
    private string? _find;
    private string? _value;
    private bool _looked;
    private bool _busy;
    private bool _mayRun;

    /// <summary>Run that refused the rows.</summary>
    [Parameter, EditorRequired] public string Run { get; set; } = "";

    /// <summary>Rule that they break.</summary>
    [Parameter, EditorRequired] public string Rule { get; set; } = "";

    /// <summary>Column of the item.</summary>
    [Parameter, EditorRequired] public string Item { get; set; } = "";

    /// <summary>Address of the list.</summary>
    [Parameter, EditorRequired] public string Back { get; set; } = "";

    [Inject] private IStandards Library { get; set; } = null!;

    private string ItemName => _resource?.Items.FirstOrDefault(i => i.Column == Item)?.Name ?? Item;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _row = await Runs.Find(Run, Caller, default);
        _resource = _row is null ? null : await Catalogue.FindById(_row.ResourceId, default);
        if (_row is not null && _resource is not null)
        {
            _mayRun = Caller.May(StartRun.Permission, _resource.ProviderPath);
            var item = _resource.Items.FirstOrDefault(i => i.Column == Item);
            var code = item?.CodeList ?? (item?.DataElement is { Length: > 0 } element ? Library.Element(element)?.CodeList : null);
            _codes = code is { Length: > 0 } ? Library.CodeList(code) : null;
            _act = _codes is not null && Rule == "code-list" ? MendActs.Code : Rule == "required" ? MendActs.Set : MendActs.Trim;
            _score = (await Figures.Of(_resource, Language, default)).Now.Score;
            await Load(null);
            await Preview();
        }

        _looked = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
    }

    private async Task Load(string? cursor)
    {
        _page = await Refused.Page(_row!, new(Rule, Item, null, RefusedStates.Open, PageSize, cursor), Caller, Language, default);
        await Audit.Durable(AuditEntry.By(Caller, "gathering.refused-read", _row!.ResourceCode) with { Rows = _page.Items.Count, Detail = _row.Id });
    }

    private bool Chosen(long line) => _chosen?.Contains(line) ?? true;

    private Task All(ChangeEventArgs e) => Change(() => _chosen = e.Value is true ? null : []);

    // Taking one out of all means: those shown here without it.
    private Task Toggle(long line) => Change(() =>
    {
        _chosen ??= [.. _page!.Items.Select(c => c.Line)];
        if (!_chosen.Remove(line))
        {
            _chosen.Add(line);
        }
    });

    private Task Change(Action change)
    {
        change();
        return Preview();
    }

    private async Task Preview()
    {
        if (!_mayRun || _page is null or { Total: 0 })
        {
            return;
        }

        // A text that is still to be typed is no fault yet.
        if (_act == MendActs.Replace && string.IsNullOrEmpty(_find))
        {
            (_preview, _fault) = (null, null);
            return;
        }

        (await Mending.Do(_row!, Request(preview: true), Caller, Language, default)).Try(out _preview, out _fault);
    }

    private MendRequest Request(bool preview) => new(Rule, Item, _act, _find, _value, _chosen is null ? null : [.. _chosen], preview);

    private async Task Submit()
    {
        if (_busy)
        {
            return;
        }

        _busy = true;
        if (!await Agreed(_preview!.Changed))
        {
            _busy = false;
            return;
        }

        var (waited, before) = (_page!.Total, _score);
        if ((await Mending.Do(_row!, Request(preview: false), Caller, Language, default)).Try(out var answer, out _fault))
        {
            _done = new(answer.Run!.Run, answer.Changed, waited, before);
            _chosen = null;
            await Follow(answer.Run.Run, answer.Run.Number);
        }

        _busy = false;
    }

    // What is resubmitted becomes rows that others read; the values as they came stay with the run that refused them.
    private Task<bool> Agreed(long rows) => Asking.Ask(
        T($"修改《{_resource!.Title}》的 {Show.Count(rows)} 行", $"Mend {English.Of(rows, "row")} of {_resource.Title}"),
        T($"“{ItemName}”按所选改法修改后重新提交，通过检查的行即供查用。原值保留在第 {_row!.Number} 次运行的拒收记录中。", $"{ItemName} is changed as chosen and resubmitted; rows that pass are served at once. Values as they came stay with run {_row.Number}."),
        T("修改并提交", "Mend and submit"), Language, harmful: false);

    /// <summary>The run to its end, then the assessment that follows it.</summary>
    private async Task Follow(string run, int number)
    {
        try
        {
            StateHasChanged();
            while (await Runs.FindLive(run, _left.Token) is { } found && (found.Live is not null || found.Row.State is RunState.Queued or RunState.Running))
            {
                await Task.Delay(Look, _left.Token);
            }

            var ended = (await Runs.FindLive(run, _left.Token))!.Value.Row;
            await Load(null);
            _done = _done! with { Passed = ended.State == RunState.Succeeded ? ended.Kept : 0, RefusedAgain = ended.Refused, WaitsNow = _page!.Total };
            if (ended.State != RunState.Succeeded && RunJson.Read<KeptFault>(ended.Fault) is { } fault)
            {
                _fault = new Fault(fault.Code, fault.Status, fault.Title, fault.Detail);
            }

            await Preview();
            StateHasChanged();
            for (var waited = TimeSpan.Zero; ended.State == RunState.Succeeded && waited < Patience; waited += Look)
            {
                var quality = (await Figures.Of(_resource!, Language, _left.Token)).Now;
                if (quality.Run >= number)
                {
                    _score = quality.Score;
                    break;
                }

                await Task.Delay(Look, _left.Token);
            }

            _done = _done with { ScoreNow = _score, Ended = true };
        }
        catch (OperationCanceledException)
        {
            // The reader has left; the run goes on.
        }
    }

    /// <summary>What was, and what came of it.</summary>
    private sealed record Result(string Run, long Submitted, long WaitedBefore, double? ScoreBefore)
    {
        public long? Passed { get; init; }

        public long? RefusedAgain { get; init; }

        public long? WaitsNow { get; init; }

        public double? ScoreNow { get; init; }

        public bool Ended { get; init; }
    }
}
