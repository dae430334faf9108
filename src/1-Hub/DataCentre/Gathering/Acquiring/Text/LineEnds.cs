using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace CityHub.DataCentre.Gathering.Acquiring.Text;

/// <summary>
/// Line ends of CR alone, as old Mac programs and "CSV (Macintosh)" write them. Everything behind cuts at LF, so such a file is copied with an LF for each;
/// all others stay where they are.
/// </summary>
internal static class LineEnds
{
    /// <summary>Whether lines end in CR alone: one stands outside of quotes, and no LF does.</summary>
    public static bool AreCr(ReadOnlySpan<byte> head, TextEncoding encoding) =>
        AreCr(encoding.Encoding is UnicodeEncoding ? Ascii(head[encoding.Skip..], bigEndian: encoding.Encoding.CodePage == 1201) : head);

    /// <param name="head">Begin of a text in UTF-8, GB18030 or another encoding that keeps ASCII.</param>
    public static bool AreCr(ReadOnlySpan<byte> head)
    {
        head = head.TrimStart("\uFEFF"u8);
        if (!HasLonelyCr(head))
        {
            return false;
        }

        var (inside, begins, found) = (false, true, false);
        for (var i = 0; i < head.Length; i++)
        {
            var (b, next) = (head[i], i + 1 < head.Length ? head[i + 1] : (byte)'\n');
            if (inside)
            {
                i += b == '"' && next == '"' ? 1 : 0;
                inside = b != '"' || next == '"';
                continue;
            }

            if (b == '\n')
            {
                return false;
            }

            inside = b == '"' && begins;
            found |= b == '\r' && next != '\n';
            begins = b is (byte)',' or (byte)'\t' or (byte)';' or (byte)'|' or (byte)'\r';
        }

        return found;
    }

    /// <summary>Puts LF for each line end, in place; CR LF becomes one, also over the border of two blocks.</summary>
    /// <param name="afterCr">Whether the block before ended in CR.</param>
    /// <returns>How much of the block is left.</returns>
    public static int ToLf<T>(Span<T> block, ref bool afterCr)
        where T : IBinaryInteger<T>
    {
        var (cr, lf) = (T.CreateTruncating((int)'\r'), T.CreateTruncating((int)'\n'));
        var to = 0;
        foreach (var unit in block)
        {
            if (afterCr && unit == lf)
            {
                afterCr = false;
                continue;
            }

            afterCr = unit == cr;
            block[to++] = afterCr ? lf : unit;
        }

        return to;
    }

    private static bool HasLonelyCr(ReadOnlySpan<byte> head)
    {
        while (head.IndexOf((byte)'\r') is >= 0 and var at)
        {
            head = head[(at + 1)..];
            if (head is [not (byte)'\n', ..])
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Ascii(ReadOnlySpan<byte> units, bool bigEndian)
    {
        var text = new byte[units.Length / 2];
        for (var i = 0; i < text.Length; i++)
        {
            var unit = bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(units[(i * 2)..]) : BinaryPrimitives.ReadUInt16LittleEndian(units[(i * 2)..]);
            text[i] = unit < 128 ? (byte)unit : (byte)'x';
        }

        return text;
    }
}
