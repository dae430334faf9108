using CityHub.DataCentre.Catalogue.Classification;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Quality;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;

namespace CityHub.DataCentre.Catalogue.Checks;

/// <summary>Reads and judges a request as a whole: what the API answers and what an editor shows beside its fields.</summary>
internal static class EntryJudgement
{
    /// <summary>Every fault, one a field, in the order of the fields.</summary>
    /// <param name="provider">The organisation that the request names; null when there is none with that code.</param>
    /// <param name="references">What it may refer to; null leaves that unjudged.</param>
    /// <param name="ownCode">Code of the entry; null for a new one.</param>
    public static IReadOnlyList<Fault> Of(
        EntryRequest request, Organisation? provider, IStandards standards, out EntryContent content, EntryReferences? references = null, string? ownCode = null)
    {
        var reading = EntryReading.Of(request, standards);
        content = reading.Content;
        List<Fault> faults = [.. reading.Faults, .. EntryCheck.Faults(content, standards)];
        if (content.Provider.Length > 0 && provider is null)
        {
            faults.Add(EntryFaults.ProviderUnknown(content.Provider));
        }

        var category = request.Category?.Trim();
        if (!string.IsNullOrEmpty(category) && !ResourceCode.IsCategory(category))
        {
            faults.Add(EntryFaults.BadCategory(category));
        }
        else if (!string.IsNullOrEmpty(category) && ownCode is null && references?.Category(category) == false)
        {
            faults.Add(ClassFaults.UnknownCategory(category));
        }

        references?.Judge(content, ownCode, faults);

        if (faults.FindIndex(f => f.Path == "sharing") is >= 0 and var at)
        {
            faults[at] = EntryFaults.WithDuties(faults[at], content.SharingCondition is not null, content.Ways.Count > 0, content.Open);
        }

        // A field that could not be read was judged with a stand-in: its first fault is the true one.
        return [.. faults.DistinctBy(f => f.Path).OrderBy(f => EntryFields.ItemNumber(f.Path))];
    }
}
