using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue;

/// <summary>What a load asks right before it commits.</summary>
internal static class CatalogueGate
{
    /// <summary>
    /// Whether rows that were loaded for this version of a resource may still become visible: not when it was withdrawn or destroyed
    /// meanwhile, nor when a version with other columns or another key was published.
    /// </summary>
    /// <param name="loadedFor">The resource as it was when the load was planned.</param>
    public static async Task<Fault?> MayCommit(this ICatalogue catalogue, Resource loadedFor, CancellationToken ct) =>
        await catalogue.FindById(loadedFor.Id, ct) switch
        {
            null => CatalogueFaults.NoSuchResource(loadedFor.Code),
            { State: ResourceState.Withdrawn } => CatalogueFaults.Withdrawn(loadedFor.Code),
            var now when !Columns(now).SequenceEqual(Columns(loadedFor)) => CatalogueFaults.ChangedWhileLoading(loadedFor.Code),
            _ => null,
        };

    private static IEnumerable<(string Column, Storage.Tables.ColumnType Type, bool Key)> Columns(Resource resource) =>
        resource.Items.Select(i => (i.Column, i.ColumnType, i.Key));
}
