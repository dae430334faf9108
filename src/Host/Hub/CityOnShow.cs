using CityHub.Kernel.Organisations;
using CityHub.Web;

namespace CityHub.Host.Hub;

/// <summary>What the pages say about the city: its name, who publishes, whether generated data is among what is served.</summary>
internal static class CityOnShow
{
    // 大数据应用发展管理局, or whatever the city calls it: the department that runs the hub.
    private const string Bureau = "-dsj";

    public static CityProfile From(IServiceProvider services)
    {
        var tree = services.GetRequiredService<IOrganisations>();
        var name = tree.Root.Name with { Zh = tree.Root.Name.Zh.TrimEnd('市') };
        var bureau = tree.Find(tree.Root.Code + Bureau)?.Name;
        var generated = services.GetServices<IGeneratedData>().ToList();
        return new(name, bureau is null ? name : new(name.Zh + bureau.Zh, bureau.En)) { HoldsGeneratedData = () => generated.Exists(g => g.Served) };
    }
}
