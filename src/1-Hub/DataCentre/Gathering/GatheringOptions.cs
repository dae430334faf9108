using Microsoft.Extensions.Configuration;

namespace CityHub.DataCentre.Gathering;

/// <summary>Limits of the room; set by configuration <c>Gathering:*</c> (environment <c>Gathering__UploadLimitBytes</c> ...).</summary>
internal sealed record GatheringOptions
{
    /// <summary>Greatest upload, bytes.</summary>
    public long UploadLimitBytes { get; init; } = 20L << 30;

    /// <summary>Free space that intake must leave on the data folder's disk, bytes (the watermark).</summary>
    public long DiskReserveBytes { get; init; } = 512L << 20;

    /// <summary>Runs at once over all resources.</summary>
    public int RunsAtOnce { get; init; } = 2;

    /// <summary>Greatest number of columns of a source.</summary>
    public int ColumnLimit { get; init; } = 2000;

    /// <summary>Greatest unpacked size of a workbook, bytes.</summary>
    public long WorkbookLimitBytes { get; init; } = 8L << 30;

    /// <summary>Greatest ratio of unpacked to packed bytes of a workbook part that unpacks to more than 64 MB.</summary>
    public int WorkbookRatioLimit { get; init; } = 200;

    /// <summary>Greatest memory for a workbook's shared strings, bytes.</summary>
    public long SharedStringsLimitBytes { get; init; } = 512L << 20;

    /// <summary>Days that the source of a run which did not succeed is kept for its resumption.</summary>
    public int KeepDays { get; init; } = 7;

    /// <summary>Greatest batch that is pushed, unpacked, bytes.</summary>
    public long BatchLimitBytes { get; init; } = 64L << 20;

    /// <summary>How long a batch waits for others to be gathered with it, ms.</summary>
    public int BatchWaitMilliseconds { get; init; } = 2000;

    /// <summary>Most batches of one run.</summary>
    public int BatchesAtOnce { get; init; } = 500;

    /// <summary>Most bytes of the batches of one run; a single batch may have more.</summary>
    public long BatchRunBytes { get; init; } = 256L << 20;

    /// <summary>Days that receipts of gathered batches are kept, and with them what their keys stand for.</summary>
    public int ReceiptDays { get; init; } = 30;

    /// <summary>Seconds between two looks at the watched folders.</summary>
    public int WatchSeconds { get; init; } = 5;

    /// <summary>Seconds for which a file must not change to count as whole.</summary>
    public int WatchStillSeconds { get; init; } = 10;

    public static GatheringOptions From(IConfiguration? configuration) =>
        configuration?.GetSection("Gathering").Get<GatheringOptions>() ?? new();
}
