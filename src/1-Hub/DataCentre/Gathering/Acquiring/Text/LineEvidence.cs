using System.Text;
using System.Text.Unicode;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Acquiring.Text;

/// <summary>What every line of a file says about its encoding.</summary>
internal sealed class LineEvidence
{
    // A line of GB18030 is valid UTF-8 by chance now and then (short names); four Chinese characters in a row are not.
    private const int SureCharacters = 4;
    private const int DetectBytes = 32 << 10;

    private long _utf8Lines;
    private long _sureUtf8Lines;
    private long _firstSureUtf8;
    private long _otherLines;
    private long _firstOther;
    private readonly List<byte> _foreign = [];
    private byte[] _firstOtherLine = [];
    private long _firstOtherOffset;
    private Fault? _nul;
    private byte _lineEnd;

    /// <param name="lineEnd">LF, or CR where lines end in it alone.</param>
    public static LineEvidence Read(string path, byte lineEnd, CancellationToken ct)
    {
        var evidence = new LineEvidence { _lineEnd = lineEnd };
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        var buffer = new byte[4 << 20];
        int kept = 0, read;
        long line = 1, offset = 0;
        do
        {
            ct.ThrowIfCancellationRequested();
            read = file.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            var data = buffer.AsSpan(0, kept + read);
            var last = data.Length < buffer.Length;
            var whole = last ? data.Length : data.LastIndexOf(lineEnd) + 1;
            whole = whole == 0 ? data.Length : whole;
            line = evidence.Take(data[..whole], line, offset);
            offset += whole;
            kept = data.Length - whole;
            data[whole..].CopyTo(buffer);
        }
        while (read > 0);
        return evidence;
    }

    /// <param name="detect">What UTF.Unknown makes of some lines; settles files whose few lines leave it open.</param>
    public Outcome<TextEncoding> Judge(Func<byte[], string?> detect)
    {
        if (_nul is not null)
        {
            return _nul;
        }

        if (_otherLines == 0)
        {
            return TextEncoding.Utf8;
        }

        var mostlyOther = _otherLines > _utf8Lines * 2 || (_utf8Lines == 0) || (_sureUtf8Lines == 0 && detect([.. _foreign]) is "gb18030" or "gb2312" or "gbk");
        if (mostlyOther)
        {
            return _sureUtf8Lines > 0 ? SourceFaults.Mixed("UTF-8", "GB18030", _firstSureUtf8, _sureUtf8Lines) : TextEncoding.Gb18030;
        }

        return IsGb18030(_firstOtherLine)
            ? SourceFaults.Mixed("GB18030", "UTF-8", _firstOther, _otherLines)
            : SourceFaults.Undecodable("UTF-8", _firstOther, _firstOtherOffset, Hex(_firstOtherLine));
    }

    public static bool IsGb18030(ReadOnlySpan<byte> line)
    {
        try
        {
            _ = TextEncoding.Gb18030.Encoding!.GetCharCount(line);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static string Hex(ReadOnlySpan<byte> line)
    {
        var at = FirstInvalid(line);
        return Convert.ToHexString(line.Slice(at, Math.Min(4, line.Length - at)));
    }

    private static int FirstInvalid(ReadOnlySpan<byte> line)
    {
        Span<char> two = stackalloc char[2];
        var at = 0;
        while (at < line.Length && Rune.DecodeFromUtf8(line[at..], out _, out var used) == System.Buffers.OperationStatus.Done)
        {
            at += used;
        }

        return Math.Min(at, Math.Max(0, line.Length - 1));
    }

    private long Take(ReadOnlySpan<byte> lines, long line, long offset)
    {
        if (_nul is null && lines.IndexOf((byte)0) is >= 0 and var nul)
        {
            _nul = SourceFaults.NotText("", line + lines[..nul].Count(_lineEnd), offset + nul);
        }

        while (!lines.IsEmpty)
        {
            var next = lines.IndexOf(_lineEnd);
            var one = next < 0 ? lines : lines[..next];
            if (!Ascii.IsValid(one))
            {
                Weigh(one, line, offset);
            }

            line += next < 0 ? 0 : 1;
            offset += next < 0 ? one.Length : next + 1;
            lines = next < 0 ? [] : lines[(next + 1)..];
        }

        return line;
    }

    private void Weigh(ReadOnlySpan<byte> one, long line, long offset)
    {
        if (_foreign.Count < DetectBytes)
        {
            _foreign.AddRange(one);
        }

        if (Utf8.IsValid(one))
        {
            _utf8Lines++;
            if (ThreeByteCharacters(one) >= SureCharacters)
            {
                _firstSureUtf8 = _sureUtf8Lines++ == 0 ? line : _firstSureUtf8;
            }
        }
        else if (_otherLines++ == 0)
        {
            _firstOther = line;
            _firstOtherLine = one.ToArray();
            _firstOtherOffset = offset + FirstInvalid(one);
        }
    }

    private static int ThreeByteCharacters(ReadOnlySpan<byte> line)
    {
        var count = 0;
        foreach (var b in line)
        {
            count += b is >= 0xE4 and <= 0xE9 ? 1 : 0;
        }

        return count;
    }
}
