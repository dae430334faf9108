using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Web;

namespace CityHub.DataCentre.Catalogue;

/// <summary>Whether the catalogue holds a resource whose rows were made by a generator: then every page says so.</summary>
internal sealed class GeneratedResources(CatalogueBook book) : IGeneratedData
{
    public bool Served => book.Shelf.InOrder.Any(held => held.Entry.Resource.Generated);
}
