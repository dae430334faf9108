using System.Text;
using CityHub.DataCentre.Catalogue;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.Rights;

/// <summary>The masks of <see cref="MaskSql"/> on the UTF-8 text of the row index.</summary>
internal static class MaskText
{
    /// <summary>Writes the masked value; returns its length, or -1 when nothing is to be seen.</summary>
    /// <param name="value">Value as UTF-8; not missing.</param>
    /// <param name="to">At least as long as the value, and at least 10 bytes.</param>
    public static int Write(MaskKind mask, ColumnKind kind, ReadOnlySpan<byte> value, Span<byte> to)
    {
        if (mask == MaskKind.Full)
        {
            if (kind != ColumnKind.Text)
            {
                return -1;
            }

            "***"u8.CopyTo(to);
            return 3;
        }

        if (kind is ColumnKind.Date or ColumnKind.Timestamp && value.Length >= 4)
        {
            value[..4].CopyTo(to);
            "-**-**"u8.CopyTo(to[4..]);
            return 10;
        }

        return kind == ColumnKind.Text ? Partial(value, to) : -1;
    }

    private static int Partial(ReadOnlySpan<byte> value, Span<byte> to)
    {
        var length = 0;
        foreach (var b in value)
        {
            length += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        if (length == 0)
        {
            to[0] = (byte)'*';
            return 1;
        }

        var (front, back) = MaskSql.Kept(length);
        var frontBytes = Bytes(value, front);
        var backStart = Bytes(value, length - back);
        value[..frontBytes].CopyTo(to);
        var stars = length - front - back;
        to.Slice(frontBytes, stars).Fill((byte)'*');
        value[backStart..].CopyTo(to[(frontBytes + stars)..]);
        return frontBytes + stars + value.Length - backStart;
    }

    private static int Bytes(ReadOnlySpan<byte> value, int characters)
    {
        var at = 0;
        for (; characters > 0; characters--)
        {
            Rune.DecodeFromUtf8(value[at..], out _, out var size);
            at += size;
        }

        return at;
    }
}
