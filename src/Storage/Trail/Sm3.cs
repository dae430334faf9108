using Org.BouncyCastle.Crypto.Digests;

namespace CityHub.Storage.Trail;

/// <summary>SM3 (GB/T 32905-2016) as the trail writes it: 64 lower-case hex digits. One instance a thread.</summary>
internal sealed class Sm3
{
    /// <summary>Length of a digest in hex digits.</summary>
    public const int HexLength = 64;

    private readonly SM3Digest _digest = new();

    /// <summary>Writes the hex digest of the bytes.</summary>
    public void Hex(ReadOnlySpan<byte> bytes, Span<byte> hex)
    {
        Span<byte> raw = stackalloc byte[32];
        _digest.BlockUpdate(bytes);
        _digest.DoFinal(raw);
        ToHex(raw, hex);
    }

    public static void ToHex(ReadOnlySpan<byte> raw, Span<byte> hex) => Convert.TryToHexStringLower(raw, hex, out _);
}
