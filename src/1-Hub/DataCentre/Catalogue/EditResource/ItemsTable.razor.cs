using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CityHub.DataCentre.Catalogue.EditResource;

/// <summary>The items of an entry as a table. Keys and paste are caught in the browser (items.js), the rows change here.</summary>
public sealed partial class ItemsTable
{
    private readonly CancellationTokenSource _leaving = new();
    private ElementReference _table;
    private ItemRequest? _open;
    private IJSObjectReference? _keys;
    private DotNetObjectReference<ItemsTable>? _self;
    private (int Row, int Column)? _focus;

    [CascadingParameter] private EntryDraft Draft { get; set; } = null!;

    /// <summary>A row is moved by the keyboard.</summary>
    [JSInvokable]
    public void Move(int row, int by, int column)
    {
        if (row >= 0 && row < Draft.Items.Count)
        {
            _focus = (Draft.Move(row, by), column);
            StateHasChanged();
        }
    }

    /// <summary>Ctrl+D: a copy under the row.</summary>
    [JSInvokable]
    public void Duplicate(int row, int column)
    {
        if (row >= 0 && row < Draft.Items.Count)
        {
            _focus = (Draft.Duplicate(row), column);
            StateHasChanged();
        }
    }

    /// <summary>Ctrl+Delete.</summary>
    [JSInvokable]
    public void Remove(int row, int column)
    {
        if (row >= 0 && row < Draft.Items.Count)
        {
            var (before, name) = (Draft.Snapshot(), Draft.Items[row].Name);
            Draft.RemoveItem(row);
            Told(T($"已删除第 {row + 1} 项{(string.IsNullOrWhiteSpace(name) ? "" : $"“{EntryFaults.Short(name)}”")}", $"Removed item {row + 1}{(string.IsNullOrWhiteSpace(name) ? "" : $" '{EntryFaults.Short(name)}'")}"), before);
            _focus = Draft.Items.Count == 0 ? null : (Math.Min(row, Draft.Items.Count - 1), column);
            StateHasChanged();
        }
    }

    /// <summary>Enter in the last row.</summary>
    [JSInvokable]
    public void AddBelow(int column)
    {
        _focus = (Draft.Items.Count, column);
        Draft.AddItem();
        StateHasChanged();
    }

    /// <summary>Cells copied from a spreadsheet.</summary>
    [JSInvokable]
    public void Paste(int row, int column, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (row >= 0 && row <= Draft.Items.Count && text.Length <= 1 << 20)
        {
            var before = Draft.Snapshot();
            var rows = Draft.Paste(row, column, text);
            Told(T($"已粘贴 {rows} 行", $"Pasted {English.Of(rows, "row")}"), before);
            StateHasChanged();
        }
    }

    private void Told(string done, IReadOnlyList<ItemRequest> before) => Notices.Done(done, Language, () => InvokeAsync(() =>
    {
        Draft.Restore(before);
        StateHasChanged();
    }));

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        try
        {
            if (firstRender)
            {
                _self = DotNetObjectReference.Create(this);
                _keys = await Js.InvokeAsync<IJSObjectReference>("import", _leaving.Token, "./_content/CityHub.DataCentre/items.js");
                await _keys.InvokeVoidAsync("listen", _leaving.Token, _table, _self);
            }

            if (_focus is { } at && _keys is not null)
            {
                _focus = null;
                await _keys.InvokeVoidAsync("focus", _leaving.Token, _table, at.Row, at.Column);
            }
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The reader has left.
        }
    }

    private RenderFragment Cell(
        int row, int column, string field, string? value, Action<string?> set, int width, bool mono = false, bool number = false, bool off = false) => builder =>
    {
        builder.OpenElement(0, "input");
        builder.AddAttribute(1, "class", mono ? "cell mono" : number ? "cell r" : "cell");
        builder.AddAttribute(2, "style", $"width:{width}em");
        builder.AddAttribute(3, "data-col", column);
        builder.AddAttribute(4, "aria-label", Label(row, field));
        builder.AddAttribute(5, "aria-invalid", Bad(row, field));
        builder.AddAttribute(6, "disabled", off);
        builder.AddAttribute(7, "inputmode", number ? "numeric" : null);
        builder.AddAttribute(8, "autocomplete", "off");
        builder.AddAttribute(9, "value", off ? "" : value);
        builder.AddAttribute(10, "onchange", EventCallback.Factory.Create<ChangeEventArgs>(this, e => Set(row, field, () => set(e.Value as string))));
        builder.SetUpdatesAttributeName("value");
        builder.CloseElement();
    };

    private void Set(int row, string field, Action set)
    {
        set();
        Draft.Touch($"items[{row}].{field}");
    }

    private void Refer(int row, ItemRequest item, string? code)
    {
        if (code is { Length: > 0 } && Standards.Element(code) is { } element)
        {
            Draft.Refer(row, element);
        }
        else
        {
            Set(row, "dataElement", () => item.DataElement = code);
        }
    }

    private void Add()
    {
        _focus = (Draft.Items.Count, 0);
        Draft.AddItem();
    }

    private List<Fault> RowFaults(int row) =>
        [.. Draft.Faults.Where(f => EntryFields.ItemNumber(f.Path) == row + 1 && Draft.Shown(f.Path!) is not null)];

    private string Label(int row, string field) => T(EntryFields.Of($"items[{row}].{field}"));

    private string? Bad(int row, string field) => Draft.Shown($"items[{row}].{field}") is null ? null : "true";

    // What was pasted may be the guide's letter or a Chinese name; the list shows words.
    private static string TypeOf(ItemRequest item) =>
        EntryWords.Types.FirstOrDefault(t => item.Type is { } written && t.Is(written.Trim()))?.Word ?? "";

    private static bool HasLength(ItemRequest item) => TypeOf(item) is "character" or "memo" or "number";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _self?.Dispose();
        if (_keys is not null)
        {
            try
            {
                await _keys.DisposeAsync();
            }
            catch (JSDisconnectedException)
            {
                // The circuit is gone, and the script with it.
            }
        }

        _leaving.Dispose();
    }
}
