namespace CityHub.Kernel;

/// <summary>A full disk (磁盘已满) speaks in several voices: the system's, and those of the three engines. This knows them all.</summary>
public static class FullDisk
{
    // ENOSPC and EDQUOT of Linux, ERROR_DISK_FULL of Windows: .NET keeps them in the lower half of HResult.
    private static readonly int[] Numbers = [28, 122, 112];

    // strerror(ENOSPC) as DuckDB and RocksDB repeat it, DuckDB about its own limit, SQLite's error 13.
    private static readonly string[] Said = ["No space left", "not enough space", "disk is full", "disk full", "Disk quota exceeded"];

    /// <summary>The answer to a request that met a full disk. What had been asked for did not happen.</summary>
    public static Fault Fault { get; } = new("hub.disk-full", 507,
        new("磁盘已满，请求没有完成", "The disk is full, the request was not done"),
        new("数据盘没有空间：改动没有写入；读取因无法记入审计而不予答复。请管理员腾出空间后重试，程序无须重启。",
            "The data disk has no room left. Nothing was changed, and what was read is withheld because the read could not be put on record. Have room made and try again; the hub need not be restarted."));

    /// <summary>Whether this failure, or one inside it, says that the disk is full.</summary>
    public static bool Is(Exception? failure) => failure switch
    {
        null => false,
        AggregateException several => several.InnerExceptions.Any(Is),
        IOException io when Numbers.Contains(io.HResult & 0xFFFF) => true,
        _ => Said.Any(words => failure.Message.Contains(words, StringComparison.OrdinalIgnoreCase)) || Is(failure.InnerException),
    };
}
