using System.Globalization;
using CityHub.Kernel.Modules;

namespace CityHub.Storage.Records;

/// <summary>The format number of a data folder, kept in its file <c>VERSION</c>.</summary>
internal static class FolderVersion
{
    /// <summary>The format that this program reads and writes.</summary>
    public const int Current = 1;

    /// <summary>The folder's format; null when it is new.</summary>
    public static int? Of(HubSettings settings)
    {
        var file = Path.Combine(settings.DataFolder, "VERSION");
        if (File.Exists(file))
        {
            return int.TryParse(File.ReadAllText(file), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var version)
                ? version
                : throw new StartUpException(new(
                    $"数据文件夹的 VERSION 文件读不出版本号：{file}。从备份恢复它，或换一个文件夹（--data）",
                    $"The data folder's VERSION file holds no number: {file}. Restore it from a backup or take another folder (--data)."));
        }

        var records = Path.Combine(settings.DataFolder, "records", "city.db");
        return !File.Exists(records) || new FileInfo(records).Length == 0
            ? null
            : throw new StartUpException(new(
                $"{settings.DataFolder} 里有数据却没有 VERSION 文件，不能确定它的版本。从备份恢复该文件，或换一个文件夹（--data）",
                $"{settings.DataFolder} holds data but no VERSION file, so its format is unknown. Restore the file from a backup or take another folder (--data)."));
    }

    /// <summary>Writes the number so that it is either the old or the new one, whatever happens.</summary>
    public static void Set(HubSettings settings, int version)
    {
        var file = settings.InData("VERSION");
        File.WriteAllText(file + ".new", version.ToString(CultureInfo.InvariantCulture) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }
}
