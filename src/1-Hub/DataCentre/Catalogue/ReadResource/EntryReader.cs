using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using PublishSlice = CityHub.DataCentre.Catalogue.PublishResource.PublishResource;
using RegisterSlice = CityHub.DataCentre.Catalogue.RegisterResource.RegisterResource;

namespace CityHub.DataCentre.Catalogue.ReadResource;

/// <summary>Who sees which entry: published ones everybody; drafts and withdrawn ones the officials whose posts cover the provider.</summary>
internal sealed class EntryReader(CatalogueBook book)
{
    /// <summary>Permissions of which one makes an official of an entry.</summary>
    public static readonly IReadOnlyList<string> OfficialPermissions = [RegisterSlice.Permission, PublishSlice.Permission, "gathering.run", "gathering.read"];

    /// <summary>The entry, or why not. An address's code is accepted.</summary>
    public Outcome<Entry> Read(string code, Caller caller)
    {
        code = ResourceCode.FromAddress(code);
        return book.Entry(code) switch
        {
            null => CatalogueFaults.NoSuchResource(code),
            var entry when entry.Resource.State == ResourceState.Published || IsOfficial(entry, caller) => entry,
            { Resource.State: ResourceState.Withdrawn } gone => CatalogueFaults.Withdrawn(gone),
            // A draft is not even told to exist, but to those who would see it with another token.
            var draft => OfficialPermissions.Select(p => caller.TokenLacks(p, draft.Resource.ProviderPath)).FirstOrDefault(lack => lack is not null) ?? CatalogueFaults.NoSuchResource(code),
        };
    }

    /// <summary>Whether the caller's posts cover the entry.</summary>
    public static bool IsOfficial(Entry entry, Caller caller) => IsOfficial(entry.Resource, caller);

    /// <summary>Whether the resource is a draft that the caller is not even told of, whatever is asked of it.</summary>
    public static bool IsHidden(Resource resource, Caller caller) => resource.State == ResourceState.Draft && !IsOfficial(resource, caller);

    private static bool IsOfficial(Resource resource, Caller caller) => OfficialPermissions.Any(p => caller.May(p, resource.ProviderPath));
}
