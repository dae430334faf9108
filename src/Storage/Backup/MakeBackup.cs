using System.Diagnostics;
using CityHub.Kernel;
using CityHub.Kernel.Modules;
using CityHub.Storage.Records;
using CityHub.Storage.Records.Upgrading;
using CityHub.Storage.Tables;
using CityHub.Storage.Trail;

namespace CityHub.Storage.Backup;

/// <summary>What a backup became.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="MadeAtUtc">The moment that it shows.</param>
/// <param name="HeldSeconds">How long commits of the table store waited, s.</param>
/// <param name="Seconds">How long it took, s.</param>
public sealed record BackupMade(string Path, int Files, long Bytes, DateTimeOffset MadeAtUtc, double HeldSeconds, double Seconds);

/// <summary>
/// 备份: the whole data folder at one moment, while people go on reading and, but for the moment, writing. It grows under another name and
/// gets its own when everything is on the disk and its list is written.
/// </summary>
public sealed class MakeBackup : IStartUp, IDisposable
{
    // The stores grow while they are copied.
    private const long Margin = 64 << 20;
    private const string Tar = ".tar";

    private static readonly string[] Stores = ["records", "tables", "row-index/rocksdb", "audit"];

    private readonly HubSettings _settings;
    private readonly TableStore _tables;
    private readonly RowIndex.RowIndex _index;
    private readonly TrailWriter _trail;
    private readonly TrailKeys _keys;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _one = new(1);

    internal MakeBackup(HubSettings settings, TableStore tables, RowIndex.RowIndex index, TrailWriter trail, TrailKeys keys, TimeProvider clock) =>
        (_settings, _tables, _index, _trail, _keys, _clock) = (settings, tables, index, trail, keys, clock);

    /// <inheritdoc/>
    public Task Start(CancellationToken ct)
    {
        Moment.Sweep(_settings);
        return Task.CompletedTask;
    }

    /// <summary>Whether a backup may be made there.</summary>
    public Fault? Decide(string? path)
    {
        if (string.IsNullOrWhiteSpace(path) || !Path.IsPathFullyQualified(path) || Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(path)) is not { } parent
            || !Directory.Exists(parent) || IsInside(path, _settings.DataFolder))
        {
            return BackupFaults.PathUnusable(path ?? "");
        }

        if (Path.Exists(path))
        {
            return BackupFaults.TargetExists(path);
        }

        var needed = ((IsFile(path) ? 2 : 1) * Size()) + Margin;
        var free = new DriveInfo(parent).AvailableFreeSpace;
        return free < needed ? BackupFaults.NoRoom(parent, needed, free) : null;
    }

    /// <summary>Makes it.</summary>
    /// <param name="path">Folder to make, or file when it ends with <c>.tar</c>; its parent exists.</param>
    /// <param name="ct">Ends it; nothing is left then.</param>
    public async Task<Outcome<BackupMade>> To(string? path, CancellationToken ct)
    {
        if (!await _one.WaitAsync(0, ct))
        {
            return BackupFaults.Running;
        }

        try
        {
            return Decide(path) is { } refused ? refused : await Task.Run(() => Make(Path.TrimEndingDirectorySeparator(path!), ct), ct);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private Outcome<BackupMade> Make(string path, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var part = $"{path}.part-{Id.New()}";
        try
        {
            MakePrivate(part);
            var holding = Stopwatch.GetTimestamp();
            using var moment = Moment.Take(_settings, _tables, _index, _trail, part, _clock.GetUtcNow());
            var held = Stopwatch.GetElapsedTime(holding).TotalSeconds;
            var files = Copy(moment, part, ct);
            new BackupManifest(BackupManifest.Kind, FolderVersion.Current, Upgrades.Program, moment.AtUtc, moment.Cut.Last.Sequence, files).Write(part);
            ct.ThrowIfCancellationRequested();
            Finish(part, path, ct);
            return new BackupMade(path, files.Count, files.Sum(f => f.Bytes), moment.AtUtc, held, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        catch (Exception failure) when (FullDisk.Is(failure))
        {
            Undo(part);
            var folder = Path.GetDirectoryName(path)!;
            return BackupFaults.NoRoom(folder, Size() + Margin, new DriveInfo(folder).AvailableFreeSpace);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            return BackupFaults.CannotWrite(path, failure.Message);
        }
        finally
        {
            Undo(part);
        }
    }

    // In one file when the name asks for it: packed from the folder, which needs its room twice.
    private static void Finish(string part, string path, CancellationToken ct)
    {
        if (!IsFile(path))
        {
            Directory.Move(part, path);
            return;
        }

        TarSource.Pack(part, part + Tar, ct);
        File.Move(part + Tar, path);
    }

    private static bool IsFile(string path) => path.EndsWith(Tar, StringComparison.OrdinalIgnoreCase);

    /// <summary>Removes what does not become whole.</summary>
    internal static void Undo(string part)
    {
        File.Delete(part + Tar);
        if (Directory.Exists(part))
        {
            Directory.Delete(part, recursive: true);
        }
    }

    private List<BackupFile> Copy(Moment moment, string part, CancellationToken ct)
    {
        var files = new List<BackupFile>();
        files.AddRange(CopiedFile.Below(part).ToList().Select(path => CopiedFile.Settle(part, path, ct)));
        moment.CopyRecords(CopiedFile.Target(part, "records/city.db"));
        files.Add(CopiedFile.Settle(part, "records/city.db", ct));
        moment.Cut.Mark(moment.AtUtc).Write(CopiedFile.Target(part, "audit/head"), _keys);
        files.Add(CopiedFile.Settle(part, "audit/head", ct));
        var open = $"audit/{moment.Cut.Segment.Name}.log";
        foreach (var path in CopiedFile.Below(moment.Staging))
        {
            files.Add(CopiedFile.Copy(Path.Combine(moment.Staging, path), part, path, path == open ? moment.Cut.End : null, ct));
        }

        files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return files;
    }

    /// <summary>What the copy will take at most, bytes.</summary>
    private long Size() => Stores
        .SelectMany(store => CopiedFile.Below(Path.Combine(_settings.DataFolder, store)).Select(path => $"{store}/{path}"))
        .Where(path => !path.StartsWith("tables/temporary/", StringComparison.Ordinal) && !path.StartsWith("tables/spill/", StringComparison.Ordinal))
        .Concat(Moment.PlainFiles(_settings.DataFolder))
        .Select(path => new FileInfo(Path.Combine(_settings.DataFolder, path))).Where(file => file.Exists).Sum(file => file.Length);

    private static bool IsInside(string path, string folder) =>
        (Path.GetFullPath(path) + Path.DirectorySeparatorChar).StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // It holds keys and personal data: nobody else may look into it.
    internal static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
