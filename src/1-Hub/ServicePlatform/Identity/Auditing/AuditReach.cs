using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.ServicePlatform.Identity.Organisations;

namespace CityHub.ServicePlatform.Identity.Auditing;

/// <summary>An auditor of a district reads what people of that district did; what nobody of any organisation did is the city's to read.</summary>
internal static class AuditReach
{
    /// <summary>What the caller sees of the acts of a district's people; null when that is everything.</summary>
    /// <param name="caller">Who reads.</param>
    /// <param name="tree">The organisations.</param>
    /// <param name="district">Code of the organisation whose people, with all below it, are meant; blank for everybody.</param>
    public static Outcome<Func<string?, bool>?> Of(Caller caller, OrganisationTree tree, string? district) => Subtree.Path(tree, district).Then<Func<string?, bool>?>(within =>
        within.Length == 0 && caller.May(AuditRoutes.Read, tree.Root.Path)
            ? (Func<string?, bool>?)null
            : organisation => organisation is not null && tree.Find(organisation) is { } known && known.Path.StartsWith(within, StringComparison.Ordinal) && caller.May(AuditRoutes.Read, known.Path));
}
