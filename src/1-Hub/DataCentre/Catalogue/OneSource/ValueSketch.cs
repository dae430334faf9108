namespace CityHub.DataCentre.Catalogue.OneSource;

/// <summary>
/// The least hashes of a column's different values (KMV, Bar-Yossef et al. 2002): a fair sample of them of bounded size, the same for the same
/// values wherever they stand. Held in memory while a scan runs and never kept: hashes of personal keys could be guessed.
/// </summary>
/// <param name="Least">At most <see cref="Size"/> hashes, ascending.</param>
/// <param name="Distinct">Different values, about.</param>
/// <param name="Whole">Every value is in it.</param>
internal sealed record ValueSketch(ulong[] Least, long Distinct, bool Whole)
{
    /// <summary>16 KB a column.</summary>
    public const int Size = 2048;

    /// <summary>Fewer different values are codes or flags, not a datum that somebody collects.</summary>
    public const long FewestValues = 50;

    /// <summary>Below so many sampled values on either side nothing is said.</summary>
    private const int FewestSampled = 30;

    /// <summary>Greatest hash to fetch so that about 1.5 times <see cref="Size"/> values come: the query sorts that many, not all.</summary>
    public static ulong Threshold(long distinct) =>
        distinct <= Size ? ulong.MaxValue : (ulong)UInt128.Min(ulong.MaxValue, (UInt128)ulong.MaxValue * (Size * 3 / 2) / (UInt128)distinct);

    /// <summary>Share of the smaller column's values that the other has, too; null when the samples are too small to say.</summary>
    public static double? Containment(ValueSketch a, ValueSketch b)
    {
        var (endA, endB) = (a.Whole ? ulong.MaxValue : a.Least[^1], b.Whole ? ulong.MaxValue : b.Least[^1]);
        var end = Math.Min(endA, endB);
        int inA = 0, inB = 0, common = 0, i = 0, j = 0;
        while ((i < a.Least.Length && a.Least[i] <= end) || (j < b.Least.Length && b.Least[j] <= end))
        {
            var left = i < a.Least.Length && a.Least[i] <= end ? a.Least[i] : (ulong?)null;
            var right = j < b.Least.Length && b.Least[j] <= end ? b.Least[j] : (ulong?)null;
            if (left == right)
            {
                (inA, inB, common, i, j) = (inA + 1, inB + 1, common + 1, i + 1, j + 1);
            }
            else if (right is null || left < right)
            {
                (inA, i) = (inA + 1, i + 1);
            }
            else
            {
                (inB, j) = (inB + 1, j + 1);
            }
        }

        return Math.Min(inA, inB) < FewestSampled ? null : (double)common / Math.Min(inA, inB);
    }
}
