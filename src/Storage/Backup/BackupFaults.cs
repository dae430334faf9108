using System.Globalization;
using CityHub.Kernel;

namespace CityHub.Storage.Backup;

/// <summary>The refusals of backup and restore.</summary>
internal static class BackupFaults
{
    public static Fault Running { get; } = new("backup.running", 409,
        new("正在备份", "A backup is being made"),
        new("另一个备份正在进行，等它结束后再试。", "Another backup is under way. Try again when it has ended."));

    public static Fault PathUnusable(string path) => new("backup.path-unusable", 422,
        new("备份路径不可用", "The backup's path cannot be used"),
        new($"“{path}”不能作为备份目录：需要一个绝对路径，上级目录要存在，而且不能在数据文件夹之内。", $"'{path}' cannot be the backup's folder: it must be an absolute path whose parent exists, outside the data folder."));

    public static Fault TargetExists(string path) => new("backup.target-exists", 409,
        new("目标已存在", "The target exists"),
        new($"{path} 已存在，不会覆盖。换一个名字，或先移走它。", $"{path} exists and is not overwritten. Take another name, or move it away first."));

    public static Fault NoRoom(string folder, long needed, long free) => new("backup.no-room", 507,
        new("磁盘空间不够", "Not enough room on the disk"),
        new($"{folder} 所在的磁盘要有 {Size(needed)}，现有 {Size(free)}。腾出空间，或换一个磁盘。", $"The disk of {folder} must have {Size(needed)} free and has {Size(free)}. Make room or take another disk."));

    public static Fault CannotWrite(string path, string why) => new("backup.cannot-write", 422,
        new("写不进目标", "The target cannot be written"),
        new($"不能写入 {path}：{why}。检查权限，或换一个位置。", $"{path} cannot be written: {why} Check its permissions or take another place."));

    public static Fault ParentMissing(string folder) => new("backup.parent-missing", 422,
        new("上级目录不存在", "The parent folder does not exist"),
        new($"{folder} 的上级目录不存在。先建立它，或换一个位置。", $"The parent of {folder} does not exist. Make it, or take another place."));

    public static Fault NoManifest(string folder) => new("backup.no-manifest", 422,
        new("不是完整的备份", "No whole backup"),
        new($"{folder} 里没有 {BackupManifest.FileName}：它不是备份，或备份没有做完。换一个备份。", $"{folder} has no {BackupManifest.FileName}: it is no backup, or one that was not completed. Take another one."));

    public static Fault Foreign(string file) => new("backup.foreign", 422,
        new("不是本程序的备份", "No backup of this program"),
        new($"{file} 不是本程序写的，或已损坏。换一个备份。", $"{file} was not written by this program, or is damaged. Take another backup."));

    public static Fault Newer(int version, int known) => new("backup.newer", 422,
        new("备份来自更新的程序", "The backup is of a newer program"),
        new($"备份的数据版本是 {version}，本程序只认识到 {known}。用更新的程序恢复。", $"The backup has folder version {version}; this program knows versions up to {known}. Restore it with a newer program."));

    public static Fault Missing(string file) => new("backup.file-missing", 422,
        new("备份缺少文件", "A file of the backup is missing"),
        new($"备份缺少 {file}。什么也没有恢复；换一个备份。", $"The backup lacks {file}. Nothing was restored; take another backup."));

    public static Fault Damaged(string file) => new("backup.file-damaged", 422,
        new("备份的文件已损坏", "A file of the backup is damaged"),
        new($"备份中的 {file} 与清单的大小或摘要不符。什么也没有恢复；换一个备份。", $"{file} of the backup does not have the size or digest that its list names. Nothing was restored; take another backup."));

    public static Fault Unlisted(string file) => new("backup.file-unlisted", 422,
        new("备份里有清单之外的文件", "A file of the backup is not on its list"),
        new($"备份里的 {file} 不在清单上。移走它再恢复。", $"{file} of the backup is not on its list. Move it away, then restore."));

    public static Fault NotEmpty(string folder) => new("backup.folder-not-empty", 409,
        new("目标文件夹不是空的", "The folder is not empty"),
        new($"{folder} 不是空的，不会覆盖。用 --data 指明一个新的文件夹。", $"{folder} is not empty and is not overwritten. Name a new folder with --data."));

    private static string Size(long bytes) => (bytes / 1048576.0).ToString("N1", CultureInfo.InvariantCulture) + " MB";
}
