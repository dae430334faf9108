using CityHub.DataCentre.Catalogue.Entries;
using CityHub.DataCentre.Quality;

namespace CityHub.DataCentre.Catalogue.OneSource;

/// <summary>
/// Which datum an item holds: its data element, or the one that its name means where none was written. Leaving the element out makes no other datum
/// of it, so it hides no repeat.
/// </summary>
internal sealed class DatumNames
{
    private readonly Dictionary<string, string> _elements = new(StringComparer.Ordinal);

    /// <summary>Names and other names of the elements; a name that two of them carry means neither.</summary>
    public DatumNames(IEnumerable<DataElement> elements)
    {
        var named = elements.SelectMany(e => e.Aliases.Append(e.Name.Zh).Select(name => (Name: CatalogueBook.TitleKey(name), e.Code))).Distinct().ToLookup(n => n.Name, n => n.Code);
        foreach (var name in named.Where(n => n.Count() == 1 && !Repeats.IsGeneric(n.Key)))
        {
            _elements[name.Key] = name.Single();
        }
    }

    /// <summary>Code of the data element; null when neither says one.</summary>
    public string? ElementOf(InformationItem item) => item.DataElement ?? _elements.GetValueOrDefault(CatalogueBook.TitleKey(item.Name));

    /// <summary>Places, times and figures describe what is collected and stand in nearly every resource: nobody leads them.</summary>
    public static bool Describes(string element) => element.AsSpan(0, Math.Min(4, element.Length)) is "DE03" or "DE04" or "DE06";
}
