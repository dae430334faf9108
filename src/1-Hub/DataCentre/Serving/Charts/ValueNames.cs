using CityHub.DataCentre.Catalogue;
using CityHub.DataCentre.Quality;

namespace CityHub.DataCentre.Serving.Charts;

/// <summary>渝中区, not 500103: a reader knows names, rows keep codes.</summary>
internal sealed class ValueNames(IStandards standards)
{
    public string Of(InformationItem item, string code)
    {
        var list = item.CodeList ?? (item.DataElement is { } element ? standards.Element(element)?.CodeList : null);
        return (list is null ? null : standards.CodeList(list)?.Codes.FirstOrDefault(c => c.Code == code)?.Name) ?? code;
    }
}
