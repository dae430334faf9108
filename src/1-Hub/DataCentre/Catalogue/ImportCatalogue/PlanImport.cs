using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using EditSlice = CityHub.DataCentre.Catalogue.EditResource.EditResource;
using RegisterSlice = CityHub.DataCentre.Catalogue.RegisterResource.RegisterResource;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>What is to be done with one entry of a file.</summary>
/// <param name="Row">The entry.</param>
/// <param name="Act">What becomes of it.</param>
/// <param name="Before">The entry that is updated; null for a new one.</param>
/// <param name="After">The entry as it will be; null for a new one, which has no code yet.</param>
/// <param name="Content">Content of a new one.</param>
/// <param name="Provider">Its provider.</param>
internal sealed record PlannedEntry(ImportRow Row, ImportAct Act, Entry? Before, Entry? After, EntryContent? Content, Organisation? Provider);

/// <summary>
/// Judges a file against the catalogue as it stands: the same decisions as single registration and editing, and what only a whole file can
/// have wrong. Nothing is written here.
/// </summary>
internal sealed class PlanImport(CatalogueBook book, IStandards standards, IOrganisations organisations, EntryReferences references)
{
    private readonly Lazy<Dictionary<string, Organisation?>> _byName = new(() => ByName(organisations));

    public (IReadOnlyList<PlannedEntry> Planned, IReadOnlyList<ImportFault> Faults, int Refused) Of(
        ImportSource source, Caller caller, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        var planned = new List<PlannedEntry>(source.Rows.Count);
        var faults = source.Strays.Select(s => At(source, s.Place, s.Fault)).ToList();
        var codes = new Dictionary<string, Place>(StringComparer.Ordinal);
        var titles = new Dictionary<(string, string), Place>();
        var refused = 0;
        foreach (var row in source.Rows)
        {
            ct.ThrowIfCancellationRequested();
            var found = new List<Fault>(row.Faults);
            var plan = Judge(row, caller, codes, titles, found);
            if (row.Unnumbered)
            {
                // Its items could not find it: the number is what is to be mended.
                found.RemoveAll(f => f.Code == EntryFaults.NoItems.Code);
            }

            if (found.Count > 0)
            {
                refused++;
                faults.AddRange(found.DistinctBy(f => (f.Path, f.Code)).Select(f => At(source, row, f)));
            }
            else
            {
                planned.Add(plan!);
            }

            if ((planned.Count + refused) % 200 == 0)
            {
                progress?.Report(new("check", planned.Count + refused, source.Rows.Count));
            }
        }

        return (planned, [.. faults.OrderBy(f => f.Sheet == ImportColumns.ItemSheet).ThenBy(f => f.Row)], refused);
    }

    private PlannedEntry? Judge(
        ImportRow row, Caller caller, Dictionary<string, Place> codes, Dictionary<(string, string), Place> titles, List<Fault> faults)
    {
        var request = row.Request;
        var provider = Find(request.Provider?.Trim());
        request.Provider = provider?.Code ?? request.Provider;
        if (request.Extension is { LeadDepartment: { } lead } extension)
        {
            extension.LeadDepartment = Find(lead.Trim())?.Code ?? lead;
        }

        if (row.ProviderCode is { } written && provider is { CreditCode: { } known } && !written.Equals(known, StringComparison.OrdinalIgnoreCase))
        {
            faults.Add(ImportFaults.CreditCodeDiffers(written, known));
        }

        if (row.Code is { } twice && !codes.TryAdd(twice, row.Place))
        {
            faults.Add(ImportFaults.CodeTaken(twice, codes[twice].Say));
            return null;
        }

        if (provider is not null && request.Title is { } title && !titles.TryAdd((provider.Code, CatalogueBook.TitleKey(title)), row.Place))
        {
            faults.Add(ImportFaults.TitleTwice(title, titles[(provider.Code, CatalogueBook.TitleKey(title))].Say));
        }

        return row.Code is null ? New(row, caller, provider, faults) : Update(row, caller, provider, faults);
    }

    private PlannedEntry? New(ImportRow row, Caller caller, Organisation? provider, List<Fault> faults)
    {
        ItemNames.Give(row.Request, null);
        if (provider is not null && book.CodeOf(provider.Code, row.Request.Title ?? "") is { } there)
        {
            faults.Add(ImportFaults.TitleThere(row.Request.Title!, there));
        }

        var outcome = RegisterSlice.Decide(row.Request, caller, provider, titleTaken: false, standards, references);
        Take(outcome.Fault, faults);
        return outcome.Succeeded ? new(row, ImportAct.Add, null, null, outcome.Value, provider) : null;
    }

    private PlannedEntry? Update(ImportRow row, Caller caller, Organisation? provider, List<Fault> faults)
    {
        if (book.Entry(row.Code!) is not { } before)
        {
            faults.Add(ImportFaults.CodeUnknown(row.Code!));
            return null;
        }

        ItemNames.Give(row.Request, before.Latest);
        var taken = book.TitleTaken(provider?.Code ?? "", row.Request.Title ?? "", before.Resource.Id);
        var outcome = EditSlice.Decide(before, row.Request, row.Revision, caller, provider, taken, standards, references);
        Take(outcome.Fault, faults);
        if (!outcome.Succeeded)
        {
            return null;
        }

        var changed = Versions.EntryDifference.Between(before.Latest, outcome.Value.Latest).Any;
        return new(row, changed ? ImportAct.Change : ImportAct.Same, before, outcome.Value, null, provider);
    }

    private static void Take(Fault? fault, List<Fault> faults)
    {
        if (fault is not null)
        {
            faults.AddRange(fault.Parts.Count > 0 ? fault.Parts : [fault]);
        }
    }

    // A department's own table names organisations; a name that two bear names none.
    private Organisation? Find(string? written) => string.IsNullOrEmpty(written) ? null
        : organisations.Find(written) ?? _byName.Value.GetValueOrDefault(written);

    private static Dictionary<string, Organisation?> ByName(IOrganisations organisations)
    {
        var byName = new Dictionary<string, Organisation?>(StringComparer.Ordinal);
        foreach (var organisation in organisations.Within(organisations.Root.Path))
        {
            foreach (var name in (string[])[organisation.Name.Zh, organisation.Name.En])
            {
                if (!byName.TryAdd(name, organisation) && byName[name] != organisation)
                {
                    byName[name] = null;
                }
            }
        }

        return byName;
    }

    private static ImportFault At(ImportSource source, ImportRow row, Fault fault)
    {
        var item = EntryFields.ItemNumber(fault.Path);
        return item > 0 && item <= row.ItemPlaces.Count ? At(source, row.ItemPlaces[item - 1], fault, fault.Path![(fault.Path!.IndexOf('.', StringComparison.Ordinal) + 1)..])
            : At(source, row.Place, fault);
    }

    private static ImportFault At(ImportSource source, Place place, Fault fault, string? field = null) => source.At(
        place, place.Sheet == ImportColumns.ItemSheet ? ImportColumns.Items : ImportColumns.Entries, fault,
        field ?? (fault.Code == "catalogue.out-of-scope" ? "provider" : null));
}
