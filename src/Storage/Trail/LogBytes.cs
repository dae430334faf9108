using Microsoft.Win32.SafeHandles;

namespace CityHub.Storage.Trail;

/// <summary>Reading bytes of segments that may be written at the same time.</summary>
internal static class LogBytes
{
    /// <summary>What the very first record names as its forerunner.</summary>
    public static string NoDigest { get; } = new('0', Sm3.HexLength);

    /// <summary>Fills the buffer, or as much of it as the file has.</summary>
    public static int Fill(SafeFileHandle handle, Span<byte> buffer, long from)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var read = RandomAccess.Read(handle, buffer[filled..], from + filled);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return filled;
    }

    /// <summary>Length without the zeros that wait behind the last record of an open segment.</summary>
    public static long FilledLength(SafeFileHandle handle)
    {
        var end = RandomAccess.GetLength(handle);
        var buffer = new byte[64 << 10];
        while (end > 0)
        {
            var from = Math.Max(0, end - buffer.Length);
            var block = buffer.AsSpan(0, Fill(handle, buffer.AsSpan(0, (int)(end - from)), from));
            var last = block.LastIndexOfAnyExcept((byte)0);
            if (last >= 0)
            {
                return from + last + 1;
            }

            end = from;
        }

        return 0;
    }
}
