using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace CityHub.DataCentre.Quality.Rules;

/// <summary>A fixed set of short texts, asked by bytes: open addressing, at most half full, no allocation.</summary>
internal sealed class ByteSet
{
    /// <summary>Longest member, bytes.</summary>
    public const int Longest = 16;

    private readonly Member[] _slots;
    private readonly int _shift;

    public ByteSet(IEnumerable<string> members)
    {
        var texts = members.Distinct().Select(Encoding.UTF8.GetBytes).ToList();
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, texts.Count * 2));
        (_slots, _shift) = (new Member[size], 64 - BitOperations.Log2((uint)size));
        foreach (var text in texts)
        {
            if (text.Length is 0 or > Longest)
            {
                throw new ArgumentException($"a code has 1 to {Longest} bytes: '{Encoding.UTF8.GetString(text)}'", nameof(members));
            }

            var member = Member.Of(text);
            var slot = member.Slot(_shift);
            while (_slots[slot].Length != 0)
            {
                slot = (slot + 1) & (size - 1);
            }

            _slots[slot] = member;
        }
    }

    /// <summary>Whether the text is a member.</summary>
    public bool Contains(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > Longest)
        {
            return false;
        }

        // Asked for every cell of a coded column: one slot is one cache line, and the mask is the bounds check.
        var asked = Member.Of(text);
        var slots = _slots;
        ref var first = ref MemoryMarshal.GetArrayDataReference(slots);
        for (var slot = asked.Slot(_shift); ; slot = (slot + 1) & (slots.Length - 1))
        {
            ref readonly var member = ref Unsafe.Add(ref first, slot);
            if (member.Length == 0)
            {
                return false;
            }

            if (member.Low == asked.Low && member.High == asked.High && member.Length == asked.Length)
            {
                return true;
            }
        }
    }

    /// <summary>All bytes of a text, by reads that overlap: for a given length no two texts are alike.</summary>
    private readonly record struct Member(ulong Low, ulong High, long Length)
    {
        public static Member Of(ReadOnlySpan<byte> text)
        {
            ref var start = ref MemoryMarshal.GetReference(text);
            return text.Length switch
            {
                >= 8 => new(Unsafe.ReadUnaligned<ulong>(ref start), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, text.Length - 8)), text.Length),
                >= 4 => new(Unsafe.ReadUnaligned<uint>(ref start), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, text.Length - 4)), text.Length),
                >= 2 => new(Unsafe.ReadUnaligned<ushort>(ref start), Unsafe.Add(ref start, text.Length - 1), text.Length),
                _ => new(start, 0, text.Length),
            };
        }

        public int Slot(int shift) => (int)(((Low ^ (High * 0x9E3779B97F4A7C15UL) ^ (ulong)Length) * 0xD6E8FEB86659FD93UL) >> shift);
    }
}
