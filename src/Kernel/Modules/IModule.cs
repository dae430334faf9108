using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CityHub.Kernel.Modules;

/// <summary>The door of a module: what it adds to the program. The Host holds the one list of modules.</summary>
public interface IModule
{
    /// <summary>Name of the module, as in its namespace.</summary>
    string Name { get; }

    /// <summary>Every permission that its routes and pages ask for.</summary>
    IReadOnlyList<Permission> Permissions { get; }

    /// <summary>Its entries in the console's rail, in order.</summary>
    IReadOnlyList<NavigationEntry> Navigation { get; }

    /// <summary>Registers its services.</summary>
    void AddServices(IServiceCollection services, HubSettings settings);

    /// <summary>Maps its routes. Each names a permission or says that it is open; a test lists them all.</summary>
    void MapRoutes(IEndpointRouteBuilder routes);
}

/// <summary>A right (权限) that a post can carry.</summary>
/// <param name="Code"><c>room.verb</c>; also the name of the authorization policy.</param>
/// <param name="Title">What it allows.</param>
public sealed record Permission(string Code, Words Title);

/// <summary>Which numeral of the plan an entry of the rail stands under.</summary>
public enum PlanPart
{
    /// <summary>Above the numerals: 工作台.</summary>
    Desk,

    /// <summary>1 智能中枢.</summary>
    Hub,

    /// <summary>3 支撑体系.</summary>
    Pillars,

    /// <summary>5 创新应用.</summary>
    Applications,

    /// <summary>Below the numerals: 系统管理.</summary>
    System,
}

/// <summary>One entry of the console's rail. Only what is built has one.</summary>
/// <param name="Part">Numeral.</param>
/// <param name="Title">Word.</param>
/// <param name="Href">Address.</param>
/// <param name="Icon">Name of the icon in the sprite; null for a second-level entry.</param>
/// <param name="Permission">Shown only to those who hold it; null for everybody signed in.</param>
/// <param name="Parent">Address of the first-level entry it stands under.</param>
/// <param name="Also">Pages below this address stand under the entry too.</param>
/// <param name="Daily">Opened every day: a phone's bar of four takes such entries first.</param>
public sealed record NavigationEntry(
    PlanPart Part, Words Title, string Href, string? Icon = null, string? Permission = null, string? Parent = null, string? Also = null, bool Daily = false);

/// <summary>What the start of the program decided.</summary>
/// <param name="DataFolder">Absolute path of the data folder.</param>
/// <param name="ReferenceFolder">Folder of the reference data (divisions, boundaries, code lists) beside the program.</param>
public sealed record HubSettings(string DataFolder, string ReferenceFolder)
{
    /// <summary>
    /// Whether the hub lives for one command and ends with it: then it does what it is asked and leaves what earlier work left over (packing,
    /// assessing, folders and batches) to a hub that stays.
    /// </summary>
    public bool ForOneCommand { get; init; }

    /// <summary>A path inside the data folder; its parent folder is made when missing.</summary>
    public string InData(params string[] parts)
    {
        var path = Path.Combine([DataFolder, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}

/// <summary>Work that must be done before the hub says that it is ready: schema, recovery, catching up. Ran in order of registration.</summary>
public interface IStartUp
{
    /// <summary>Does it.</summary>
    Task Start(CancellationToken ct);
}
