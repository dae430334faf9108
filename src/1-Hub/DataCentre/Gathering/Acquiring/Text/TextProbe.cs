using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using CityHub.Kernel;
using UtfUnknown;

namespace CityHub.DataCentre.Gathering.Acquiring.Text;

/// <summary>The encoding of a text file.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Encoding">Strict decoder; null for UTF-8, which needs none.</param>
/// <param name="Skip">Bytes of the byte order mark.</param>
internal sealed record TextEncoding(string Name, Encoding? Encoding, int Skip)
{
    public static TextEncoding Utf8 { get; } = new("UTF-8", null, 0);

    /// <summary>Whether lines end in CR alone; the text is copied with LF then.</summary>
    public bool CrEnds { get; init; }

    /// <summary>Whether the file must be copied before it can be cut.</summary>
    public bool NeedsCopy => Encoding is not null || CrEnds;

    public static TextEncoding Gb18030 { get; } = new("GB18030", Strict("gb18030"), 0);

    public static TextEncoding Utf16Le(int skip) => new("UTF-16 LE", new UnicodeEncoding(false, false, true), skip);

    public static TextEncoding Utf16Be(int skip) => new("UTF-16 BE", new UnicodeEncoding(true, false, true), skip);

    /// <summary>By the name a person gives; null when it is not supported.</summary>
    public static TextEncoding? Named(string name) => name.ToUpperInvariant().Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal) switch
    {
        "UTF8" => Utf8,
        "GB18030" or "GBK" or "GB2312" or "CP936" => Gb18030,
        "UTF16" or "UTF16LE" or "UNICODE" => Utf16Le(0),
        "UTF16BE" => Utf16Be(0),
        _ => null,
    };

    private static Encoding Strict(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
}

/// <summary>
/// Finds a text file's encoding. A quick look (head, tail and 16 places between) settles ordinary files, because the loader checks every byte of
/// UTF-8 anyway; any doubt, and any complaint of the loader, is settled by the evidence of every line.
/// </summary>
internal static class TextProbe
{
    private const int HeadBytes = 4 << 20;
    private const int SpotBytes = 64 << 10;
    private const int Spots = 16;

    /// <param name="wholeFile">True to judge by every line, after the loader found bytes that are not UTF-8.</param>
    public static Outcome<TextEncoding> Find(string path, string name, SourceForm form, bool wholeFile, CancellationToken ct)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(file);
        var head = new byte[(int)Math.Min(length, HeadBytes)];
        head = head[..RandomAccess.Read(file, head, 0)];
        return Judge(file, length, head, path, name, form, wholeFile, ct).Then<TextEncoding>(found => found with { CrEnds = LineEnds.AreCr(head, found) });
    }

    private static Outcome<TextEncoding> Judge(
        Microsoft.Win32.SafeHandles.SafeFileHandle file, long length, byte[] head, string path, string name, SourceForm form, bool wholeFile, CancellationToken ct)
    {
        if (ByMark(head) is { } marked)
        {
            return marked;
        }

        if (form.Encoding is { Length: > 0 } given)
        {
            return TextEncoding.Named(given) is { } known ? known : SourceFaults.EncodingUnknown(given);
        }

        if (ByNuls(head) is { } wide)
        {
            return wide;
        }

        if (head.AsSpan().IndexOf((byte)0) is >= 0 and var nul)
        {
            return SourceFaults.NotText(name, head.AsSpan(0, nul).Count((byte)'\n') + 1, nul);
        }

        if (!wholeFile && Utf8.IsValid(WholeLines(head, atStart: true)) && SpotsAreUtf8(file, length, head.Length))
        {
            return TextEncoding.Utf8;
        }

        return LineEvidence.Read(path, LineEnds.AreCr(head) ? (byte)'\r' : (byte)'\n', ct).Judge(bytes => CharsetDetector.DetectFromBytes(bytes).Detected?.EncodingName);
    }

    private static TextEncoding? ByMark(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => null, // UTF-8 with a mark is judged like any other: the mark may be all that is UTF-8 in it
        [0xFF, 0xFE, ..] => TextEncoding.Utf16Le(2),
        [0xFE, 0xFF, ..] => TextEncoding.Utf16Be(2),
        _ => null,
    };

    // UTF-16 without a mark: delimiters and line ends are pairs of a NUL and an ASCII byte, all on the same side.
    private static TextEncoding? ByNuls(ReadOnlySpan<byte> head)
    {
        int little = 0, big = 0;
        for (var i = 0; i + 1 < head.Length; i += 2)
        {
            var unit = BinaryPrimitives.ReadUInt16LittleEndian(head[i..]);
            little += unit is '\n' or ',' or '\t' or ';' or '|' or '\r' ? 1 : 0;
            big += unit is '\n' << 8 or ',' << 8 or '\t' << 8 or ';' << 8 or '|' << 8 or '\r' << 8 ? 1 : 0;
        }

        var most = Math.Max(little, big);
        if (most < 2 || most < head.Length / 400 || Math.Min(little, big) * 8 > most)
        {
            return null;
        }

        return little > big ? TextEncoding.Utf16Le(0) : TextEncoding.Utf16Be(0);
    }

    private static bool SpotsAreUtf8(Microsoft.Win32.SafeHandles.SafeFileHandle file, long length, int headLength)
    {
        if (length <= headLength)
        {
            return true;
        }

        var spot = new byte[SpotBytes];
        for (var i = 1; i <= Spots; i++)
        {
            var at = Math.Max(headLength, ((length - headLength) * i / Spots) + headLength - SpotBytes);
            var read = RandomAccess.Read(file, spot, at);
            if (!Utf8.IsValid(WholeLines(spot.AsSpan(0, read), atStart: false)))
            {
                return false;
            }
        }

        return true;
    }

    // A cut through a character is no evidence: only whole lines count.
    private static ReadOnlySpan<byte> WholeLines(ReadOnlySpan<byte> bytes, bool atStart)
    {
        var start = atStart ? 0 : bytes.IndexOf((byte)'\n') + 1;
        var end = bytes.LastIndexOf((byte)'\n');
        return end > start ? bytes[start..end] : atStart ? TrimCutCharacter(bytes) : [];
    }

    private static ReadOnlySpan<byte> TrimCutCharacter(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(4, bytes.Length); back++)
        {
            if ((bytes[^back] & 0xC0) == 0xC0)
            {
                return bytes[..^back];
            }

            if ((bytes[^back] & 0x80) == 0)
            {
                break;
            }
        }

        return bytes;
    }
}
