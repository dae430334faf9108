using Lucene.Net.Store;

namespace CityHub.Storage.Search.Index;

/// <summary>
/// The folder of the index, its files read through memory maps. Lucene's own mapped directory keeps a weak table of every cursor that a search
/// opens, dozens each; under load the garbage collector spent a third of the processor's time on that table.
/// </summary>
internal sealed class MappedDirectory(DirectoryInfo folder, LockFactory locks) : FSDirectory(folder, locks)
{
    public override IndexInput OpenInput(string name, IOContext context)
    {
        EnsureOpen();
        return new MappedInput(name, MappedFile.Open(Path.Combine(Directory.FullName, name)));
    }

    public override IndexInputSlicer CreateSlicer(string name, IOContext context)
    {
        EnsureOpen();
        return new Slicer(name, MappedFile.Open(Path.Combine(Directory.FullName, name)));
    }

    /// <summary>Opens files that lie within one (compound segments).</summary>
    private sealed class Slicer(string name, MappedFile file) : IndexInputSlicer
    {
        public override IndexInput OpenSlice(string sliceDescription, long offset, long length) => new MappedInput($"{name}: {sliceDescription}", file, offset, length);

        [Obsolete("Only for reading indexes of Lucene 3.x.")]
        public override IndexInput OpenFullSlice() => new MappedInput(name, file);

        protected override void Dispose(bool disposing)
        {
            // The map ends with the last cursor in it.
        }
    }
}
