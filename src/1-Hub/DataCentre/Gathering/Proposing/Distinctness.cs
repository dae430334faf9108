using System.Numerics;

namespace CityHub.DataCentre.Gathering.Proposing;

/// <summary>HyperLogLog with 4,096 registers: about 1.6 % error, 4 KB.</summary>
internal sealed class DistinctEstimate
{
    private const int Bits = 12;
    private readonly byte[] _registers = new byte[1 << Bits];

    public long Count
    {
        get
        {
            double sum = 0;
            var zeros = 0;
            foreach (var register in _registers)
            {
                sum += 1.0 / (1UL << register);
                zeros += register == 0 ? 1 : 0;
            }

            double m = _registers.Length;
            var raw = 0.7213 / (1 + (1.079 / m)) * m * m / sum;
            return (long)Math.Round(raw <= 2.5 * m && zeros > 0 ? m * Math.Log(m / zeros) : raw);
        }
    }

    public void Add(ulong hash)
    {
        var register = (int)(hash >> (64 - Bits));
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << Bits) | (1UL << (Bits - 1))) + 1);
        if (_registers[register] < rank)
        {
            _registers[register] = rank;
        }
    }
}

/// <summary>Memory that the sets of one file may take together, in entries of 8 bytes.</summary>
internal sealed class ProfileBudget(long entries)
{
    private long _left = entries;

    public bool Take(long more)
    {
        if (_left < more)
        {
            return false;
        }

        _left -= more;
        return true;
    }

    public void Give(long back) => _left += back;
}

/// <summary>Hashes of the values seen, until one comes twice or the memory is used up.</summary>
internal sealed class UniqueSet(ProfileBudget budget)
{
    private ulong[] _slots = new ulong[256];
    private int _count;

    public bool GaveUp { get; private set; }

    /// <summary>False when the value was there already.</summary>
    public bool Add(ulong hash)
    {
        hash = hash == 0 ? 1 : hash;
        if (_count * 2 >= _slots.Length && !Grow())
        {
            return true;
        }

        if (!Put(_slots, hash))
        {
            return false;
        }

        _count++;
        return true;
    }

    public void Release()
    {
        budget.Give(_slots.Length);
        _slots = [];
    }

    private bool Grow()
    {
        if (!budget.Take((long)_slots.Length * 2))
        {
            GaveUp = true;
            Release();
            return false;
        }

        var bigger = new ulong[_slots.Length * 2];
        foreach (var hash in _slots)
        {
            if (hash != 0)
            {
                Put(bigger, hash);
            }
        }

        budget.Give(_slots.Length);
        _slots = bigger;
        return true;
    }

    private static bool Put(ulong[] slots, ulong hash)
    {
        var mask = slots.Length - 1;
        for (var at = (int)(hash >> 20) & mask; ; at = (at + 1) & mask)
        {
            if (slots[at] == hash)
            {
                return false;
            }

            if (slots[at] == 0)
            {
                slots[at] = hash;
                return true;
            }
        }
    }
}
