namespace CityHub.DataCentre.Catalogue.Entries;

/// <summary>What a department says about a resource: everything that one version of a catalogue entry holds.</summary>
internal sealed record EntryContent(
    string Title, string Summary, string Provider, string Theme, SharingType Sharing, string? SharingCondition, bool Open,
    UpdateCycle Cycle, bool Generated, string? Source, IReadOnlyList<InformationItem> Items)
{
    /// <summary>The content of a resource's current version.</summary>
    public static EntryContent Of(Resource resource) => new(
        resource.Title, resource.Summary, resource.Provider, resource.Theme, resource.Sharing, resource.SharingCondition, resource.Open,
        resource.Cycle, resource.Generated, resource.Source, resource.Items);

    /// <summary>The resource with this content.</summary>
    public Resource Into(string id, string code, string providerPath, ResourceState state, int version) => new(
        id, code, Title, Summary, Provider, providerPath, Theme, Sharing, SharingCondition, Open, Cycle, Generated, Source, Items, state, version);
}
