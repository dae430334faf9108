using CityHub.Kernel;
using CityHub.Kernel.Modules;
using Xunit;

namespace CityHub.Web.Tests;

public sealed class The_rail
{
    private static readonly IModule[] Modules =
    [
        new Built(
            new(PlanPart.System, new("审计", "Audit"), "/console/audit", "trail", "audit.read"),
            new(PlanPart.Desk, new("工作台", "Desk"), "/console", "home")),
        new Built(
            new(PlanPart.Hub, new("大数据资源中心", "Data centre"), "/console/catalogue", "db", "nobody.has"),
            new(PlanPart.Hub, new("目录", "Catalogue"), "/console/catalogue", null, "catalogue.register", "/console/catalogue"),
            new(PlanPart.Hub, new("汇聚", "Gathering"), "/console/runs", null, "gathering.read", "/console/catalogue", "/console/refused")),
    ];

    [Fact]
    public void shows_numerals_only_where_something_is_built()
    {
        var groups = Rail.For(With("catalogue.register", "gathering.read", "audit.read"), Modules);

        Assert.Equal([null, "1", null], groups.Select(g => g.Numeral));
        Assert.Equal([PlanPart.Desk, PlanPart.Hub, PlanPart.System], groups.Select(g => g.Part));
    }

    [Fact]
    public void shows_only_what_the_caller_may_open()
    {
        var groups = Rail.For(With("gathering.read"), Modules);

        var centre = Assert.Single(groups.Single(g => g.Part == PlanPart.Hub).Entries);
        Assert.False(centre.Opens);
        Assert.Equal("/console/runs", Assert.Single(centre.Under).Href);
        Assert.DoesNotContain(groups, g => g.Part == PlanPart.System);
    }

    [Fact]
    public void shows_a_stranger_nothing() => Assert.Empty(Rail.For(Caller.Anonymous, Modules));

    [Theory]
    [InlineData("/console", "/console")]
    [InlineData("/console/runs/0abc", "/console/runs")]
    [InlineData("/console/refused/0abc", "/console/runs")]
    [InlineData("/console/runsheet", null)]
    [InlineData("/console/elsewhere", null)]
    public void marks_the_entry_that_the_page_stands_under(string path, string? href) =>
        Assert.Equal(href, Rail.Current(Rail.For(With("gathering.read"), Modules), path));

    [Fact]
    public void loses_no_entry_whose_parent_is_not_there()
    {
        var groups = Rail.For(With("x"), [new Built(new NavigationEntry(PlanPart.Hub, new("标准库", "Standards"), "/console/standards", null, "x", "/console/nowhere"))]);

        Assert.Equal("/console/standards", Assert.Single(Assert.Single(groups).Entries).Entry.Href);
    }

    private static Caller With(params string[] permissions) =>
        new("a1", "陈立", null, [new("500000-dsj", "市大数据局", new("值守", "Duty"), "500000/", permissions.ToHashSet())]);

    private sealed class Built(params NavigationEntry[] entries) : IModule
    {
        public string Name => "Built";

        public IReadOnlyList<Permission> Permissions => [];

        public IReadOnlyList<NavigationEntry> Navigation => entries;

        public void AddServices(IServiceCollection services, HubSettings settings)
        {
        }

        public void MapRoutes(IEndpointRouteBuilder routes)
        {
        }
    }
}
