using CityHub.DataCentre.Opening;
using CityHub.DataCentre.Opening.ShowDataset;

namespace CityHub.DataCentre.Serving.ShowResource;

/// <summary>What the address of the rows' tab asks for, and the addresses that ask for something else.</summary>
/// <param name="Page">Address of the resource's page.</param>
/// <param name="Code">Code as in addresses.</param>
/// <param name="Conditions">See <see cref="RowsView"/>.</param>
/// <param name="Order">As in the API.</param>
/// <param name="Fields">As in the API.</param>
/// <param name="Cursor">Where the page of rows starts.</param>
internal sealed record RowsAddress(string Page, string Code, IReadOnlyList<string> Conditions, string? Order, string? Fields, string? Cursor)
{
    public string Clear => Address.Of(Page, ("tab", "rows"));

    /// <summary>What a form for one more condition sends along.</summary>
    public List<(string Name, string Value)> Kept =>
    [
        ("tab", "rows"), .. Conditions.Select(f => ("f", f)),
        .. Order is { Length: > 0 } ? [("order", Order)] : Array.Empty<(string, string)>(), .. Fields is { Length: > 0 } ? [("fields", Fields)] : Array.Empty<(string, string)>(),
    ];

    public (string, bool)? OrderNow => Order is not { Length: > 0 } order ? null : order.EndsWith(".desc", StringComparison.Ordinal) ? (order[..^5], true) : (order, false);

    public List<(string Text, string RemoveHref)> Chosen(RowsView? view) => [.. (view?.Chosen ?? []).Select(c => (c.Text, With(Order, null, except: $"{c.Name}:{c.Value}")))];

    public string OrderBy(string column) => With(OrderNow is (var now, false) && now == column ? $"{column}.desc" : column, null);

    public string From(string? cursor) => With(Order, cursor);

    /// <summary>The same rows with a column more or less.</summary>
    public string Toggle(string column, IReadOnlyList<GridColumn> shown, IReadOnlyList<GridColumn> all)
    {
        var now = shown.Select(g => g.Name).ToList();
        var next = now.Contains(column) ? now.Where(n => n != column) : all.Select(a => a.Name).Where(n => now.Contains(n) || n == column);
        return With(Order, null, fields: string.Join(',', next));
    }

    public string Download(string format, string more)
    {
        var filters = RowsView.Filters(Conditions).SelectMany(f => f.Value, (f, v) => $"&{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(v ?? "")}");
        return $"/api/v1/resources/{Code}/download?format={format}{more}{string.Concat(filters)}{(Fields is { Length: > 0 } ? "&fields=" + Fields : "")}";
    }

    private string With(string? order, string? cursor, string? except = null, string? fields = null) => Address.Of(
        Page, [("tab", "rows"), .. Conditions.Where(f => f != except).Select(f => ("f", (string?)f)), ("order", order), ("fields", fields ?? Fields), ("cursor", cursor)]);
}
