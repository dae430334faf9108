namespace CityHub.Kernel.Organisations;

/// <summary>The filter that every list has: an organisation and everything below it (区划及其下全部机构).</summary>
public static class Subtree
{
    /// <summary>The path that all of the subtree begin with; empty, so that everything does, when none is asked for.</summary>
    /// <param name="organisations">The tree.</param>
    /// <param name="code">Code of the organisation at its head; blank for everything.</param>
    /// <param name="parameter">What the address calls it.</param>
    public static Outcome<string> Path(IOrganisations organisations, string? code, string parameter = "district")
    {
        ArgumentNullException.ThrowIfNull(organisations);
        return string.IsNullOrWhiteSpace(code) ? "" : organisations.Find(code.Trim())?.Path is { } path ? path : QueryFaults.UnknownOrganisation(parameter, code);
    }

    /// <summary>What a reader chooses from: the governments of the areas over which the caller holds the permission, in the order of the tree.</summary>
    /// <param name="organisations">The tree.</param>
    /// <param name="caller">Who reads the list.</param>
    /// <param name="permission">What lets the caller read it.</param>
    public static IReadOnlyList<Organisation> Districts(IOrganisations organisations, Caller caller, string permission)
    {
        ArgumentNullException.ThrowIfNull(organisations);
        ArgumentNullException.ThrowIfNull(caller);
        return [.. caller.Scopes(permission).SelectMany(organisations.Within).Where(o => o.Kind == OrganisationKind.Government).DistinctBy(o => o.Code)];
    }
}
