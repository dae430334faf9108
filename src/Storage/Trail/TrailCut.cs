namespace CityHub.Storage.Trail;

/// <summary>Where the trail stood at a moment.</summary>
/// <param name="Segment">The open segment.</param>
/// <param name="End">End of its last durable record, bytes.</param>
/// <param name="First">Sequence of its first record, written or to be written.</param>
/// <param name="FirstPrevious">What that record names as its forerunner.</param>
/// <param name="Last">The last record.</param>
internal sealed record TrailCut(Segment Segment, long End, long First, string FirstPrevious, TrailPosition Last)
{
    public EndMark Mark(DateTimeOffset atUtc) => new(Segment.Name, First, FirstPrevious, Last.Sequence, Last.Digest, atUtc);
}
