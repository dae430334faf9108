namespace CityHub.Storage.Trail;

/// <summary>The whole lines of a segment, one after the other.</summary>
internal abstract class SegmentLines : IDisposable
{
    /// <summary>Where reading goes on after the current line: its beginning when read backward, its end when read forward.</summary>
    public long Position { get; protected set; }

    /// <summary>The next line, without its line feed; false when there is none.</summary>
    public abstract bool TryNext(out ReadOnlySpan<byte> line);

    public abstract void Dispose();
}
