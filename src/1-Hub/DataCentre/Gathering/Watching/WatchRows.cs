using CityHub.DataCentre.Gathering.Loading;
using CityHub.Storage.Records;
using Microsoft.EntityFrameworkCore;

namespace CityHub.DataCentre.Gathering.Watching;

/// <summary>Which files of a folder go where.</summary>
/// <param name="Pattern">Name with <c>*</c> and <c>?</c>; the first that fits decides.</param>
internal sealed record WatchPattern(string Pattern, string ResourceId, string ResourceCode, string ResourceTitle, LoadMode Mode);

/// <summary>A watched folder (前置机文件夹).</summary>
internal sealed class WatchRow
{
    public required string Id { get; init; }
    public required string Folder { get; init; }

    /// <summary>Organisation of its resources, as a path.</summary>
    public required string ProviderPath { get; set; }

    /// <summary>JSON of <see cref="WatchPattern"/>s.</summary>
    public required string Patterns { get; set; }
    public bool Paused { get; set; }

    /// <summary>Whose rights its runs have: who registered or changed it last.</summary>
    public required string WhoId { get; set; }
    public required string WhoName { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Where a file of a watched folder stands.</summary>
internal enum WatchedState
{
    /// <summary>汇聚中: copied into the spool, a run has it.</summary>
    Taken,

    /// <summary>已汇聚.</summary>
    Gathered,

    /// <summary>失败.</summary>
    Failed,

    /// <summary>内容相同: was gathered before.</summary>
    Same,
}

/// <summary>A file that was taken. The run and this row are written in one transaction, so that it is gathered once.</summary>
internal sealed class WatchedFileRow
{
    public required string Id { get; init; }
    public required string WatchId { get; init; }
    public required string ResourceId { get; init; }
    public required string Name { get; init; }
    public long Bytes { get; init; }

    /// <summary>Its time of change, UTC ticks, with <see cref="Bytes"/> what tells it from a newer file of that name.</summary>
    public long Changed { get; init; }
    public required string Fingerprint { get; init; }
    public WatchedState State { get; set; }
    public string? RunId { get; set; }
    public DateTimeOffset TakenAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Where it was moved to, from the folder on.</summary>
    public string? MovedTo { get; set; }

    /// <summary>JSON of a <see cref="Runs.KeptFault"/>.</summary>
    public string? Fault { get; set; }
}

internal sealed class WatchTables : IRecordsModel
{
    public void Shape(ModelBuilder model)
    {
        model.Entity<WatchRow>(watch =>
        {
            watch.ToTable("datacentre_watches");
            watch.HasKey(w => w.Id);
            watch.HasIndex(w => w.Folder).IsUnique();
        });
        model.Entity<WatchedFileRow>(file =>
        {
            file.ToTable("datacentre_watched_files");
            file.HasKey(f => f.Id);
            file.HasIndex(f => new { f.WatchId, f.Id });
            file.HasIndex(f => new { f.ResourceId, f.Fingerprint });
            file.HasIndex(f => f.RunId);
            file.Property(f => f.State).HasConversion<string>();
        });
    }
}
