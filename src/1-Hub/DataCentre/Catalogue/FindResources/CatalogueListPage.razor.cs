using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;
using CityHub.Kernel.Search;
using CityHub.Web;
using Microsoft.AspNetCore.Components.Routing;
using Find = CityHub.DataCentre.Catalogue.FindResources.FindResources;

namespace CityHub.DataCentre.Catalogue.FindResources;

/// <summary>/console/catalogue: the catalogue as officials work with it. The address carries words, filters, order and page.</summary>
public sealed partial class CatalogueListPage : IDisposable
{
    private const int PageSize = 50;
    private readonly HashSet<string> _ticked = new(StringComparer.Ordinal);
    private CatalogueQuery _query = new();
    private CataloguePage? _page;
    private Fault? _fault;
    private string? _typed;
    private FilterAddress _address = FilterAddress.Of("/console/catalogue");
    private IReadOnlyList<SearchFacet> _facets = [];
    private IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> _counts = new Dictionary<string, IReadOnlyList<FacetCount>>();
    private IReadOnlyList<(string Text, string RemoveHref)> _chosen = [];

    // It speaks of what is listed: of the whole catalogue only where nothing narrows the list.
    private string Headline => (_address.One("state"), _chosen.Count, _page) switch
    {
        ("draft", 0, { Total: 0 }) => T("没有待发布的条目", "No entry waits to be published"),
        ("draft", 0, { } page) => T($"{page.Total} 个条目待发布", $"{English.Of(page.Total, "entry waits", "entries wait")} to be published"),
        ("withdrawn", 0, { Total: 0 }) => T("没有撤销的资源", "No resource is withdrawn"),
        ("withdrawn", 0, { } page) => T($"已撤销 {page.Total} 个资源", $"{English.Of(page.Total, "resource", "resources")} withdrawn"),
        (_, > 0, { Total: 0 }) => T("没有资源符合条件", "No resource matches"),
        (_, > 0, { } page) => T($"{page.Total} 个资源符合条件", $"{English.Of(page.Total, "resource matches", "resources match")}"),
        _ => T($"已发布 {Book.Shelf.Published} 个资源，{Book.Shelf.Open} 个向社会开放", $"{English.Of(Book.Shelf.Published, "resource")} published, {Book.Shelf.Open} open to the public"),
    };

    /// <inheritdoc/>
    protected override void OnInitialized() => Nav.LocationChanged += Moved;

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => Read();

    /// <inheritdoc/>
    public void Dispose() => Nav.LocationChanged -= Moved;

    private async Task Read()
    {
        _address = FilterAddress.Of(Nav.Uri);
        _typed = _address.One("q");
        _facets = Facets.Pick(CatalogueFacets.OfConsole);
        string[]? Given(string name) => [.. _address.All(name)];
        // Officials come to see everything; the public list is the portal.
        var request = new FindRequest
        {
            Q = _typed, Class = Given("class"), Theme = Given("theme"), Provider = Given("provider"), District = Given("district"), Sharing = Given("sharing"), Cycle = Given("cycle"), Format = Given("format"),
            Grade = Given("grade"), Open = Given("open"), State = _address.One("state") ?? "all", Sort = _address.One("sort"), Order = _address.One("order"),
        };
        var outcome = Find.Read(request, Caller, Tree, Classes);
        _fault = outcome.Fault;
        _page = null;
        if (outcome.Try(out var query, out _))
        {
            _query = query with { Count = CatalogueFacets.OfConsole };
            var page = await Catalogue.Page(_query, PageSize, _address.One("cursor"), Caller, default);
            _fault = page.Fault;
            _page = page.Succeeded ? page.Value : null;
        }

        _counts = _page?.Facets ?? new Dictionary<string, IReadOnlyList<FacetCount>>();
        _chosen = [.. Chosen()];
    }

    private (string? Value, string Text)[] States =>
        [(null, T("全部", "All")), ("published", T("已发布", "Published")), ("draft", T("待发布", "Waiting")), ("withdrawn", T("已撤销", "Withdrawn"))];

    private IEnumerable<(string Text, string RemoveHref)> Chosen()
    {
        if (_address.One("q") is { } typed)
        {
            yield return (T($"“{EntryFaults.Short(typed)}”", $"'{EntryFaults.Short(typed)}'"), _address.With("q", null));
        }

        foreach (var facet in _facets)
        {
            foreach (var value in _address.All(facet.Name))
            {
                yield return (facet.NameOf(value) is { } name ? T(name) : value, _address.Toggled(facet.Name, value));
            }
        }
    }

    // The column's head says that it is of sharing, so the English word need not say it again; Chinese is brief as it is.
    private string SharingWord(SharingType sharing) => (Language, sharing) switch
    {
        (Language.English, SharingType.Unconditional) => "Unconditional",
        (Language.English, SharingType.Conditional) => "Conditional",
        _ => T(EntryWords.Title(EntryWords.Sharing, sharing)),
    };

    private void Seek() => Nav.NavigateTo(_address.With("q", string.IsNullOrWhiteSpace(_typed) ? null : _typed.Trim()));

    private Task Again() => Read();

    /// <summary>Drafts are listed, and some of them are the reader's to publish.</summary>
    private bool Publishing => _query.State == ResourceState.Draft && Caller.May(PublishResource.PublishResource.Permission);

    private void Tick(string code, bool ticked)
    {
        if (ticked)
        {
            _ticked.Add(code);
        }
        else
        {
            _ticked.Remove(code);
        }
    }

    private Task Published()
    {
        _ticked.Clear();
        return Read();
    }

    /// <summary>The same filters as a file: CSV to read, XLSX that an import takes again. The list shows all states unless one is chosen.</summary>
    private string Export(string format) => FilterAddress.Of($"/api/v1/catalogue.{format}" + _address.ToString()[_address.Path.Length..]).With("state", _address.One("state") ?? "all");

    private void Moved(object? sender, LocationChangedEventArgs e)
    {
        if (FilterAddress.Of(e.Location).Path == "/console/catalogue")
        {
            _ = InvokeAsync(async () =>
            {
                await Read();
                StateHasChanged();
            });
        }
    }
}
