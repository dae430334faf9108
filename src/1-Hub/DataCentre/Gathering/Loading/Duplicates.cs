using System.Numerics;
using System.Runtime.Intrinsics;
using System.Text;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>Finds the text of duplicates in the source again, by position, and puts it aside under <c>unique</c>, or under what else does not fit the rows that are there.</summary>
internal static unsafe class Duplicates
{
    /// <param name="source">The load.</param>
    /// <param name="positions">Positions, rising.</param>
    /// <param name="unfit">Those of them that are no duplicates, and why they are refused.</param>
    /// <param name="ct">Stops.</param>
    public static void PutAside(CsvSource source, IReadOnlyList<long> positions, IReadOnlyDictionary<long, Unfit> unfit, CancellationToken ct)
    {
        if (positions.Count == 0)
        {
            return;
        }

        var lines = positions as List<long> ?? [.. positions];
        var next = -1;
        Parallel.For(0, source.Limits.Threads, new ParallelOptions { CancellationToken = ct }, _ =>
        {
            var aside = source.MoreRefused();
            using var window = new SourceWindow();
            using var arena = new Arena();
            for (var i = Interlocked.Increment(ref next); i < source.Map.Blocks.Length; i = Interlocked.Increment(ref next))
            {
                ref readonly var block = ref source.Map.Blocks[i];
                if (block.First.Offset >= 0)
                {
                    var from = lines.BinarySearch(source.Position(block.First));
                    var to = lines.BinarySearch(source.Position(block.Next));
                    (from, to) = (from < 0 ? ~from : from, to < 0 ? ~to : to);
                    if (from < to)
                    {
                        ct.ThrowIfCancellationRequested();
                        OfBlock(source, block, lines, unfit, from, to, window, arena, aside);
                    }
                }
            }
        });
    }

    private static void OfBlock(
        CsvSource source, in SourceBlock block, List<long> lines, IReadOnlyDictionary<long, Unfit> unfit, int from, int to, SourceWindow window, Arena arena, Refused aside)
    {
        var plan = source.Plan;
        window.Read(source.Map, block.First.Offset, (int)(block.Next.Offset - block.First.Offset));
        arena.Clear();
        var splitter = new Splitter(plan.Dialect.Delimiter, source.Map.Quotes == 0 ? (byte)0 : plan.Dialect.Quote);
        var end = window.Start + window.Length;
        var starts = stackalloc byte*[plan.FieldCount];
        var lengths = stackalloc int[plan.FieldCount];
        var at = window.Start;
        var position = source.Position(block.First);
        splitter.Begin(at, end, true);
        for (var i = from; i < to; i++)
        {
            if (source.Map.Quotes == 0)
            {
                at = Skip(at, end, lines[i] - position);
                position = lines[i];
                splitter.Begin(at, end, true);
            }

            byte* start;
            do
            {
                start = splitter.At;
                var here = position;
                splitter.Next(starts, lengths, plan.FieldCount, arena);
                position += plan.Dialect.CountRecords ? 1 : splitter.Lines;
                at = splitter.At;
                if (here == lines[i])
                {
                    break;
                }
            }
            while (at < end);

            aside.Row(lines[i], new ReadOnlySpan<byte>(start, (int)(splitter.RecordEnd - start)));
            var why = unfit.TryGetValue(lines[i], out var known) ? known : new Unfit(RefusalCodes.Unique, source.KeyColumns[0]);
            int[] shown = why.Code == RefusalCodes.Masked ? [why.Column] : source.KeyColumns;
            var cells = shown.Select(c => plan.Columns[c].SourceOrdinal).Select(o => Encoding.UTF8.GetString(starts[o], lengths[o]));
            aside.Violation(lines[i], why.Code, why.Column, Encoding.UTF8.GetBytes(string.Join(',', cells)));
        }
    }

    /// <summary>Behind this many newlines.</summary>
    private static byte* Skip(byte* at, byte* end, long newlines)
    {
        while (newlines > 0)
        {
            var left = end - at;
            if (left >= 32)
            {
                var bits = Vector256.Equals(Vector256.Load(at), Vector256.Create((byte)'\n')).ExtractMostSignificantBits();
                var count = BitOperations.PopCount(bits);
                if (count < newlines)
                {
                    newlines -= count;
                    at += 32;
                    continue;
                }
            }

            newlines -= *at++ == '\n' ? 1 : 0;
        }

        return at;
    }
}
