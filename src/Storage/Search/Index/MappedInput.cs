using System.Buffers.Binary;
using Lucene.Net.Store;

namespace CityHub.Storage.Search.Index;

/// <summary>A cursor in a mapped file, or in a stretch of one. Numbers are big-endian; reading past the end is refused, so a cut file is told and not read on.</summary>
internal sealed unsafe class MappedInput : IndexInput
{
    private readonly MappedFile _file; // keeps the memory alive
    private readonly byte* _start;
    private readonly long _length;
    private long _at;

    public MappedInput(string name, MappedFile file)
        : this(name, file, 0, file.Length)
    {
    }

    public MappedInput(string name, MappedFile file, long offset, long length)
        : base(name)
    {
        if (offset < 0 || length < 0 || offset > file.Length - length)
        {
            throw new EndOfStreamException($"{name} ends before byte {offset + length}");
        }

        (_file, _length) = (file, length);
        _start = file.Start + offset;
    }

    public override long Position => _at;

    public override long Length => _length;

    public override void Seek(long pos)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pos);
        _at = pos;
    }

    public override byte ReadByte()
    {
        if (_at >= _length)
        {
            throw End(1);
        }

        return _start[_at++];
    }

    public override void ReadBytes(byte[] b, int offset, int len) => Take(len).CopyTo(b.AsSpan(offset, len));

    public override short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short)));

    public override int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    public override long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    public override void SkipBytes(long numBytes) => Seek(_at + numBytes);

    public override object Clone() => MemberwiseClone();

    protected override void Dispose(bool disposing)
    {
        // The map ends with the last cursor in it.
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _length - _at)
        {
            throw End(count);
        }

        var bytes = new ReadOnlySpan<byte>(_start + _at, count);
        _at += count;
        return bytes;
    }

    private EndOfStreamException End(int wanted) => new($"{this} ends at byte {_length}; {wanted} more were wanted at {_at}");
}
