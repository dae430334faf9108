using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.ServicePlatform.Search.Saved;

/// <summary>A search that an account keeps (保存的查找).</summary>
internal sealed class SavedSearchRow
{
    public required string Id { get; init; }
    public required string AccountId { get; init; }
    public required string Name { get; set; }

    /// <summary>The list's address with its filters.</summary>
    public required string Address { get; init; }
    public required DateTimeOffset SavedAtUtc { get; init; }

    /// <summary>What was published later is new.</summary>
    public DateTimeOffset LookedAtUtc { get; set; }
}

internal sealed class SavedSearchTables : IRecordsModel
{
    public void Shape(ModelBuilder model) => model.Entity<SavedSearchRow>(e =>
    {
        e.ToTable("platform_saved_searches");
        e.HasKey(s => s.Id);
        e.HasIndex(s => s.AccountId);
    });
}
