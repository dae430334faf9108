using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring;

/// <summary>The watermark of the data folder's disk: intake stops before the disk is full, so that commits of others still succeed.</summary>
internal sealed class Disk(string folder, GatheringOptions options)
{
    /// <summary>A fault when this many more bytes would pass the watermark.</summary>
    public Fault? Check(long needed)
    {
        var free = new DriveInfo(folder).AvailableFreeSpace;
        return free - needed < options.DiskReserveBytes ? SourceFaults.Disk(free, needed, options.DiskReserveBytes) : null;
    }

    /// <summary>The fault for an I/O error that says that the disk is full; null for others.</summary>
    public Fault? Full(IOException error) => FullDisk.Is(error)
        ? SourceFaults.Disk(new DriveInfo(folder).AvailableFreeSpace, 0, options.DiskReserveBytes)
        : null;
}

/// <summary>A file being written into the spool; asks the watermark every 32 MB.</summary>
internal sealed class SpoolStream(string path, Disk disk) : Stream
{
    private const long Interval = 32L << 20;
    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 17, FileOptions.SequentialScan);
    private long _written;
    private long _checkedAt;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position { get => _written; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Watch(buffer.Length);
        _file.Write(buffer);
        _written += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Watch(buffer.Length);
        await _file.WriteAsync(buffer, cancellationToken);
        _written += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => _file.Flush();

    /// <summary>Waits until the disk has it.</summary>
    public void ToDisk() => _file.Flush(flushToDisk: true);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Watch(int more)
    {
        if (_written + more - _checkedAt < Interval && _checkedAt > 0)
        {
            return;
        }

        _checkedAt = _written + more;
        if (disk.Check(Interval) is { } fault)
        {
            throw new RefusedException(fault);
        }
    }
}

/// <summary>Carries a refusal out of code that can only throw (a stream in the middle of another's loop); caught inside the room.</summary>
internal sealed class RefusedException(Fault fault) : Exception(fault.Title.En)
{
    public Fault Fault { get; } = fault;
}
