using CityHub.Storage.Search.Index;
using CsCheck;
using Lucene.Net.Store;
using Xunit;

namespace CityHub.Storage.Tests.Search;

/// <summary>What Lucene writes is read back through memory as through its own reader, and no further than it goes.</summary>
public sealed class A_mapped_file_of_the_index : IDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("cityhub-mapped-");
    private readonly MappedDirectory _mapped;
    private readonly SimpleFSDirectory _plain;

    public A_mapped_file_of_the_index() => (_mapped, _plain) = (new(_folder, NoLockFactory.GetNoLockFactory()), new(_folder, NoLockFactory.GetNoLockFactory()));

    public void Dispose()
    {
        _mapped.Dispose();
        _plain.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void reads_what_lucenes_own_reader_reads()
    {
        var file = 0;
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Select(Gen.Int[0, 6], Gen.Int[0, 400]).Array[0, 40]).Sample((bytes, steps) =>
        {
            var name = $"f{Interlocked.Increment(ref file)}";
            File.WriteAllBytes(Path.Combine(_folder.FullName, name), bytes);
            using var plain = _plain.OpenInput(name, IOContext.DEFAULT);
            using var mapped = _mapped.OpenInput(name, IOContext.DEFAULT);
            Assert.Equal(plain.Length, mapped.Length);
            foreach (var (kind, at) in steps)
            {
                Assert.Equal(Read(plain, kind, at), Read(mapped, kind, at));
            }
        });
    }

    [Fact]
    public void ends_where_its_stretch_ends()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "all"), [1, 2, 3, 4, 5, 6]);
        using var slicer = _mapped.CreateSlicer("all", IOContext.DEFAULT);
        using var part = slicer.OpenSlice("part", 2, 3);
        using var copy = (IndexInput)part.Clone();

        Assert.Equal((3L, (byte)3, (byte)4), (part.Length, part.ReadByte(), part.ReadByte()));
        Assert.Equal(((byte)3, 2L), (copy.ReadByte(), part.Position));
        Assert.Equal(5, part.ReadByte());
        Assert.Throws<EndOfStreamException>(() => part.ReadByte());
        Assert.Throws<EndOfStreamException>(() => copy.ReadInt32());
        Assert.Throws<EndOfStreamException>(() => slicer.OpenSlice("beyond", 4, 3));
        Assert.Throws<FileNotFoundException>(() => _mapped.OpenInput("none", IOContext.DEFAULT));
    }

    [Fact]
    public void is_read_on_by_who_opened_it_before_it_was_deleted()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "old"), [7, 8]);
        var input = _mapped.OpenInput("old", IOContext.DEFAULT);
        var copy = (IndexInput)input.Clone();
        input.Dispose();
        _mapped.DeleteFile("old");
        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Equal(((byte)7, (byte)8), (copy.ReadByte(), copy.ReadByte()));
    }

    // A value, or that there was no more to read.
    private static string Read(IndexInput input, int kind, int at)
    {
        try
        {
            if (kind == 0)
            {
                input.Seek(Math.Min(at, input.Length));
                return "at " + input.Position;
            }

            var bytes = new byte[at % 40];
            if (kind == 6)
            {
                input.ReadBytes(bytes, 0, bytes.Length);
            }

            return kind switch
            {
                1 => input.ReadByte().ToString(null, null), 2 => input.ReadInt16().ToString(null, null), 3 => input.ReadInt32().ToString(null, null),
                4 => input.ReadInt64().ToString(null, null), 5 => input.ReadVInt32().ToString(null, null), _ => Convert.ToHexString(bytes),
            };
        }
        catch (Exception fault) when (fault is EndOfStreamException or IOException)
        {
            input.Seek(0); // where a reader stands after a failed read is its own business
            return "end";
        }
    }
}
