using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Entries;

/// <summary>Between an entry and its row.</summary>
internal static class EntryRows
{
    public static ResourceRow New(Entry entry)
    {
        var row = new ResourceRow
        {
            Id = entry.Resource.Id, Code = entry.Resource.Code, RegisteredAtUtc = entry.RegisteredAtUtc,
            Provider = "", ProviderPath = "", TitleKey = "", Content = "", ChangedBy = "",
        };
        Write(entry, row);
        return row;
    }

    public static void Write(Entry entry, ResourceRow row)
    {
        var resource = entry.Resource;
        row.Provider = resource.Provider;
        row.ProviderPath = resource.ProviderPath;
        row.TitleKey = CatalogueBook.TitleKey(resource.Title);
        row.State = resource.State;
        row.Version = resource.Version;
        row.Revision = entry.Revision;
        row.Content = EntryJson.Write(EntryContent.Of(resource));
        row.Draft = entry.Draft is { } draft ? EntryJson.Write(draft) : null;
        row.GatherAgain = entry.GatherAgain;
        row.ChangedAtUtc = entry.ChangedAtUtc;
        row.ChangedBy = entry.ChangedBy;
        row.PublishedAtUtc = entry.PublishedAtUtc;
        row.WithdrawnAtUtc = entry.WithdrawnAtUtc;
        row.WithdrawReason = entry.WithdrawReason;
    }

    public static Entry Read(ResourceRow row) => new(
        EntryJson.Read<EntryContent>(row.Content).Into(row.Id, row.Code, row.ProviderPath, row.State, row.Version),
        row.Draft is { } draft ? EntryJson.Read<EntryContent>(draft) : null,
        row.Revision, row.GatherAgain, row.RegisteredAtUtc, row.ChangedAtUtc, row.ChangedBy,
        row.PublishedAtUtc, row.WithdrawnAtUtc, row.WithdrawReason);

    public static RevisionRow Revision(Entry entry) =>
        new() { ResourceId = entry.Resource.Id, Revision = entry.Revision, Content = EntryJson.Write(entry.Latest) };

    public static VersionRow Version(Entry entry, Caller caller, string? note) => new()
    {
        ResourceId = entry.Resource.Id, Number = entry.Resource.Version, Content = EntryJson.Write(EntryContent.Of(entry.Resource)),
        PublishedAtUtc = entry.PublishedAtUtc ?? entry.ChangedAtUtc, AccountId = caller.AccountId, PublishedBy = caller.Name,
        Organisation = caller.Organisation, Note = note, GatherAgain = entry.GatherAgain,
    };
}
