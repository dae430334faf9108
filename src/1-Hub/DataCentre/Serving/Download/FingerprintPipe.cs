using System.IO.Pipelines;
using CityHub.DataCentre.Guarding;

namespace CityHub.DataCentre.Serving.Download;

/// <summary>The response, with a fingerprint of all that is written to it.</summary>
internal sealed class FingerprintPipe(PipeWriter to) : PipeWriter
{
    private Memory<byte> _room;

    public Fingerprint Fingerprint { get; } = new();

    public override bool CanGetUnflushedBytes => to.CanGetUnflushedBytes;

    public override long UnflushedBytes => to.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => _room = to.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        Fingerprint.Append(_room.Span[..bytes]);
        _room = _room[bytes..];
        to.Advance(bytes);
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        Fingerprint.Append(source.Span);
        return to.WriteAsync(source, cancellationToken);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => to.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => to.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => to.Complete(exception);
}
