using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.Storage.Search.Changes;

/// <summary>The last change of one searched record. A later change takes a higher sequence, so what is new stands at the end.</summary>
internal sealed class ChangeRow
{
    public long Sequence { get; init; }
    public required string Kind { get; init; }
    public required string Key { get; init; }
    public bool Deleted { get; init; }
}

internal sealed class ChangeTables : IRecordsModel
{
    public const string Changes = "storage_search_changes";

    public void Shape(ModelBuilder model) => model.Entity<ChangeRow>(e =>
    {
        e.ToTable(Changes);
        e.HasKey(r => r.Sequence);
        e.Property(r => r.Sequence).ValueGeneratedOnAdd();
        e.HasIndex(r => new { r.Kind, r.Key }).IsUnique();
    });
}
