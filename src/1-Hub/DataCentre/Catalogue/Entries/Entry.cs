namespace CityHub.DataCentre.Catalogue.Entries;

/// <summary>A catalogue entry as it stands: the current version, the draft of the next, and what happened to it.</summary>
/// <param name="Resource">Current version; the draft itself while never published.</param>
/// <param name="Draft">Content of the next version; null when nothing waits or nothing was published yet.</param>
/// <param name="Revision">Rises with every change.</param>
/// <param name="GatherAgain">The current version changed types, keys or columns of rows that were there: they must be gathered again.</param>
/// <param name="RegisteredAtUtc">First registered.</param>
/// <param name="ChangedAtUtc">Last change of any kind.</param>
/// <param name="ChangedBy">Name of who made it.</param>
/// <param name="PublishedAtUtc">When the current version was published; null while never.</param>
/// <param name="WithdrawnAtUtc">When it was withdrawn; null when it is not.</param>
/// <param name="WithdrawReason">Why.</param>
internal sealed record Entry(
    Resource Resource, EntryContent? Draft, int Revision, bool GatherAgain, DateTimeOffset RegisteredAtUtc, DateTimeOffset ChangedAtUtc,
    string ChangedBy, DateTimeOffset? PublishedAtUtc = null, DateTimeOffset? WithdrawnAtUtc = null, string? WithdrawReason = null)
{
    /// <summary>Something waits for publication: a first version or a next one.</summary>
    public bool Waiting => Draft is not null || Resource.State == ResourceState.Draft;

    /// <summary>What an editor works on: the draft when there is one, else the current version.</summary>
    public EntryContent Latest => Draft ?? EntryContent.Of(Resource);
}
