using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.Kernel;

namespace CityHub.DataCentre.Opening;

/// <summary>Words that the portal's pages share.</summary>
internal static class OpenWords
{
    public static Words Cycle(UpdateCycle cycle) => EntryWords.Cycles.First(c => c.Value == cycle).Title;

    public static Words Sharing(SharingType sharing) => EntryWords.Sharing.First(c => c.Value == sharing).Title;

    public static Words Type(ItemType type) => EntryWords.Types.First(c => c.Value == type).Title;

    /// <summary>How the rows may be had.</summary>
    public static Words Openness(bool open) => open ? new("可下载", "Rows open") : new("仅目录", "Catalogue only");
}
