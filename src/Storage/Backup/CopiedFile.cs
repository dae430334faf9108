using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CityHub.Storage.Backup;

/// <summary>Copying files so that what was copied is on the disk and has a digest.</summary>
internal static partial class CopiedFile
{
    private const int Buffer = 1 << 20;

    /// <summary>Copies the first bytes of a file, or all, and gives its entry of the list.</summary>
    public static BackupFile Copy(string from, string toFolder, string path, long? first, CancellationToken ct)
    {
        using var source = Open(from);
        return Write(new(path, source, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(source.SafeFileHandle)), toFolder, first, ct);
    }

    /// <summary>Writes what is read, or its first bytes, and gives its entry of the list.</summary>
    public static BackupFile Write(ReadFile file, string toFolder, long? first, CancellationToken ct)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var copy = new FileStream(Target(toFolder, file.Path), FileMode.CreateNew, FileAccess.Write, FileShare.Read, 0);
        var buffer = new byte[Buffer];
        var left = first ?? long.MaxValue;
        while (left > 0 && file.Content.Read(buffer, 0, (int)Math.Min(buffer.Length, left)) is > 0 and var read)
        {
            ct.ThrowIfCancellationRequested();
            digest.AppendData(buffer, 0, read);
            copy.Write(buffer, 0, read);
            left -= read;
        }

        copy.Flush(flushToDisk: true);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(copy.SafeFileHandle, file.Mode);
        }

        return new(file.Path, copy.Length, Convert.ToHexStringLower(digest.GetHashAndReset()));
    }

    /// <summary>Makes the entry of a file that lies in its place already, and sees to it that it is on the disk.</summary>
    public static BackupFile Settle(string folder, string path, CancellationToken ct)
    {
        using (var file = new FileStream(Path.Combine(folder, path), FileMode.Open, FileAccess.ReadWrite))
        {
            file.Flush(flushToDisk: true);
        }

        using var content = Open(Path.Combine(folder, path));
        return Look(new(path, content, default), ct);
    }

    /// <summary>The entry of the list that a file would have.</summary>
    public static BackupFile Look(ReadFile file, CancellationToken ct)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Buffer];
        long bytes = 0;
        while (file.Content.Read(buffer) is > 0 and var read)
        {
            ct.ThrowIfCancellationRequested();
            digest.AppendData(buffer, 0, read);
            bytes += read;
        }

        return new(file.Path, bytes, Convert.ToHexStringLower(digest.GetHashAndReset()));
    }

    /// <summary>Opens a file that others may write to or remove.</summary>
    public static FileStream Open(string file) => new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);

    /// <summary>Holds on to a file under a second name: whoever removes or replaces the first one does not touch it.</summary>
    public static void Link(string from, string toFolder, string path)
    {
        var target = Target(toFolder, path);
        if (OperatingSystem.IsWindows() || HardLink(from, target) != 0)
        {
            File.Copy(from, target);
        }
    }

    /// <summary>The path of a file inside a folder; its parents are made.</summary>
    public static string Target(string folder, string path)
    {
        var target = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        return target;
    }

    /// <summary>Every file below a folder, by its path parted with '/'.</summary>
    public static IEnumerable<string> Below(string folder) => !Directory.Exists(folder) ? [] : Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
        .Order(StringComparer.Ordinal);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int HardLink(string from, string to);
}
