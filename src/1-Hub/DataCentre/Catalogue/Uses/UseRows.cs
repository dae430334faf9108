using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Catalogue.Uses;

/// <summary>How often an organisation used a resource's rows on a day in one way.</summary>
internal sealed class UseRow
{
    /// <summary>Code; codes are never used again.</summary>
    public required string Resource { get; init; }

    /// <summary>The city's day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Act of the audit trail.</summary>
    public required string Act { get; init; }

    /// <summary>Code; empty for the public.</summary>
    public required string Organisation { get; init; }
    public long Times { get; set; }

    /// <summary>Rows handed out, as far as the trail says.</summary>
    public long Rows { get; set; }
    public DateTimeOffset LastUtc { get; set; }
}

/// <summary>How far the trail has been counted. One row.</summary>
internal sealed class UseMarkRow
{
    public const int Only = 1;

    public int Id { get; init; } = Only;
    public required string Segment { get; set; }
    public long Position { get; set; }

    /// <summary>Day on which old uses were last taken out of the ranks.</summary>
    public DateOnly RankedOn { get; set; }
}

/// <summary>Uses of a resource as far as they lift it in searches. Written only when the rank changes, so that a resource is not indexed anew for each reader.</summary>
internal sealed class UsedResourceRow
{
    public required string ResourceId { get; init; }
    public required string Code { get; init; }
    public long Uses { get; set; }
}

internal sealed class UseTables : IRecordsModel
{
    public const string Used = "datacentre_used_resources";

    public void Shape(ModelBuilder model)
    {
        model.Entity<UseRow>(use =>
        {
            use.ToTable("datacentre_uses");
            use.HasKey(u => new { u.Resource, u.Day, u.Act, u.Organisation });
        });
        model.Entity<UseMarkRow>(mark =>
        {
            mark.ToTable("datacentre_uses_mark");
            mark.HasKey(m => m.Id);
            mark.Property(m => m.Id).ValueGeneratedNever();
        });
        model.Entity<UsedResourceRow>(used =>
        {
            used.ToTable(Used);
            used.HasKey(u => u.ResourceId);
        });
    }
}
