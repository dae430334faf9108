using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.Storage.Idempotency;

/// <summary>A write that carried an idempotency key, with its answer.</summary>
internal sealed class IdempotentRequestRow
{
    public required string Account { get; init; }
    public required string Key { get; init; }

    /// <summary>SHA-256 of what was asked: the key is not taken for another request.</summary>
    public required string Fingerprint { get; init; }
    public required DateTimeOffset AtUtc { get; init; }

    /// <summary>Status of the answer; 0 while it runs.</summary>
    public int Status { get; set; }
    public string? ContentType { get; set; }
    public string? Location { get; set; }
    public string? ETag { get; set; }
    public byte[]? Body { get; set; }
}

internal sealed class IdempotencyTables : IRecordsModel
{
    public void Shape(ModelBuilder model) => model.Entity<IdempotentRequestRow>(e =>
    {
        e.ToTable("storage_idempotent_requests");
        e.HasKey(r => new { r.Account, r.Key });
        e.HasIndex(r => r.AtUtc);
    });
}
