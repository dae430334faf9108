// Planted offenders: each breaks one wall, so that a rule that cannot fail is found out.
namespace CityHub.Kernel.Offenders
{
    internal sealed class Kernel_that_knows_a_module
    {
        public CityHub.DataCentre.DataCentreModule? Trespass { get; init; }
    }
}

namespace CityHub.ServicePlatform.Offenders
{
    internal sealed class Platform_that_knows_data
    {
        public CityHub.DataCentre.DataCentreModule? Trespass { get; init; }
    }
}

namespace CityHub.Storage.Offenders
{
    internal sealed class Storage_that_draws_pages
    {
        public CityHub.Web.CityComponent? Trespass { get; init; }
    }
}

namespace CityHub.DataCentre.Helpers
{
    internal sealed class Thing_in_a_technical_folder;
}
