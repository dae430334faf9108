using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Pushing;

/// <summary>What was read of a batch's body.</summary>
internal sealed record BatchContent(string Sha256, long Bytes, long Lines, IReadOnlyList<Stretch> Stretches);

/// <summary>
/// Streams a batch into the spool, line by line: unpacked, without byte order mark and blank lines, and fsynced. What would stop the whole run
/// (bytes that are not UTF-8, NUL, a line without end) is refused here with its line and byte; whether a line is JSON is seen when it is gathered.
/// </summary>
internal sealed class BatchBody(string path, Disk disk, long limitBytes) : IDisposable
{
    public const int LongestLine = 8 << 20;
    private const int MostStretches = 1000;

    private readonly SpoolStream _file = new(path, disk);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<Stretch> _stretches = [];
    private long _line;
    private long _kept;
    private bool _gap = true;

    public async Task<Outcome<BatchContent>> Read(Stream body, bool packed, CancellationToken ct)
    {
        try
        {
            if (!packed)
            {
                return await Lines(body, ct);
            }

            await using var tail = new GzipTail(body);
            await using var unpacked = new GZipStream(tail, CompressionMode.Decompress, leaveOpen: true);
            var content = await Lines(new Counted(unpacked, tail), ct);
            return content.Succeeded && !await tail.Fits(ct) ? PushFaults.GzipBroken : content;
        }
        catch (InvalidDataException) when (packed)
        {
            return PushFaults.GzipBroken;
        }
        catch (RefusedException refused)
        {
            return refused.Fault;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
    }

    private async Task<Outcome<BatchContent>> Lines(Stream stream, CancellationToken ct)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        try
        {
            return await Lines(pipe, ct);
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private async Task<Outcome<BatchContent>> Lines(PipeReader pipe, CancellationToken ct)
    {
        long bytes = 0;
        while (true)
        {
            var read = await pipe.ReadAsync(ct);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                bytes += line.Length + 1;
                if (bytes > limitBytes)
                {
                    return PushFaults.TooLarge(limitBytes);
                }

                if (Take(line) is { } fault)
                {
                    return fault;
                }

                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (bytes + buffer.Length > limitBytes)
            {
                return PushFaults.TooLarge(limitBytes);
            }

            if (buffer.Length > LongestLine)
            {
                return PushFaults.LineTooLong(_line + 1, LongestLine);
            }

            if (read.IsCompleted)
            {
                if (buffer.Length > 0 && Take(buffer) is { } fault)
                {
                    return fault;
                }

                break;
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
        }

        if (_kept == 0)
        {
            return PushFaults.Empty;
        }

        _file.ToDisk();
        return new BatchContent(Convert.ToHexStringLower(_hash.GetHashAndReset()), _file.Length, _kept, _stretches);
    }

    private Fault? Take(ReadOnlySequence<byte> sequence)
    {
        if (sequence.IsSingleSegment)
        {
            return Take(sequence.FirstSpan);
        }

        var length = (int)sequence.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        sequence.CopyTo(rented);
        var fault = Take(rented.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(rented);
        return fault;
    }

    private Fault? Take(ReadOnlySpan<byte> raw)
    {
        _line++;
        if (raw.Length > LongestLine)
        {
            return PushFaults.LineTooLong(_line, LongestLine);
        }

        var mark = _line == 1 && raw.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (raw.IndexOf((byte)0) is >= 0 and var nul && !IsUtf16(raw))
        {
            return PushFaults.NulByte(_line, nul + 1);
        }

        if (!Utf8.IsValid(raw))
        {
            var at = FirstBroken(raw);
            return PushFaults.NotUtf8(_line, at + 1, Convert.ToHexString(raw.Slice(at, Math.Min(4, raw.Length - at))));
        }

        var line = raw[mark..].Trim(" \t\r\u001E"u8);
        if (line.IsEmpty)
        {
            _gap = true;
            return null;
        }

        if (_gap)
        {
            if (_stretches.Count == MostStretches)
            {
                return PushFaults.BlankLines(_line, MostStretches);
            }

            _stretches.Add(new(_kept, _line));
            _gap = false;
        }

        _kept++;
        _hash.AppendData(line);
        _hash.AppendData("\n"u8);
        _file.Write(line);
        _file.Write("\n"u8);
        return null;
    }

    // A mark of UTF-16 says better what is wrong than the NUL behind it.
    private bool IsUtf16(ReadOnlySpan<byte> raw) => _line == 1 && raw is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];

    private static int FirstBroken(ReadOnlySpan<byte> line)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(line[at..], out _, out var used) == OperationStatus.Done)
        {
            at += used;
        }

        return at;
    }

    /// <summary>Tells the tail what came out, so that it can be compared with what the gzip says of itself.</summary>
    private sealed class Counted(Stream inner, GzipTail tail) : ReadingStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            tail.CameOut(buffer.Span[..read]);
            return read;
        }
    }
}

/// <summary>
/// The packed stream, of which the last eight bytes are kept: CRC and length of the content (RFC 1952, 2.3.1). The decoder takes a gzip that is
/// cut off between two blocks for a whole one; these do not.
/// </summary>
internal sealed class GzipTail(Stream inner) : ReadingStream
{
    private readonly byte[] _last = new byte[8];
    private readonly Crc32 _crc = new();
    private long _in;
    private long _out;

    public void CameOut(ReadOnlySpan<byte> bytes)
    {
        _crc.Append(bytes);
        _out += bytes.Length;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Keep(buffer.Span[..read]);
        return read;
    }

    /// <summary>Reads to the end and compares.</summary>
    public async ValueTask<bool> Fits(CancellationToken ct)
    {
        var rest = new byte[4096];
        while (await ReadAsync(rest, ct) > 0)
        {
            // Only its last bytes matter.
        }

        return _in >= 18 && BitConverter.ToUInt32(_last, 0) == _crc.GetCurrentHashAsUInt32() && BitConverter.ToUInt32(_last, 4) == (uint)_out;
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        _in += bytes.Length;
        if (bytes.Length >= 8)
        {
            bytes[^8..].CopyTo(_last);
            return;
        }

        _last.AsSpan(bytes.Length).CopyTo(_last);
        bytes.CopyTo(_last.AsSpan(8 - bytes.Length));
    }
}

/// <summary>A stream that is only read, forwards.</summary>
internal abstract class ReadingStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
