using System.Text.RegularExpressions;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Kernel.Search;

namespace CityHub.Web;

/// <summary>Screens and help in the search box: what the modules put into the rail, for those who may open it, and the topics of the help.</summary>
internal sealed partial class PageSearchSource(IEnumerable<IModule> modules) : ISearchSource
{
    private static readonly (string Href, Words Title, SearchRights Rights)[] Own =
    [
        ("/datasets", new("找数据", "Find data"), SearchRights.Everybody),
        ("/map", new("城市地图", "City map"), SearchRights.Everybody),
        ("/developers", new("开发者", "Developers"), SearchRights.Everybody),
        ("/account", new("我的账号与令牌", "My account and tokens"), SearchRights.AnyAccount),
    ];

    public string Kind => "page";

    public Words Title { get; } = new("页面与帮助", "Pages and help");

    public int Version => 3;

    public IReadOnlyList<SearchFacet> Facets => [];

    public IReadOnlyList<SearchedTable> Tables => [];

    public Task<IReadOnlyList<SearchDocument>> Read(IReadOnlyList<string> keys, CancellationToken ct) => Task.FromResult<IReadOnlyList<SearchDocument>>(
    [
        .. Own.Select(p => new SearchDocument(p.Href, p.Title, p.Href) { Rights = p.Rights }),
        .. modules.SelectMany(m => m.Navigation).GroupBy(e => e.Href).Select(g => g.Last()).Select(e => new SearchDocument(e.Href, e.Title, e.Href)
        {
            Rights = e.Permission is null ? SearchRights.AnyAccount : SearchRights.Holding([e.Permission]),
        }),
        .. HelpTopics.All.Select(t => new SearchDocument($"/help#{t.Id}", t.Title, $"/help#{t.Id}")
        {
            Summary = Markup().Replace(t.Text.Zh, ""), EnglishSummary = Markup().Replace(t.Text.En, ""), Under = new("使用帮助", "Help"),
        }),
    ]);

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Markup();
}
