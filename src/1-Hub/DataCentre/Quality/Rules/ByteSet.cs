using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace CityHub.DataCentre.Quality.Rules;

/// <summary>A fixed set of short texts, asked by bytes: open addressing, at most half full, no allocation.</summary>
internal sealed class ByteSet
{
    /// <summary>Longest member, bytes.</summary>
    public const int Longest = 16;

    private readonly ulong[] _low;
    private readonly ulong[] _high;
    private readonly byte[] _length;
    private readonly int _shift;

    public ByteSet(IEnumerable<string> members)
    {
        var texts = members.Distinct().Select(Encoding.UTF8.GetBytes).ToList();
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, texts.Count * 2));
        (_low, _high, _length, _shift) = (new ulong[size], new ulong[size], new byte[size], 64 - BitOperations.Log2((uint)size));
        foreach (var text in texts)
        {
            if (text.Length is 0 or > Longest)
            {
                throw new ArgumentException($"a code has 1 to {Longest} bytes: '{Encoding.UTF8.GetString(text)}'", nameof(members));
            }

            var (low, high) = Pack(text);
            var slot = Slot(low, high, text.Length);
            while (_length[slot] != 0)
            {
                slot = (slot + 1) & (size - 1);
            }

            (_low[slot], _high[slot], _length[slot]) = (low, high, (byte)text.Length);
        }
    }

    /// <summary>Whether the text is a member.</summary>
    public bool Contains(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > Longest)
        {
            return false;
        }

        var (low, high) = Pack(text);
        for (var slot = Slot(low, high, text.Length); _length[slot] != 0; slot = (slot + 1) & (_length.Length - 1))
        {
            if (_low[slot] == low && _high[slot] == high && _length[slot] == text.Length)
            {
                return true;
            }
        }

        return false;
    }

    // All bytes of the text, by reads that overlap: for a given length no two texts pack alike.
    private static (ulong Low, ulong High) Pack(ReadOnlySpan<byte> text) => text.Length switch
    {
        >= 8 => (BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^8..])),
        >= 4 => (BinaryPrimitives.ReadUInt32LittleEndian(text), BinaryPrimitives.ReadUInt32LittleEndian(text[^4..])),
        >= 2 => (BinaryPrimitives.ReadUInt16LittleEndian(text), text[^1]),
        _ => (text[0], 0),
    };

    private int Slot(ulong low, ulong high, int length) =>
        (int)(((low ^ (high * 0x9E3779B97F4A7C15UL) ^ (uint)length) * 0xD6E8FEB86659FD93UL) >> _shift);
}
