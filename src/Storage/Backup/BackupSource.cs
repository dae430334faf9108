using System.Formats.Tar;
using CityHub.Kernel;
using CityHub.Storage.Records;

namespace CityHub.Storage.Backup;

/// <summary>A file of a backup as it is read.</summary>
internal readonly record struct ReadFile(string Path, Stream Content, UnixFileMode Mode);

/// <summary>A backup that is read, a folder or one file. It is gone through from beginning to end, as often as needed.</summary>
internal abstract class BackupSource
{
    public static BackupSource Of(string path) => File.Exists(path) ? new TarSource(path) : new FolderSource(path);

    public abstract Outcome<BackupManifest> Manifest();

    /// <summary>Every file but the list; VERSION comes last. A content can be read until the next file is asked for.</summary>
    /// <exception cref="InvalidDataException">It is cut short or no such file at all.</exception>
    public abstract IEnumerable<ReadFile> Files();
}

internal sealed class FolderSource(string folder) : BackupSource
{
    public override Outcome<BackupManifest> Manifest()
    {
        var file = Path.Combine(folder, BackupManifest.FileName);
        if (!File.Exists(file))
        {
            return BackupFaults.NoManifest(folder);
        }

        using var list = File.OpenRead(file);
        return BackupManifest.Read(list, file);
    }

    public override IEnumerable<ReadFile> Files()
    {
        foreach (var path in CopiedFile.Below(folder).Where(p => p != BackupManifest.FileName).OrderBy(p => p == FolderVersion.FileName))
        {
            using var content = CopiedFile.Open(Path.Combine(folder, path));
            yield return new(path, content, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(content.SafeFileHandle));
        }
    }
}

/// <summary>A backup in one file: the list is its first entry, so a single pass tells whether it is whole.</summary>
internal sealed class TarSource(string file) : BackupSource
{
    public override Outcome<BackupManifest> Manifest()
    {
        try
        {
            using var tar = new TarReader(CopiedFile.Open(file));
            return tar.GetNextEntry() is { Name: BackupManifest.FileName, DataStream: { } list } ? BackupManifest.Read(list, file) : BackupFaults.NoManifest(file);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or FormatException)
        {
            return BackupFaults.Foreign(file);
        }
    }

    public override IEnumerable<ReadFile> Files()
    {
        using var tar = new TarReader(CopiedFile.Open(file));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.Name != BackupManifest.FileName)
            {
                yield return new(entry.Name, entry.DataStream ?? Stream.Null, entry.Mode);
            }
        }
    }

    /// <summary>Writes a folder as one file, the list first and VERSION last.</summary>
    public static void Pack(string folder, string file, CancellationToken ct)
    {
        using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(stream.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using (var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var path in CopiedFile.Below(folder).OrderBy(p => p == BackupManifest.FileName ? 0 : p == FolderVersion.FileName ? 2 : 1))
            {
                ct.ThrowIfCancellationRequested();
                using var content = CopiedFile.Open(Path.Combine(folder, path));
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path)
                {
                    DataStream = content,
                    Mode = OperatingSystem.IsWindows() ? UnixFileMode.UserRead | UnixFileMode.UserWrite : File.GetUnixFileMode(content.SafeFileHandle),
                });
            }
        }

        stream.Flush(flushToDisk: true);
    }
}
