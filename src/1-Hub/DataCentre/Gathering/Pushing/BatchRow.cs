using CityHub.DataCentre.Gathering.Loading;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Pushing;

/// <summary>Where a batch stands.</summary>
internal enum BatchState
{
    /// <summary>已收下: on disk, no run has it.</summary>
    Waiting,

    /// <summary>汇聚中: a run has it.</summary>
    Joined,

    /// <summary>已汇聚: its run committed.</summary>
    Gathered,

    /// <summary>未汇聚: its run failed for a reason that trying again by itself does not mend.</summary>
    Failed,
}

/// <summary>
/// A batch (推送批次) that was taken: its lines lie in the spool, fsynced, before this row commits, and only then its sender is told. Which run
/// has it is written in the transaction that makes the run, so it is gathered once, whatever is killed when.
/// </summary>
internal sealed class BatchRow
{
    /// <summary>Order of arrival.</summary>
    public long Sequence { get; init; }
    public required string Id { get; init; }
    public required string ResourceId { get; init; }
    public required string ResourceCode { get; init; }
    public required string ProviderPath { get; init; }
    public LoadMode Mode { get; init; }
    public required string Key { get; init; }

    /// <summary>SHA-256 of its lines, unpacked.</summary>
    public required string Content { get; init; }
    public long Bytes { get; init; }

    /// <summary>Lines with something on them.</summary>
    public long Lines { get; init; }

    /// <summary>JSON of <see cref="Stretch"/>es; null when no line was blank.</summary>
    public string? Stretches { get; init; }

    /// <summary>Whether its first line is a GeoJSON feature.</summary>
    public bool Features { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }
    public required string WhoId { get; init; }
    public required string WhoName { get; init; }
    public string? WhoOrganisation { get; init; }
    public string? Application { get; init; }
    public BatchState State { get; set; }
    public string? RunId { get; set; }

    /// <summary>Rows of the run before its first line.</summary>
    public long Before { get; set; }

    /// <summary>Greatest number of batches of a run with it: halved when a run fails, until the one at fault stands alone.</summary>
    public int Most { get; set; }

    /// <summary>Runs that failed on the program's or the disk's side.</summary>
    public int Attempts { get; set; }

    /// <summary>Not tried again before.</summary>
    public DateTimeOffset? NotBefore { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>JSON of a <see cref="Runs.KeptFault"/> that no run has.</summary>
    public string? Fault { get; set; }
}

/// <summary>Lines of a batch that follow one another without a blank one.</summary>
/// <param name="Before">Lines with something on them before the stretch.</param>
/// <param name="First">Line of the sender's batch at which it begins, from 1.</param>
internal sealed record Stretch(long Before, long First);

internal sealed class BatchTables : IRecordsModel
{
    public void Shape(ModelBuilder model) => model.Entity<BatchRow>(batch =>
    {
        batch.ToTable("datacentre_batches");
        batch.HasKey(b => b.Sequence);
        batch.Property(b => b.Sequence).ValueGeneratedOnAdd();
        batch.HasIndex(b => b.Id).IsUnique();
        batch.HasIndex(b => new { b.WhoId, b.ResourceId, b.Key }).IsUnique();
        batch.HasIndex(b => new { b.ResourceId, b.Sequence });
        batch.HasIndex(b => new { b.State, b.Sequence });
        batch.HasIndex(b => b.RunId);
        batch.Property(b => b.State).HasConversion<string>();
        batch.Property(b => b.Mode).HasConversion<string>();
    });
}
