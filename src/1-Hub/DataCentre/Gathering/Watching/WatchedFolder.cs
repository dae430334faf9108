using System.IO.Enumeration;
using CityHub.DataCentre.Gathering.Acquiring;
using CityHub.Kernel;
using Microsoft.Win32.SafeHandles;

namespace CityHub.DataCentre.Gathering.Watching;

/// <summary>A file that lies in a folder, as far as its listing tells.</summary>
/// <param name="Changed">Time of its change, UTC ticks.</param>
/// <param name="Announced">A companion (<c>NAME.ok</c>, <c>NAME.done</c>) says that it is whole.</param>
internal sealed record FolderFile(string Name, long Bytes, long Changed, bool IsLink, string? Announced);

/// <summary>What is done on the disk of a watched folder. Links are never followed: what is read lies where it is registered.</summary>
internal static class WatchedFolder
{
    public const string Done = "done", Failed = "failed";
    private static readonly string[] Companions = [".ok", ".done"];
    private static readonly string[] Unfinished = [".tmp", ".part", ".partial", ".crdownload", ".filepart", ".swp"];

    /// <summary>A refusal unless the folder is there, and no link leads to it from its root.</summary>
    public static Fault? Check(string root, string folder)
    {
        for (var at = folder; at is not null && at.Length > root.Length; at = Path.GetDirectoryName(at))
        {
            var step = new DirectoryInfo(at);
            if (!step.Exists)
            {
                return WatchFaults.FolderMissing(folder);
            }

            if (step.LinkTarget is not null)
            {
                return WatchFaults.Symlink(at);
            }
        }

        return Directory.Exists(folder) ? null : WatchFaults.FolderMissing(folder);
    }

    /// <summary>The files that may be data, by name: no hidden ones, none that a program is still writing under another name, no companions.</summary>
    public static IReadOnlyList<FolderFile> List(string folder)
    {
        var all = new DirectoryInfo(folder).EnumerateFiles().ToDictionary(f => f.Name);
        return
        [
            .. all.Values.Where(f => (f.LinkTarget is not null || f.Exists) && !f.Name.StartsWith('.') && !f.Name.EndsWith('~') && !Unfinished.Any(e => f.Name.EndsWith(e, StringComparison.OrdinalIgnoreCase))
                    && !Companions.Any(c => f.Name.EndsWith(c, StringComparison.Ordinal) && all.ContainsKey(f.Name[..^c.Length])))
                .OrderBy(f => f.LastWriteTimeUtc).ThenBy(f => f.Name, StringComparer.Ordinal)
                .Select(f => new FolderFile(f.Name, f.LinkTarget is null ? f.Length : 0, f.LastWriteTimeUtc.Ticks, f.LinkTarget is not null,
                    Companions.Select(c => f.Name + c).FirstOrDefault(all.ContainsKey))),
        ];
    }

    public static bool Fits(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true);

    /// <summary>Copies a file into the spool; false when it changed meanwhile and is looked at again later.</summary>
    public static bool Copy(string folder, FolderFile file, string to, Disk disk, CancellationToken ct)
    {
        var path = Path.Combine(folder, file.Name);
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        if (IsElsewhere(handle, path))
        {
            throw new RefusedException(WatchFaults.Symlink(path));
        }

        using (var copy = new SpoolStream(to, disk))
        {
            var buffer = new byte[1 << 17];
            long at = 0;
            int read;
            while ((read = RandomAccess.Read(handle, buffer, at)) > 0)
            {
                copy.Write(buffer.AsSpan(0, read));
                at += read;
                ct.ThrowIfCancellationRequested();
            }

            copy.ToDisk();
        }

        return Is(folder, file) && new FileInfo(to).Length == file.Bytes;
    }

    /// <summary>Whether the file is still the one that was listed.</summary>
    public static bool Is(string folder, FolderFile file) =>
        new FileInfo(Path.Combine(folder, file.Name)) is { Exists: true, LinkTarget: null } now && now.Length == file.Bytes && now.LastWriteTimeUtc.Ticks == file.Changed;

    /// <summary>Moves a file away, with its companions and, when it failed, a note that says why. Answers its place from the folder on.</summary>
    public static string Move(string folder, string name, string? reason, bool failed, DateTimeOffset nowUtc)
    {
        var (kind, day) = (failed ? Failed : Done, nowUtc.ToLocalTime().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        var into = failed ? kind : Path.Combine(kind, day);
        foreach (var step in new[] { Path.Combine(folder, kind), Path.Combine(folder, into) })
        {
            if (Directory.CreateDirectory(step).LinkTarget is not null)
            {
                throw new IOException($"{step}: symbolic link");
            }
        }

        var free = name;
        for (var n = 2; File.Exists(Path.Combine(folder, into, free)); n++)
        {
            free = $"{Path.GetFileNameWithoutExtension(name)}-{n}{Path.GetExtension(name)}";
        }

        if (reason is not null)
        {
            File.WriteAllText(Path.Combine(folder, into, free + ".reason.txt"), reason + "\n");
        }

        File.Move(Path.Combine(folder, name), Path.Combine(folder, into, free));
        foreach (var companion in Companions.Where(c => File.Exists(Path.Combine(folder, name + c))))
        {
            File.Move(Path.Combine(folder, name + companion), Path.Combine(folder, into, free + companion), overwrite: true);
        }

        return Path.Combine(into, free);
    }

    // A link that was put there after the listing: on Linux the open file itself tells its place.
    private static bool IsElsewhere(SafeFileHandle handle, string path) =>
        new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget is { } place && place != path && !place.EndsWith(" (deleted)", StringComparison.Ordinal)
        && Real(Path.GetDirectoryName(path)!) is { } real && place != Path.Combine(real, Path.GetFileName(path));

    // The root itself may be a link of the operator's.
    private static string? Real(string folder)
    {
        var real = "/";
        foreach (var part in folder.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var step = Path.Combine(real, part);
            real = new DirectoryInfo(step).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? step;
        }

        return real;
    }
}
