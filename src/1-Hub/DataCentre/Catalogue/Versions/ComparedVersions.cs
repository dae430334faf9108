using System.Globalization;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Catalogue.ReadResource;
using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Versions;

/// <summary>Any two versions of an entry side by side, in either order; officials may take the draft as one of them.</summary>
internal sealed class ComparedVersions(CatalogueStore store)
{
    public const string Draft = "draft";

    public static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);

    public async Task<Outcome<EntryDifference>> Between(Entry entry, string from, string to, Caller caller, CancellationToken ct)
    {
        if (!(await Content(entry, "from", from, caller, ct)).Try(out var earlier, out var fault)
            || !(await Content(entry, "to", to, caller, ct)).Try(out var later, out fault))
        {
            return fault;
        }

        return EntryDifference.Between(earlier, later);
    }

    private async Task<Outcome<EntryContent>> Content(Entry entry, string name, string written, Caller caller, CancellationToken ct)
    {
        if (written.Equals(Draft, StringComparison.OrdinalIgnoreCase))
        {
            return entry.Waiting && EntryReader.IsOfficial(entry, caller) ? entry.Latest : CatalogueFaults.NoDraft(entry.Resource.Code);
        }

        if (!int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return CatalogueFaults.BadVersion(name, written);
        }

        return await store.Version(entry.Resource.Id, number, ct) is { } version
            ? EntryJson.Read<EntryContent>(version.Content)
            : CatalogueFaults.NoSuchVersion(entry.Resource.Code, number);
    }
}
