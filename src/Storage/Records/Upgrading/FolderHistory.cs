using Microsoft.EntityFrameworkCore;

namespace CityHub.Storage.Records.Upgrading;

/// <summary>A version that the folder reached, when, and by which program.</summary>
internal sealed class FolderHistoryRow
{
    public required int Version { get; init; }

    public required DateTimeOffset AtUtc { get; init; }

    public required string Program { get; init; }
}

internal sealed class FolderHistory : IRecordsModel
{
    public void Shape(ModelBuilder model) => model.Entity<FolderHistoryRow>(e =>
    {
        e.ToTable("storage_folder_history");
        e.HasKey(r => r.Version);
        e.Property(r => r.Version).ValueGeneratedNever();
    });
}
