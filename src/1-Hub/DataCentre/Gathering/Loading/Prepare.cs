using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>
/// The first pass, on all threads: is it UTF-8 without NUL bytes, and how many newlines and quotes has each block? From their sums follow
/// each block's line numbers and whether it begins inside a quoted field.
/// </summary>
internal static unsafe class Prepare
{
    private const int Margin = 4;

    /// <summary>Reads the file once. The caller disposes the map.</summary>
    public static Outcome<SourceMap> Run(LoadPlan plan, LoadLimits limits, Action<long> readSoFar, CancellationToken ct)
    {
        Microsoft.Win32.SafeHandles.SafeFileHandle file;
        try
        {
            file = File.OpenHandle(plan.SourcePath, options: FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return LoadingFaults.SourceMissing(plan.SourcePath);
        }

        SourceMap? map = null;
        try
        {
            var length = RandomAccess.GetLength(file);
            var data = AfterHeader(new SourceMap(file, length, default, [], limits.BlockBytes), plan.Dialect, limits);
            var blocks = new SourceBlock[(length - data.Offset + limits.BlockBytes - 1) / limits.BlockBytes];
            map = new SourceMap(file, length, data, blocks, limits.BlockBytes);
            var fault = CheckAll(map, plan.Dialect.Quote, limits, readSoFar, ct);
            if (fault is null)
            {
                Sum(map);
                return map;
            }

            file.Dispose();
            return fault;
        }
        catch (LoadRefused refused)
        {
            file.Dispose();
            return refused.Fault;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static SourcePosition AfterHeader(SourceMap source, CsvDialect dialect, LoadLimits limits)
    {
        using var window = new SourceWindow();
        using var arena = new Arena();
        window.Read(source, 0, Math.Min(limits.BlockBytes, 1 << 16));
        var skip = window.Length >= 3 && new ReadOnlySpan<byte>(window.Start, 3).SequenceEqual("\uFEFF"u8) ? 3 : 0;
        var at = new SourcePosition(skip, 1, 1);
        var splitter = new Splitter(dialect.Delimiter, dialect.Quote);
        splitter.Begin(window.Start + at.Offset, window.Start + window.Length, window.Length == source.Length);
        for (var i = 0; i < dialect.HeaderRecords && at.Offset < source.Length; i++)
        {
            while (true)
            {
                var split = splitter.Next(null, null, 0, arena);
                if (split == Split.Record)
                {
                    break;
                }

                var start = at.Offset;
                if (split == Split.QuoteOpen)
                {
                    throw new LoadRefused(LoadingFaults.QuoteNeverCloses(at.Line + splitter.QuoteLine, start));
                }

                if (window.Length - start > limits.MaximumRecordBytes)
                {
                    throw new LoadRefused(LoadingFaults.RecordTooLong(at.Line, start, limits.MaximumRecordBytes));
                }

                window.Append(source, window.Length);
                splitter.Begin(window.Start + start, window.Start + window.Length, window.Length == source.Length);
            }

            at = new(splitter.At - window.Start, at.Line + splitter.Lines, at.Record + 1);
        }

        if (FirstFlaw(new ReadOnlySpan<byte>(window.Start, (int)at.Offset)) is { } flaw)
        {
            throw new LoadRefused(Flaw(window.Start, flaw, 1, 0));
        }

        return at;
    }

    private static Fault? CheckAll(SourceMap map, byte quote, LoadLimits limits, Action<long> readSoFar, CancellationToken ct)
    {
        var next = -1;
        var flaws = new (int Block, long Offset, bool Nul, long LinesInBlock)?[limits.Threads];
        Parallel.For(0, limits.Threads, new ParallelOptions { MaxDegreeOfParallelism = limits.Threads, CancellationToken = ct }, thread =>
        {
            using var window = new SourceWindow();
            for (var i = Interlocked.Increment(ref next); i < map.Blocks.Length; i = Interlocked.Increment(ref next))
            {
                ct.ThrowIfCancellationRequested();
                long start = map.BlockStart(i), end = map.BlockEnd(i);
                var from = Math.Max(map.Data.Offset, start - Margin);
                window.Read(map, from, (int)(Math.Min(map.Length, end + Margin) - from));

                // A character that crosses the border belongs to the block in which it begins; newlines and quotes are no such characters.
                var first = Border(window, start, map);
                var last = Border(window, end, map);
                var text = new ReadOnlySpan<byte>(window.Start + (first - from), (int)(last - first));
                var scan = TextScan.Of(text, quote);
                Count(ref map.Blocks[i], scan, window.Start + (start - from), (int)(end - start), quote);
                if (!scan.Clean && (flaws[thread] is null || flaws[thread]!.Value.Block > i) && FirstFlaw(text) is { } flaw)
                {
                    var lines = new ReadOnlySpan<byte>(window.Start + (start - from), (int)Math.Max(0, first + flaw - start)).Count((byte)'\n');
                    flaws[thread] = (i, first + flaw, text[flaw] == 0, lines);
                }

                readSoFar(end - start);
            }
        });
        var worst = flaws.Where(f => f is not null).OrderBy(f => f!.Value.Offset).FirstOrDefault();
        if (worst is not { } w)
        {
            return null;
        }

        var line = map.Data.Line + w.LinesInBlock;
        for (var i = 0; i < w.Block; i++)
        {
            line += map.Blocks[i].Newlines;
        }

        return w.Nul ? LoadingFaults.NulByte(line, w.Offset) : LoadingFaults.NotUtf8(line, w.Offset);
    }

    /// <summary>The offset itself, or the end of the character that began shortly before it and crosses it.</summary>
    private static long Border(SourceWindow window, long offset, SourceMap map)
    {
        if (offset <= map.Data.Offset || offset >= map.Length)
        {
            return offset;
        }

        var at = window.Start + (offset - window.Offset);
        for (var back = 1; back <= 3 && offset - back >= map.Data.Offset; back++)
        {
            var b = at[-back];
            if ((b & 0xC0) == 0x80)
            {
                continue;
            }

            var length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
            return length > back ? Math.Min(map.Length, offset - back + length) : offset;
        }

        return offset;
    }

    private static int? FirstFlaw(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == 0 || Rune.DecodeFromUtf8(text[i..], out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                return i;
            }

            i += used;
        }

        return null;
    }

    private static Fault Flaw(byte* start, int flaw, long line, long offset)
    {
        line += new ReadOnlySpan<byte>(start, flaw).Count((byte)'\n');
        return start[flaw] == 0 ? LoadingFaults.NulByte(line, offset + flaw) : LoadingFaults.NotUtf8(line, offset + flaw);
    }

    private static void Count(ref SourceBlock block, TextScan scan, byte* start, int length, byte quote)
    {
        block.Newlines = scan.Newlines;
        block.Quotes = scan.Quotes;
        block.NewlinesOutside = block.Quotes == 0 ? block.Newlines : CountOutside(start, length, quote);
    }

    /// <summary>Newlines at an even number of quotes, 64 bytes a step: a running XOR over the quote bits marks what lies inside.</summary>
    private static long CountOutside(byte* start, int length, byte quote)
    {
        var inside = 0UL;
        long count = 0;
        for (var i = 0; i < length; i += 64)
        {
            ulong quotes = 0, newlines = 0;
            for (var half = 0; half < 64; half += 32)
            {
                var bytes = Vector256.Load(start + i + half);
                quotes |= (ulong)Vector256.Equals(bytes, Vector256.Create(quote)).ExtractMostSignificantBits() << half;
                newlines |= (ulong)Vector256.Equals(bytes, Vector256.Create((byte)'\n')).ExtractMostSignificantBits() << half;
            }

            if (length - i < 64)
            {
                var valid = ulong.MaxValue >> (64 - (length - i));
                quotes &= valid;
                newlines &= valid;
            }

            quotes ^= quotes << 1;
            quotes ^= quotes << 2;
            quotes ^= quotes << 4;
            quotes ^= quotes << 8;
            quotes ^= quotes << 16;
            quotes ^= quotes << 32;
            quotes ^= inside;
            count += BitOperations.PopCount(newlines & ~quotes);
            inside = (quotes >> 63) == 0 ? 0 : ulong.MaxValue;
        }

        return count;
    }

    private static void Sum(SourceMap map)
    {
        long lines = map.Data.Line - 1, records = map.Data.Record - 1;
        var inside = false;
        for (var i = 0; i < map.Blocks.Length; i++)
        {
            ref var block = ref map.Blocks[i];
            (block.LinesBefore, block.RecordsBefore, block.BeginsInside) = (lines, records, inside);
            lines += block.Newlines;
            records += inside ? block.Newlines - block.NewlinesOutside : block.NewlinesOutside;
            inside ^= (block.Quotes & 1) != 0;
            map.Quotes += block.Quotes;
        }
    }
}
