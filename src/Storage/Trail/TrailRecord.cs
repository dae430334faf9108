using System.Buffers;
using System.Buffers.Text;
using System.Text;
using CityHub.Kernel.Audit;

namespace CityHub.Storage.Trail;

/// <summary>
/// A record is one line of JSON with its members in this order: sequence, previous, id, time, who, organisation, application, resource,
/// items, rows, purpose, act, keyDigest, detail, digest; those without a value are left out. <c>digest</c> is the SM3 of the line's bytes
/// before <c>,"digest"</c>, so any tool can check it. Written by hand, because a look-up waits for it.
/// </summary>
internal static class TrailRecord
{
    /// <summary>Longer free texts are cut, characters.</summary>
    private const int LongestText = 2000;

    // What a JSON string must escape (RFC 8259, 7). No zero byte and no line feed can stand inside a record.
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (char)i), '"', '\\']);

    public static ReadOnlySpan<byte> Start => "{\"sequence\":"u8;

    public static ReadOnlySpan<byte> Previous => ",\"previous\":\""u8;

    public static ReadOnlySpan<byte> Digest => ",\"digest\":\""u8;

    /// <summary>Length of <c>,"digest":"…"}</c>.</summary>
    public static int TailLength => Digest.Length + Sm3.HexLength + 2;

    /// <summary>More bytes than the head and tail of a record take.</summary>
    public const int Frame = 256;

    /// <summary>A size that the body cannot exceed, bytes.</summary>
    public static int Bound(AuditEntry entry)
    {
        var characters = entry.Act.Length + entry.Who.Length + Length(entry.Organisation) + Length(entry.Application) + Length(entry.Resource)
            + Math.Min(Length(entry.Purpose), LongestText) + Length(entry.KeyDigest) + Math.Min(Length(entry.Detail), LongestText);
        foreach (var item in entry.Items ?? [])
        {
            characters += item.Length + 3;
        }

        return (characters * 6) + 512;
    }

    /// <summary>Writes the members from id to detail, without the comma before them.</summary>
    public static int WriteBody(Span<byte> to, AuditEntry entry, string id, DateTimeOffset atUtc)
    {
        var line = new Line(to);
        line.Text("\"id\":"u8, id);
        line.Raw(",\"time\":\""u8);
        line.Time(atUtc);
        line.Raw("\""u8);
        line.Text(",\"who\":"u8, entry.Who);
        line.Text(",\"organisation\":"u8, entry.Organisation);
        line.Text(",\"application\":"u8, entry.Application);
        line.Text(",\"resource\":"u8, entry.Resource);
        line.Items(entry.Items);
        line.Number(",\"rows\":"u8, entry.Rows);
        line.Text(",\"purpose\":"u8, Cut(entry.Purpose));
        line.Text(",\"act\":"u8, entry.Act);
        line.Text(",\"keyDigest\":"u8, entry.KeyDigest);
        line.Text(",\"detail\":"u8, Cut(entry.Detail));
        return line.Length;
    }

    /// <summary>Writes the whole line around a body and the digest of it, which is the next record's previous.</summary>
    public static int WriteLine(Span<byte> to, ReadOnlySpan<byte> body, long sequence, Span<byte> previousThenDigest, Sm3 sm3)
    {
        var line = new Line(to);
        line.Number(Start, sequence);
        line.Raw(Previous);
        line.Raw(previousThenDigest);
        line.Raw("\","u8);
        line.Raw(body);
        sm3.Hex(to[..line.Length], previousThenDigest);
        line.Raw(Digest);
        line.Raw(previousThenDigest);
        line.Raw("\"}\n"u8);
        return line.Length;
    }

    /// <summary>A string as it stands in a record, with its quotes.</summary>
    public static byte[] Quoted(string text)
    {
        var bytes = new byte[(text.Length * 6) + 2];
        var line = new Line(bytes);
        line.Text([], text);
        return bytes[..line.Length];
    }

    private static int Length(string? text) => text?.Length ?? 0;

    private static string? Cut(string? text) => text is { Length: > LongestText } ? text[..LongestText] : text;

    private ref struct Line(Span<byte> to)
    {
        private readonly Span<byte> _to = to;

        public int Length { get; private set; }

        public void Raw(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_to[Length..]);
            Length += bytes.Length;
        }

        public void Number(ReadOnlySpan<byte> name, long? value)
        {
            if (value is { } number)
            {
                Raw(name);
                Utf8Formatter.TryFormat(number, _to[Length..], out var written);
                Length += written;
            }
        }

        public void Time(DateTimeOffset atUtc)
        {
            atUtc.UtcDateTime.TryFormat(_to[Length..], out var written, "O", null);
            Length += written;
        }

        public void Items(IReadOnlyList<string>? items)
        {
            if (items is null)
            {
                return;
            }

            Raw(",\"items\":["u8);
            for (var i = 0; i < items.Count; i++)
            {
                Text(i == 0 ? [] : ","u8, items[i]);
            }

            Raw("]"u8);
        }

        public void Text(ReadOnlySpan<byte> name, string? text)
        {
            if (text is null)
            {
                return;
            }

            Raw(name);
            Raw("\""u8);
            var rest = text.AsSpan();
            for (var at = rest.IndexOfAny(Escaped); at >= 0; at = rest.IndexOfAny(Escaped))
            {
                Length += Encoding.UTF8.GetBytes(rest[..at], _to[Length..]);
                Escape(rest[at]);
                rest = rest[(at + 1)..];
            }

            Length += Encoding.UTF8.GetBytes(rest, _to[Length..]);
            Raw("\""u8);
        }

        private void Escape(char letter)
        {
            Raw("\\"u8);
            if (letter is '"' or '\\')
            {
                _to[Length++] = (byte)letter;
                return;
            }

            Raw("u00"u8);
            Utf8Formatter.TryFormat((byte)letter, _to[Length..], out var written, new StandardFormat('x', 2));
            Length += written;
        }
    }
}
