using System.Text;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring.Text;

/// <summary>Turns another encoding into UTF-8, and line ends of CR alone into LF, block by block; a byte that does not fit is named with its line and place.</summary>
internal static class Transcode
{
    public static async Task<Fault?> ToUtf8(
        string path, string name, TextEncoding from, Stream to, IProgress<long>? bytesRead, CancellationToken ct)
    {
        if (from.Encoding is null)
        {
            await Lines(path, to, bytesRead, ct);
            return null;
        }

        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        file.Position = from.Skip;
        var decoder = from.Encoding.GetDecoder();
        var bytes = new byte[1 << 20];
        var chars = new char[from.Encoding.GetMaxCharCount(bytes.Length)];
        var utf8 = new byte[Encoding.UTF8.GetMaxByteCount(chars.Length)];
        var encoder = Encoding.UTF8.GetEncoder();
        long offset = from.Skip, lines = 0;
        var afterCr = false;
        int read;
        do
        {
            read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
            int count;
            try
            {
                count = decoder.GetChars(bytes.AsSpan(0, read), chars, flush: read < bytes.Length);
            }
            catch (DecoderFallbackException broken)
            {
                return Where(from, bytes.AsSpan(0, read), offset, lines, broken);
            }

            count = from.CrEnds ? LineEnds.ToLf(chars.AsSpan(0, count), ref afterCr) : count;
            if (chars.AsSpan(0, count).IndexOf('\0') is >= 0 and var nul)
            {
                return SourceFaults.NotText(name, lines + chars.AsSpan(0, nul).Count('\n') + 1, offset);
            }

            lines += chars.AsSpan(0, count).Count('\n');
            await to.WriteAsync(utf8.AsMemory(0, encoder.GetBytes(chars.AsSpan(0, count), utf8, flush: read < bytes.Length)), ct);
            offset += read;
            bytesRead?.Report(offset);
        }
        while (read == bytes.Length);
        return null;
    }

    // UTF-8 stays as it is: the loader checks every byte of it anyway.
    private static async Task Lines(string path, Stream to, IProgress<long>? bytesRead, CancellationToken ct)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        var bytes = new byte[1 << 20];
        var afterCr = false;
        int read;
        while ((read = await file.ReadAsync(bytes, ct)) > 0)
        {
            await to.WriteAsync(bytes.AsMemory(0, LineEnds.ToLf(bytes.AsSpan(0, read), ref afterCr)), ct);
            bytesRead?.Report(file.Position);
        }
    }

    private static Fault Where(TextEncoding from, ReadOnlySpan<byte> block, long offset, long lines, DecoderFallbackException broken)
    {
        // The index is counted from this block and negative when the character began in the one before.
        var at = Math.Clamp(broken.Index, 0, block.Length);
        var before = block[..at];
        var lineEnd = from.CrEnds ? (byte)'\r' : (byte)'\n';
        var line = lines + 1 + (from.Encoding is UnicodeEncoding unicode ? LineEndsOf(before, unicode, lineEnd) : before.Count(lineEnd));
        return SourceFaults.Undecodable(from.Name, line, offset + broken.Index, Convert.ToHexString(broken.BytesUnknown ?? []));
    }

    private static int LineEndsOf(ReadOnlySpan<byte> units, UnicodeEncoding encoding, byte lineEnd)
    {
        var bigEndian = encoding.CodePage == 1201;
        var count = 0;
        for (var i = 0; i + 1 < units.Length; i += 2)
        {
            count += units[i + (bigEndian ? 1 : 0)] == lineEnd && units[i + (bigEndian ? 0 : 1)] == 0 ? 1 : 0;
        }

        return count;
    }
}
