using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Unicode;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>What one look at a text tells.</summary>
/// <param name="Newlines">Line feeds.</param>
/// <param name="Quotes">Quote bytes.</param>
/// <param name="Clean">Whether it is UTF-8 without NUL bytes.</param>
internal readonly record struct TextScan(long Newlines, long Quotes, bool Clean)
{
    // What is wrong with a byte and the one before it, each a bit; a pair is wrong when all three tables name the same bit.
    // J. Keiser, D. Lemire: Validating UTF-8 In Less Than One Instruction Per Byte, 2021 (the lookup algorithm).
    private const byte TooShort = 1, TooLong = 2, Overlong3 = 4, TooLarge = 8, Surrogate = 16, Overlong2 = 32, TooLarge1000 = 64, Overlong4 = 64, TwoContinuations = 128;
    private const byte Carry = TooShort | TooLong | TwoContinuations;

    private static readonly Vector256<byte> FirstHigh = Twice(
        TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TwoContinuations, TwoContinuations, TwoContinuations, TwoContinuations,
        TooShort | Overlong2, TooShort, TooShort | Overlong3 | Surrogate, TooShort | TooLarge | TooLarge1000 | Overlong4);

    private static readonly Vector256<byte> FirstLow = Twice(
        Carry | Overlong3 | Overlong2 | Overlong4, Carry | Overlong2, Carry, Carry, Carry | TooLarge,
        Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000,
        Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000,
        Carry | TooLarge | TooLarge1000 | Surrogate, Carry | TooLarge | TooLarge1000, Carry | TooLarge | TooLarge1000);

    private static readonly Vector256<byte> SecondHigh = Twice(
        TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
        TooLong | Overlong2 | TwoContinuations | Overlong3 | TooLarge1000 | Overlong4, TooLong | Overlong2 | TwoContinuations | Overlong3 | TooLarge,
        TooLong | Overlong2 | TwoContinuations | Surrogate | TooLarge, TooLong | Overlong2 | TwoContinuations | Surrogate | TooLarge,
        TooShort, TooShort, TooShort, TooShort);

    /// <summary>Looks at a whole text, which begins with a character, in one pass over memory.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="quote">Byte to count; 0 counts none.</param>
    public static unsafe TextScan Of(ReadOnlySpan<byte> text, byte quote)
    {
        if (!Avx2.IsSupported || text.Length < 3 * 32)
        {
            return new(text.Count((byte)'\n'), quote == 0 ? 0 : text.Count(quote), text.IndexOf((byte)0) < 0 && Utf8.IsValid(text));
        }

        long newlines = 0, quotes = 0;
        var wrong = Vector256<byte>.Zero;
        fixed (byte* start = text)
        {
            // The first vector has nothing before it, the last one reaches beyond the end: both stand in a buffer among bytes that count for nothing.
            var edge = stackalloc byte[4 + 64];
            new Span<byte>(edge, 4 + 64).Fill(1);
            Buffer.MemoryCopy(start, edge + 4, 32, 32);
            Step(edge + 4, quote, ref newlines, ref quotes, ref wrong);

            var at = 32;
            for (; at + 32 <= text.Length; at += 32)
            {
                Step(start + at, quote, ref newlines, ref quotes, ref wrong);
            }

            // At least one of them follows the last byte, so that a character that was cut off is too short.
            new Span<byte>(edge, 4 + 64).Fill(1);
            Buffer.MemoryCopy(start + at - 4, edge, 64, 4 + text.Length - at);
            Step(edge + 4, quote, ref newlines, ref quotes, ref wrong);
        }

        return new(newlines, quotes, wrong == Vector256<byte>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Step(byte* at, byte quote, ref long newlines, ref long quotes, ref Vector256<byte> wrong)
    {
        var bytes = Vector256.Load(at);
        newlines += BitOperations.PopCount(Vector256.Equals(bytes, Vector256.Create((byte)'\n')).ExtractMostSignificantBits());
        if (quote != 0)
        {
            quotes += BitOperations.PopCount(Vector256.Equals(bytes, Vector256.Create(quote)).ExtractMostSignificantBits());
        }

        wrong |= Vector256.Equals(bytes, Vector256<byte>.Zero);
        var three = Vector256.Load(at - 3);
        if ((bytes | three).ExtractMostSignificantBits() == 0)
        {
            return;
        }

        var one = Vector256.Load(at - 1);
        var low = Vector256.Create((byte)0x0F);
        var special = Avx2.Shuffle(FirstHigh, (one.AsUInt16() >> 4).AsByte() & low)
            & Avx2.Shuffle(FirstLow, one & low)
            & Avx2.Shuffle(SecondHigh, (bytes.AsUInt16() >> 4).AsByte() & low);
        var third = Avx2.SubtractSaturate(Vector256.Load(at - 2), Vector256.Create((byte)(0xE0 - 0x80)));
        var fourth = Avx2.SubtractSaturate(three, Vector256.Create((byte)(0xF0 - 0x80)));
        wrong |= ((third | fourth) & Vector256.Create((byte)0x80)) ^ special;
    }

    private static Vector256<byte> Twice(params ReadOnlySpan<byte> table) => Vector256.Create(Vector128.Create(table), Vector128.Create(table));
}
