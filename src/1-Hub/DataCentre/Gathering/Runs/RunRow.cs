using CityHub.DataCentre.Gathering.Loading;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Runs;

/// <summary>The one true state of a run (运行状态).</summary>
internal enum RunState
{
    /// <summary>排队.</summary>
    Queued,

    /// <summary>汇聚中.</summary>
    Running,

    /// <summary>已完成.</summary>
    Succeeded,

    /// <summary>失败.</summary>
    Failed,

    /// <summary>已取消.</summary>
    Cancelled,

    /// <summary>中断: the program stopped before the commit.</summary>
    Interrupted,
}

/// <summary>A run (汇聚运行) as it is kept. JSON columns hold what is only ever read whole.</summary>
internal sealed class RunRow
{
    public required string Id { get; init; }
    public required string ResourceId { get; init; }
    public required string ResourceCode { get; init; }
    public required string ResourceTitle { get; init; }
    public required string Provider { get; init; }
    public required string ProviderPath { get; init; }

    /// <summary>Rising within the resource.</summary>
    public int Number { get; set; }
    public RunState State { get; set; }
    public LoadMode Mode { get; init; }

    /// <summary>Order of arrival; set anew when a run is resumed.</summary>
    public DateTimeOffset QueuedAt { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? HeartbeatAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Lease: which process works on it.</summary>
    public string? Owner { get; set; }
    public int Attempt { get; set; }
    public string? Phase { get; set; }

    /// <summary>JSON of <see cref="Acquiring.Source"/>.</summary>
    public required string Source { get; set; }
    public required string SourceName { get; init; }

    /// <summary>JSON of <see cref="Acquiring.AcquiredFile"/>, once there is one.</summary>
    public string? Acquired { get; set; }
    public string? Fingerprint { get; set; }

    /// <summary>JSON: item column to source column, as asked.</summary>
    public string? Mapping { get; init; }

    /// <summary>JSON of the <see cref="ColumnMatch"/>es that were used.</summary>
    public string? Matches { get; set; }

    /// <summary>JSON array of words for a missing value.</summary>
    public string? Missing { get; init; }
    public long Read { get; set; }
    public long Kept { get; set; }
    public long Changed { get; set; }
    public long Unchanged { get; set; }
    public long Refused { get; set; }

    /// <summary>JSON: rule to count.</summary>
    public string? RefusedByRule { get; set; }
    public long? RowsNow { get; set; }
    public long BytesRead { get; set; }
    public long BytesTotal { get; set; }

    /// <summary>JSON of <see cref="SpeedCurve"/>'s points.</summary>
    public string? Speed { get; set; }

    /// <summary>JSON of <see cref="LogLine"/>s.</summary>
    public string? Log { get; set; }

    /// <summary>JSON of <see cref="KeptFault"/>.</summary>
    public string? Fault { get; set; }
    public required string WhoId { get; set; }
    public required string WhoName { get; set; }
    public string? WhoOrganisation { get; set; }
    public string? Application { get; set; }
    public string? IdempotencyKey { get; init; }

    /// <summary>The run whose refused rows this one resubmits.</summary>
    public string? Mends { get; init; }

    /// <summary>For a run that mends: line in the mended run for each record, from the first, comma separated.</summary>
    public string? MendedLines { get; init; }
}

internal sealed class RunTables : IRecordsModel
{
    public void Shape(ModelBuilder model) => model.Entity<RunRow>(run =>
    {
        run.ToTable("datacentre_runs");
        run.HasKey(r => r.Id);
        run.HasIndex(r => new { r.ResourceId, r.Number }).IsUnique();
        run.HasIndex(r => new { r.State, r.QueuedAt });
        run.HasIndex(r => new { r.WhoId, r.IdempotencyKey }).IsUnique();
        run.Property(r => r.State).HasConversion<string>();
        run.Property(r => r.Mode).HasConversion<string>();
    });
}
