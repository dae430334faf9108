using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CityHub.Kernel;

/// <summary>Ids that sort by time of birth: a version 7 UUID in 26 lower-case letters and digits (Crockford base 32).</summary>
public static class Id
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    [ThreadStatic]
    private static Chance? _chance;

    /// <summary>A new id.</summary>
    public static string New()
    {
        // RFC 9562, 5.7: 48 bits of milliseconds, version, 12 random bits, variant, 62 random bits.
        var (high, low) = (_chance ??= new()).Next();
        var time = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var number = new UInt128((time << 16) | 0x7000 | (high & 0xFFF), (2UL << 62) | (low >> 2));
        return string.Create(26, number, static (text, number) =>
        {
            for (var i = 25; i >= 0; i--)
            {
                text[i] = Alphabet[(int)((ulong)number & 31)];
                number >>= 5;
            }
        });
    }

    /// <summary>Random bits, fetched from the system by the page: each audit record has an id, and a system call each would show.</summary>
    private sealed class Chance
    {
        private readonly byte[] _bytes = new byte[2048];
        private int _used = 2048;

        public (ulong High, ulong Low) Next()
        {
            if (_used == _bytes.Length)
            {
                RandomNumberGenerator.Fill(_bytes);
                _used = 0;
            }

            var at = _bytes.AsSpan(_used, 16);
            _used += 16;
            return (BinaryPrimitives.ReadUInt64LittleEndian(at), BinaryPrimitives.ReadUInt64LittleEndian(at[8..]));
        }
    }
}
