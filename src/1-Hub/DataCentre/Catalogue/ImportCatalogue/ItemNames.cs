using System.Globalization;
using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Entries;

namespace CityHub.DataCentre.Catalogue.ImportCatalogue;

/// <summary>The guide's table has names of items and no columns: items without one keep theirs by name, or get the next of f01, f02 …</summary>
internal static class ItemNames
{
    public static void Give(EntryRequest request, EntryContent? before)
    {
        var known = before?.Items.GroupBy(i => i.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Column, StringComparer.Ordinal);
        var taken = (request.Items ?? []).Select(i => i.Column).OfType<string>().Concat(before?.Items.Select(i => i.Column) ?? []).ToHashSet(StringComparer.Ordinal);
        var number = 0;
        foreach (var item in (request.Items ?? []).Where(i => string.IsNullOrWhiteSpace(i.Column)))
        {
            if (item.Name is { } name && known?.Remove(name.Trim(), out var kept) == true)
            {
                item.Column = kept;
                continue;
            }

            do
            {
                item.Column = $"f{(++number).ToString("D2", CultureInfo.InvariantCulture)}";
            }
            while (!taken.Add(item.Column));
        }
    }
}
