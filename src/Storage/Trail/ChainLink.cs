namespace CityHub.Storage.Trail;

/// <summary>Links the stretches and segments in their order, and keeps the first thing that is wrong.</summary>
internal sealed class ChainLink(TrailKeys keys, DateOnly keepFrom)
{
    // Where the trail is broken when it has no segment at all.
    private string _segment = "audit";
    private string _digest = LogBytes.NoDigest;
    private long _sequence;
    private AuditBreak? _unsigned;

    public long? First { get; private set; }

    public long? Last => First is null ? null : _sequence;

    public AuditBreak? FirstBreak { get; private set; }

    public void Add(Segment segment, IReadOnlyList<VerifiedStretch> stretches, bool isLast)
    {
        _segment = segment.Name;
        var mark = EndMark.Read(segment.SignatureFile, keys);
        if (!File.Exists(segment.LogFile))
        {
            Skip(segment, mark);
            return;
        }

        var first = _sequence + 1;
        foreach (var stretch in stretches)
        {
            Add(stretch);
        }

        // Records that are missing say more than a signature that is.
        FirstBreak ??= _unsigned;
        if (mark is null && (segment.IsSigned || !isLast))
        {
            _unsigned = new(_segment, _sequence, Breaks.NoSignature);
        }

        if (mark is not null && (mark.Segment != segment.Name || mark.First != first || mark.Last != _sequence || mark.Digest != _digest))
        {
            Broken(Math.Min(mark.Last, _sequence), Breaks.SignatureDisagrees);
        }
    }

    /// <summary>Compares the end with the signed head and with what the record store remembers.</summary>
    public void End(EndMark? head, bool headExists, TrailPosition? remembered)
    {
        var known = Math.Max(head?.Last ?? 0, remembered?.Sequence ?? 0);
        if (known > _sequence)
        {
            Broken(_sequence + 1, Breaks.EndMissing(_sequence + 1, known));
        }

        FirstBreak ??= _unsigned;
        if (head is null && (headExists || First is not null || remembered is not null))
        {
            Broken(_sequence, headExists ? Breaks.HeadBroken : Breaks.HeadMissing);
        }

        if ((head?.Last == _sequence && head.Digest != _digest) || (remembered?.Sequence == _sequence && remembered.Digest != _digest))
        {
            Broken(_sequence, Breaks.EndExchanged);
        }
    }

    private void Add(VerifiedStretch stretch)
    {
        if (stretch.Records > 0)
        {
            if (Breaks.OfLink(_sequence, _digest, stretch.First, stretch.FirstPrevious) is { } why)
            {
                Broken(stretch.First, why);
            }

            First ??= stretch.First;
            (_sequence, _digest) = (stretch.Last, stretch.LastDigest);
        }

        if (stretch.Break is { } broken)
        {
            Broken(broken.Sequence > 0 ? broken.Sequence : _sequence + 1, broken.Why);
        }
    }

    /// <summary>A segment whose time is over leaves its signed mark, which carries the chain on.</summary>
    private void Skip(Segment segment, EndMark? mark)
    {
        FirstBreak ??= _unsigned;
        if (mark is null)
        {
            Broken(_sequence + 1, Breaks.NoSignature);
        }

        if (segment.Day >= keepFrom)
        {
            Broken(_sequence + 1, Breaks.NoSegment);
        }

        if (mark is not null)
        {
            if (mark.First != _sequence + 1 || mark.Previous != _digest)
            {
                Broken(mark.First, Breaks.Unlinked);
            }

            (_sequence, _digest) = (mark.Last, mark.Digest);
        }
    }

    private void Broken(long sequence, Kernel.Words why) => FirstBreak ??= new AuditBreak(_segment, sequence, why);
}
