using CityHub.DataCentre;
using CityHub.Kernel.Modules;
using CityHub.ServicePlatform;

namespace CityHub.Host.Hub;

/// <summary>The one list of modules, lower ones first: their services, records and start-up run in this order.</summary>
internal static class Modules
{
    public static IReadOnlyList<IModule> All { get; } = [new ServicePlatformModule(), new DataCentreModule()];
}
