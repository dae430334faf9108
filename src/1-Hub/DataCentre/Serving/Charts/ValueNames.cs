using System.Collections.Concurrent;
using System.Collections.Frozen;
using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Quality;

namespace CityHub.DataCentre.Serving.Charts;

/// <summary>渝中区, not 500103: a reader knows names, rows keep codes.</summary>
internal sealed class ValueNames(IStandards standards)
{
    private readonly ConcurrentDictionary<string, FrozenDictionary<string, string>> _lists = new(StringComparer.Ordinal);

    /// <summary>The code's name; the code itself where it has none.</summary>
    public string Of(InformationItem item, string code) => ListOf(item)?.GetValueOrDefault(code) ?? code;

    /// <summary>Names of all codes that the item takes; null when it takes no codes.</summary>
    public FrozenDictionary<string, string>? ListOf(InformationItem item) =>
        (item.CodeList ?? (item.DataElement is { } element ? standards.Element(element)?.CodeList : null)) is { } list && standards.CodeList(list) is { } known
            ? _lists.GetOrAdd(list, _ => known.Codes.DistinctBy(c => c.Code).ToFrozenDictionary(c => c.Code, c => c.Name, StringComparer.Ordinal))
            : null;
}
