using CityHub.Kernel;
using Microsoft.Win32.SafeHandles;

namespace CityHub.DataCentre.Gathering.Loading;

/// <summary>Sizes of a load. Tests make them small, so that everything crosses a border.</summary>
/// <param name="BlockBytes">A thread takes the file block by block.</param>
/// <param name="MaximumRecordBytes">A longer record stops the load: most likely a quote never closes.</param>
/// <param name="Threads">Threads that split and check.</param>
/// <param name="KeysInSegment">Keys sorted at once.</param>
/// <param name="SegmentsInMemory">Sorted segments of one thread kept in memory; further ones go to disk.</param>
internal sealed record LoadLimits(int BlockBytes, int MaximumRecordBytes, int Threads, int KeysInSegment, int SegmentsInMemory)
{
    public static LoadLimits Default { get; } = new(4 << 20, 16 << 20, Math.Max(1, Environment.ProcessorCount), 1 << 20, 8);
}

/// <summary>Where a record stands in the source.</summary>
/// <param name="Offset">Byte offset.</param>
/// <param name="Line">Physical line, from 1.</param>
/// <param name="Record">Number of the record, header included, from 1.</param>
internal readonly record struct SourcePosition(long Offset, long Line, long Record);

/// <summary>A block of the source as the first pass found it.</summary>
internal struct SourceBlock
{
    /// <summary>Newlines, quotes, and newlines outside quotes if the block began outside.</summary>
    public long Newlines, Quotes, NewlinesOutside;

    /// <summary>Before the block: newlines, record ends, and whether an odd number of quotes was seen since the data began.</summary>
    public long LinesBefore, RecordsBefore;
    public bool BeginsInside;

    /// <summary>What the second pass saw: the first record that begins in the block (offset -1 for none), and where the next one begins.</summary>
    public SourcePosition First, Next;
}

/// <summary>An open source, cut into blocks from the first record after the header.</summary>
internal sealed class SourceMap(SafeFileHandle file, long length, SourcePosition data, SourceBlock[] blocks, int blockBytes) : IDisposable
{
    public SafeFileHandle File { get; } = file;

    public long Length { get; } = length;

    /// <summary>First record after the header.</summary>
    public SourcePosition Data { get; } = data;

    public SourceBlock[] Blocks { get; } = blocks;

    /// <summary>Quotes in the data; none means that every newline ends a record.</summary>
    public long Quotes { get; set; }

    public long BlockStart(int block) => Data.Offset + ((long)block * blockBytes);

    public long BlockEnd(int block) => Math.Min(Length, BlockStart(block + 1));

    /// <summary>Whether the blocks, each cut from a guessed start, join without gap or overlap: then the guess was right.</summary>
    public bool Joins()
    {
        var at = Data;
        for (var i = 0; i < Blocks.Length; i++)
        {
            ref var block = ref Blocks[i];
            if (at.Offset >= BlockEnd(i))
            {
                if (block.First.Offset >= 0)
                {
                    return false;
                }
            }
            else if (block.First != at)
            {
                return false;
            }
            else
            {
                at = block.Next;
            }
        }

        return at.Offset >= Length;
    }

    public void Dispose() => File.Dispose();
}

/// <summary>A refusal on its way out of a worker thread.</summary>
internal sealed class LoadRefused(Fault fault) : Exception(fault.Title.En)
{
    public Fault Fault { get; } = fault;
}
