using CityHub.Kernel;
using CityHub.ServicePlatform.Identity.Organisations;

namespace CityHub.ServicePlatform.Identity.Auditing;

/// <summary>An auditor of a district reads what people of that district did; what nobody of any organisation did is the city's to read.</summary>
internal static class AuditReach
{
    /// <summary>What the caller sees; null when that is everything.</summary>
    public static Func<string?, bool>? Of(Caller caller, OrganisationTree tree) => caller.May(AuditRoutes.Read, tree.Root.Path)
        ? null
        : organisation => organisation is not null && tree.Find(organisation) is { } known && caller.May(AuditRoutes.Read, known.Path);
}
