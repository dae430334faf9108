namespace CityHub.Storage.Trail;

/// <summary>Settings of the audit trail, section <c>Audit</c> of the configuration.</summary>
public sealed class TrailOptions
{
    /// <summary>Six months at their longest, d. GB/T 22239-2019 and 网络安全法 第二十一条 ask for no less.</summary>
    public const int LeastKeepDays = 184;

    /// <summary>How long closed segments are kept, d; at least <see cref="LeastKeepDays"/>. Their signed end marks are kept for ever.</summary>
    public int KeepDays { get; set; } = 366;

    /// <summary>A segment is closed when it grows beyond this, bytes. A new one also begins each day (UTC).</summary>
    public long SegmentBytes { get; set; } = 256L << 20;

    /// <summary>How often the signed mark of the trail's end is renewed while records arrive, s.</summary>
    public int HeadSeconds { get; set; } = 5;
}
