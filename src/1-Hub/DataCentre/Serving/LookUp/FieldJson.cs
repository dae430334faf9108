using System.Buffers;
using System.Buffers.Text;
using CityHub.Storage.Tables;

namespace CityHub.DataCentre.Serving.LookUp;

/// <summary>Fields of the row index as JSON, bytes to bytes.</summary>
internal static class FieldJson
{
    private static readonly SearchValues<byte> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    public static void Put(this IBufferWriter<byte> to, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(to.GetSpan(bytes.Length));
        to.Advance(bytes.Length);
    }

    public static void Value(IBufferWriter<byte> to, ReadOnlySpan<byte> text, ColumnKind kind)
    {
        switch (kind)
        {
            case ColumnKind.Integer or ColumnKind.Decimal or ColumnKind.Double when IsJsonNumber(text):
                to.Put(text);
                break;
            case ColumnKind.Boolean when text.Length > 0:
                to.Put(text[0] is (byte)'t' or (byte)'T' or (byte)'1' ? "true"u8 : "false"u8);
                break;
            case ColumnKind.Integer or ColumnKind.Decimal when Utf8Parser.TryParse(text, out decimal number, out var used) && used == text.Length:
                // A number as gathered, "+5" or "007", is written as JSON wants it.
                var span = to.GetSpan(32);
                Utf8Formatter.TryFormat(number, span, out var length);
                to.Advance(length);
                break;
            case ColumnKind.Double when Utf8Parser.TryParse(text, out double number, out var used) && used == text.Length && double.IsFinite(number):
                var place = to.GetSpan(32);
                Utf8Formatter.TryFormat(number, place, out var size);
                to.Advance(size);
                break;
            case ColumnKind.Timestamp when text.Length > 10 && text[10] == (byte)' ':
                to.Put("\""u8);
                to.Put(text[..10]);
                to.Put("T"u8);
                to.Put(text[11..]);
                to.Put("\""u8);
                break;
            default:
                Text(to, text);
                break;
        }
    }

    public static void Text(IBufferWriter<byte> to, ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny(Escaped) < 0)
        {
            var span = to.GetSpan(text.Length + 2);
            span[0] = (byte)'"';
            text.CopyTo(span[1..]);
            span[text.Length + 1] = (byte)'"';
            to.Advance(text.Length + 2);
            return;
        }

        to.Put("\""u8);
        while (true)
        {
            var at = text.IndexOfAny(Escaped);
            if (at < 0)
            {
                to.Put(text);
                to.Put("\""u8);
                return;
            }

            to.Put(text[..at]);
            Escape(to, text[at]);
            text = text[(at + 1)..];
        }
    }

    private static void Escape(IBufferWriter<byte> to, byte b)
    {
        if (b is (byte)'"' or (byte)'\\')
        {
            to.Put([(byte)'\\', b]);
        }
        else
        {
            const string Hex = "0123456789abcdef";
            to.Put([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', (byte)Hex[b >> 4], (byte)Hex[b & 15]]);
        }
    }

    /// <summary>Whether the text is a number of RFC 8259: no plus sign, no leading zero, no bare point.</summary>
    public static bool IsJsonNumber(ReadOnlySpan<byte> text)
    {
        var at = text.Length > 0 && text[0] == '-' ? 1 : 0;
        var whole = Digits(text, at);
        if (whole == at || (whole - at > 1 && text[at] == '0'))
        {
            return false;
        }

        at = whole;
        if (at < text.Length && text[at] == '.')
        {
            var end = Digits(text, at + 1);
            if (end == at + 1)
            {
                return false;
            }

            at = end;
        }

        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            at += at + 1 < text.Length && text[at + 1] is (byte)'+' or (byte)'-' ? 2 : 1;
            var end = Digits(text, at);
            if (end == at)
            {
                return false;
            }

            at = end;
        }

        return at == text.Length;
    }

    private static int Digits(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at;
    }
}
