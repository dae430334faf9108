using System.Numerics;

namespace CityHub.SampleCity;

/// <summary>Random numbers that are the same for the same seed on every machine and in every version (wyrand): the runtime's own may change.</summary>
internal struct Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Dice for one part of the city: parts do not disturb each other.</summary>
    public static Dice For(ulong seed, string part)
    {
        // FNV-1a: string.GetHashCode differs from run to run.
        var hash = 14695981039346656037UL ^ seed;
        foreach (var c in part)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        var dice = new Dice(hash);
        dice.Next();
        return dice;
    }

    public ulong Next()
    {
        _state += 0xA0761D6478BD642FUL;
        var high = Math.BigMul(_state, _state ^ 0xE7037ED1A0B428DBUL, out var low);
        return high ^ low;
    }

    /// <summary>A whole number in [0, bound).</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A whole number in [least, most].</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>A number in [0, 1).</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True in this share of the throws.</summary>
    public bool Chance(double share) => Share() < share;

    /// <summary>Roughly normal: the sum of four throws.</summary>
    public double Normal(double mean, double deviation) => mean + ((Share() + Share() + Share() + Share() - 2) * 1.7320508 * deviation);

    /// <summary>One of these.</summary>
    public T Of<T>(ReadOnlySpan<T> values) => values[Below(values.Length)];

    /// <summary>One of these.</summary>
    public T Of<T>(T[] values) => values[Below(values.Length)];

    /// <summary>An index by weight, out of cumulated weights.</summary>
    public int ByWeight(double[] cumulated)
    {
        var at = Array.BinarySearch(cumulated, Share() * cumulated[^1]);
        return Math.Min(at < 0 ? ~at : at + 1, cumulated.Length - 1);
    }

    /// <summary>Mixes two numbers into one that looks random.</summary>
    public static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a ^ 0x9E3779B97F4A7C15UL, BitOperations.RotateLeft(b, 32) ^ 0xD6E8FEB86659FD93UL, out var low);
        return high ^ low;
    }
}
