using System.Text;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;
using Microsoft.AspNetCore.Components;
using Find = CityHub.DataCentre.Catalogue.FindResources.FindResources;

namespace CityHub.DataCentre.Catalogue.FindResources;

/// <summary>/console/catalogue: the catalogue as officials work with it. The address carries filters, order and page.</summary>
public sealed partial class CatalogueListPage
{
    private const int PageSize = 50;
    private CatalogueQuery _query = new([]);
    private CataloguePage? _page;
    private Fault? _fault;
    private string? _typed;
    private IReadOnlyList<Filter> _filters = [];
    private IReadOnlyList<(string Text, string RemoveHref)> _chosen = [];

    [SupplyParameterFromQuery] private string? Q { get; set; }

    [SupplyParameterFromQuery] private string? Provider { get; set; }

    [SupplyParameterFromQuery] private string? Theme { get; set; }

    [SupplyParameterFromQuery] private string? State { get; set; }

    [SupplyParameterFromQuery] private string? Open { get; set; }

    [SupplyParameterFromQuery] private string? Sort { get; set; }

    [SupplyParameterFromQuery] private string? Cursor { get; set; }

    private string Headline => T(
        $"已发布 {Book.Shelf.Published} 个资源，{Book.Shelf.Open} 个向社会开放",
        $"{Book.Shelf.Published} resources published, {Book.Shelf.Open} open to the public");

    /// <inheritdoc/>
    protected override void OnParametersSet() => Read();

    private void Read()
    {
        _typed = Q;
        // Officials come to see everything; the public list is the portal.
        var request = new FindRequest(Q, Theme, Provider, null, Open, State ?? "all", Sort, null, Cursor);
        var outcome = Find.Read(request, Caller, Tree).Then(query =>
        {
            _query = query;
            return Search.Page(query, PageSize, Cursor, Caller);
        });
        _fault = outcome.Fault;
        _page = outcome.Succeeded ? outcome.Value : null;
        _filters = Filters();
        _chosen = [.. Chosen()];
    }

    private List<Filter> Filters()
    {
        var without = Search.All(_query with { Provider = null, Theme = null }, Caller).Select(e => e.Resource).ToList();
        var providers = without.Where(r => _query.Theme is null || r.Theme == _query.Theme).CountBy(r => r.Provider);
        var themes = without.Where(r => _query.Provider is null || r.Provider == _query.Provider).CountBy(r => r.Theme);
        return
        [
            new("provider", T("提供方", "Provider"), Provider ?? "",
                [("", T("全部提供方", "All providers")), .. providers.Select(p => (p.Key, $"{Answers.Name(p.Key, Language)} {p.Value}")).OrderBy(p => p.Item2, StringComparer.Ordinal)]),
            new("theme", T("主题", "Theme"), Theme ?? "",
                [("", T("全部主题", "All themes")), .. themes.OrderByDescending(t => t.Value).Select(t => (t.Key, $"{t.Key} {t.Value}"))]),
            new("state", T("状态", "State"), State ?? "",
                [("", T("全部状态", "All states")), ("published", T("已发布", "Published")), ("draft", T("待发布", "Waiting")), ("withdrawn", T("已撤销", "Withdrawn"))]),
            new("open", T("开放", "Open"), Open ?? "",
                [("", T("开放与否", "Open or not")), ("true", T("向社会开放", "Open")), ("false", T("不开放", "Closed"))]),
        ];
    }

    private IEnumerable<(string Text, string RemoveHref)> Chosen()
    {
        if (!string.IsNullOrWhiteSpace(Q))
        {
            yield return (T($"“{EntryFaults.Short(Q)}”", $"'{EntryFaults.Short(Q)}'"), Without("q"));
        }

        foreach (var filter in _filters.Where(f => f.Value.Length > 0))
        {
            var text = filter.Choices.FirstOrDefault(c => c.Value == filter.Value).Text ?? filter.Value;
            yield return (text, Without(filter.Name));
        }
    }

    private void Seek() => Nav.NavigateTo(With("q", _typed));

    private void Choose(string name, string? value) => Nav.NavigateTo(With(name, value));

    private string With(string name, string? value) => "/console/catalogue" + Text(Parameters().Select(p => p.Name == name ? (name, value) : p));

    private string Without(string name) => With(name, null);

    /// <summary>This list in another order or on another page.</summary>
    private string Address(string? sort = null, string? cursor = null) => "/console/catalogue" + Text(
        [.. Parameters().Select(p => p.Name == "sort" && sort is not null ? (p.Name, sort == Sort ? null : sort) : p), ("cursor", cursor)]);

    /// <summary>The same filters as a file; the list shows all states unless one is chosen.</summary>
    private string Export => "/api/v1/catalogue.csv" + Text(Parameters().Select(p => p.Name == "state" ? (p.Name, State ?? "all") : p));

    private (string Name, string? Value)[] Parameters() =>
        [("q", Q), ("provider", Provider), ("theme", Theme), ("state", State), ("open", Open), ("sort", Sort)];

    private static string Text(IEnumerable<(string Name, string? Value)> parameters)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in parameters.Where(p => !string.IsNullOrWhiteSpace(p.Value)))
        {
            text.Append(text.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value!));
        }

        return text.ToString();
    }

    private sealed record Filter(string Name, string Label, string Value, IReadOnlyList<(string Value, string Text)> Choices);
}
