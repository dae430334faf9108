using System.Buffers.Binary;

namespace CityHub.Storage.RowIndex;

/// <summary>
/// Layout of a packed row: field count (u16), then for each field its end offset (u32, top bit set when null) counted from the first
/// text byte, then the UTF-8 text of all fields.
/// </summary>
internal static class PackedRow
{
    internal const uint NullBit = 0x8000_0000;

    public static int Count(ReadOnlySpan<byte> packed) => BinaryPrimitives.ReadUInt16LittleEndian(packed);

    public static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> packed, int ordinal, out bool isNull)
    {
        var count = Count(packed);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)ordinal, (uint)count);
        var end = BinaryPrimitives.ReadUInt32LittleEndian(packed[(2 + (ordinal * 4))..]);
        var start = ordinal == 0 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(packed[(2 + ((ordinal - 1) * 4))..]) & ~NullBit;
        isNull = (end & NullBit) != 0;
        return packed[(2 + (count * 4))..][(int)start..(int)(end & ~NullBit)];
    }
}
