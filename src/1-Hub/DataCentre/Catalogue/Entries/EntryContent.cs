namespace CityHub.DataCentre.Catalogue.Entries;

/// <summary>What a department says about a resource: everything that one version of a catalogue entry holds.</summary>
internal sealed record EntryContent(
    string Title, string Summary, string Provider, string Theme, SharingType Sharing, string? SharingCondition, bool Open,
    UpdateCycle Cycle, bool Generated, string? Source, IReadOnlyList<InformationItem> Items)
{
    private readonly IReadOnlyList<SharingWay>? _ways;

    public string? TitleEn { get; init; }

    // Contents written before these fields existed lack them: their rows are in the hub, which keeps tables and serves them by interface.
    public ResourceFormat Format { get; init; } = ResourceFormat.Database;

    public IReadOnlyList<string> SubFormats { get; init; } = [];

    public IReadOnlyList<SharingWay> Ways
    {
        get => _ways ?? (Sharing == SharingType.NotShared ? [] : [SharingWay.Service]);
        init => _ways = value;
    }

    public string? OpenCondition { get; init; }

    public DateOnly? IssuedOn { get; init; }

    public IReadOnlyList<string> Related { get; init; } = [];

    public IReadOnlyList<string> Basis { get; init; } = [];

    public EntryExtension Extension { get; init; } = EntryExtension.None;

    /// <summary>The content of a resource's current version.</summary>
    public static EntryContent Of(Resource resource) => new(
        resource.Title, resource.Summary, resource.Provider, resource.Theme, resource.Sharing, resource.SharingCondition, resource.Open,
        resource.Cycle, resource.Generated, resource.Source, resource.Items)
    {
        TitleEn = resource.TitleEn, Format = resource.Format, SubFormats = resource.SubFormats, Ways = resource.Ways,
        OpenCondition = resource.OpenCondition, IssuedOn = resource.IssuedOn, Related = resource.Related, Basis = resource.Basis,
        Extension = resource.Extension,
    };

    /// <summary>The resource with this content.</summary>
    public Resource Into(string id, string code, string providerPath, ResourceState state, int version) => new(
        id, code, Title, Summary, Provider, providerPath, Theme, Sharing, SharingCondition, Open, Cycle, Generated, Source, Items, state, version)
    {
        TitleEn = TitleEn, Format = Format, SubFormats = SubFormats, Ways = Ways, OpenCondition = OpenCondition, IssuedOn = IssuedOn,
        Related = Related, Basis = Basis, Extension = Extension,
    };
}
