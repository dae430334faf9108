using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Web;

namespace CityHub.DataCentre.Catalogue.ReadResource;

/// <summary>The state of an entry as a chip: sign and word.</summary>
internal static class EntryChip
{
    public static ChipKind Kind(Entry entry) => entry.Resource.State switch
    {
        ResourceState.Published => ChipKind.Done,
        ResourceState.Withdrawn => ChipKind.Off,
        _ => ChipKind.Idle,
    };

    public static Words Word(Entry entry) => entry switch
    {
        { Resource.State: ResourceState.Withdrawn } => new("已撤销", "Withdrawn"),
        { Resource.State: ResourceState.Published } => new("已发布", "Published"),
        _ => new("草稿", "Draft"),
    };
}
