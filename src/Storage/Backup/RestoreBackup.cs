using System.Globalization;
using CityHub.Kernel;
using CityHub.Kernel.Audit;
using CityHub.Storage.Records;
using Microsoft.Data.Sqlite;

namespace CityHub.Storage.Backup;

/// <summary>What was restored.</summary>
/// <param name="Data">The new data folder.</param>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="MadeAtUtc">The moment that the backup shows.</param>
/// <param name="FolderVersion">Version of the folder; an older one is upgraded by the next start.</param>
public sealed record Restored(string Data, int Files, long Bytes, DateTimeOffset MadeAtUtc, int FolderVersion);

/// <summary>
/// 恢复: makes a data folder of a backup. Everything is verified before anything is made; the folder grows under another name, and its
/// VERSION, without which no hub opens it, comes last.
/// </summary>
public static class RestoreBackup
{
    private const long Margin = 64 << 20;

    /// <summary>Restores.</summary>
    /// <param name="backup">Folder or file of the backup.</param>
    /// <param name="data">Folder to make; it may exist when it is empty.</param>
    /// <param name="who">Noted in the audit trail.</param>
    /// <param name="clock">Now.</param>
    /// <param name="ct">Ends it; nothing is left then.</param>
    public static Outcome<Restored> Do(string backup, string data, string who, TimeProvider clock, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(clock);
        data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(data));
        if (Path.Exists(data) && (File.Exists(data) || Directory.EnumerateFileSystemEntries(data).Any()))
        {
            return BackupFaults.NotEmpty(data);
        }

        var source = BackupSource.Of(backup);
        if (!source.Manifest().Try(out var manifest, out var unreadable))
        {
            return unreadable;
        }

        if (manifest.FolderVersion > FolderVersion.Current)
        {
            return BackupFaults.Newer(manifest.FolderVersion, FolderVersion.Current);
        }

        if ((Verify(source, backup, manifest, ct) ?? Room(data, manifest)) is { } refused)
        {
            return refused;
        }

        var part = $"{data}.restoring-{Id.New()}";
        try
        {
            MakeBackup.MakePrivate(part);
            var listed = manifest.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);
            foreach (var file in source.Files())
            {
                // It was verified a moment ago, but what counts is what was written.
                if (CopiedFile.Write(file, part, null, ct) != listed[file.Path])
                {
                    return BackupFaults.Damaged(file.Path);
                }
            }

            Note(part, new("backup.restored", who, Detail: $"from the backup of {manifest.MadeAtUtc.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}"), clock);
            if (Directory.Exists(data))
            {
                Directory.Delete(data);
            }

            Directory.Move(part, data);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            return BackupFaults.CannotWrite(data, failure.Message);
        }
        finally
        {
            MakeBackup.Undo(part);
        }

        return new Restored(data, manifest.Files.Count, manifest.Files.Sum(f => f.Bytes), manifest.MadeAtUtc, manifest.FolderVersion);
    }

    /// <summary>The first file that is not as the list says; null when all are.</summary>
    private static Fault? Verify(BackupSource source, string backup, BackupManifest manifest, CancellationToken ct)
    {
        var listed = manifest.Files.Append(new(FolderVersion.FileName, 0, "")).GroupBy(f => f.Path, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        try
        {
            foreach (var file in source.Files())
            {
                if (!listed.Remove(file.Path, out var wanted))
                {
                    return BackupFaults.Unlisted(file.Path);
                }

                if (CopiedFile.Look(file, ct) != wanted)
                {
                    return BackupFaults.Damaged(file.Path);
                }
            }
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException or FormatException)
        {
            return BackupFaults.Damaged(backup);
        }

        return listed.Keys.Order(StringComparer.Ordinal).FirstOrDefault() is { } missing ? BackupFaults.Missing(missing) : null;
    }

    private static Fault? Room(string data, BackupManifest manifest)
    {
        var parent = Path.GetDirectoryName(data)!;
        if (!Directory.Exists(parent))
        {
            return BackupFaults.ParentMissing(data);
        }

        var (needed, free) = (manifest.Files.Sum(f => f.Bytes) + Margin, new DriveInfo(parent).AvailableFreeSpace);
        return free < needed ? BackupFaults.NoRoom(parent, needed, free) : null;
    }

    /// <summary>Into the outbox: the first start takes it into the trail, where the trail stood at the backup's moment.</summary>
    private static void Note(string folder, AuditEntry entry, TimeProvider clock)
    {
        using var records = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "records", "city.db"), Pooling = false }.ToString());
        records.Open();
        using var insert = records.CreateCommand();
        insert.CommandText = "insert into storage_audit_outbox (Id, AtUtc, Entry) values ($id, $at, $entry)";
        insert.Parameters.AddWithValue("$id", Id.New());
        insert.Parameters.AddWithValue("$at", clock.GetUtcNow().UtcTicks);
        insert.Parameters.AddWithValue("$entry", AuditJson.Write(entry));
        insert.ExecuteNonQuery();
    }
}
