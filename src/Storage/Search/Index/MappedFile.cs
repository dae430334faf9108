using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace CityHub.Storage.Search.Index;

/// <summary>
/// A file in memory. It is let go when no cursor holds it any more and never before: a search that is late reads an old file, not a hole in memory.
/// </summary>
internal sealed unsafe class MappedFile
{
    // Holds the map; its own finalizer ends it.
    private readonly SafeMemoryMappedViewHandle? _view;

    private MappedFile(SafeMemoryMappedViewHandle? view, byte* start, long length)
    {
        (_view, Length) = (view, length);
        Start = start;
    }

    ~MappedFile()
    {
        if (_view is { IsClosed: false })
        {
            _view.ReleasePointer();
        }
    }

    public byte* Start { get; }

    public long Length { get; }

    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static MappedFile Open(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length == 0)
        {
            return new MappedFile(null, null, 0); // nothing to map
        }

        using var map = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        using var accessor = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        var view = accessor.SafeMemoryMappedViewHandle;
        byte* start = null;
        // Kept by the pointer: the handle outlives the accessor until the pointer is given back.
        view.AcquirePointer(ref start);
        return new MappedFile(view, start + accessor.PointerOffset, file.Length);
    }
}
