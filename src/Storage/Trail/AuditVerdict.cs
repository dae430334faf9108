using CityHub.Kernel;

namespace CityHub.Storage.Trail;

/// <summary>What the verification of the trail found.</summary>
/// <param name="Records">Records checked.</param>
/// <param name="Segments">Segments checked.</param>
/// <param name="FirstSequence">Sequence of the first record that is kept; null when there is none.</param>
/// <param name="LastSequence">Sequence of the last record; null when there is none.</param>
/// <param name="FirstBreak">The first thing that is wrong; null when the trail is whole.</param>
/// <param name="Seconds">How long it took, s.</param>
public sealed record AuditVerdict(long Records, int Segments, long? FirstSequence, long? LastSequence, AuditBreak? FirstBreak, double Seconds)
{
    /// <summary>Whether every record, link and signature holds.</summary>
    public bool Intact => FirstBreak is null;
}

/// <summary>Where the trail is broken.</summary>
/// <param name="Segment">Name of the segment.</param>
/// <param name="Sequence">Sequence of the record that is wrong, or that should stand there.</param>
/// <param name="Why">What is wrong.</param>
public sealed record AuditBreak(string Segment, long Sequence, Words Why)
{
    /// <summary>What to do, whatever is wrong.</summary>
    public static Words Advice { get; } = new("不要删除任何文件；保全数据文件夹，报告安全管理员。", "Delete nothing; preserve the data folder and tell the security administrator.");
}

/// <summary>How far a verification came.</summary>
/// <param name="BytesDone">Bytes checked.</param>
/// <param name="BytesTotal">Bytes to check.</param>
public sealed record AuditVerifying(long BytesDone, long BytesTotal);
