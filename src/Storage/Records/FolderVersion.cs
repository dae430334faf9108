using System.Globalization;
using CityHub.Kernel.Modules;

namespace CityHub.Storage.Records;

/// <summary>The format number of a data folder, kept in its file <c>VERSION</c>.</summary>
internal static class FolderVersion
{
    /// <summary>The format that this program reads and writes.</summary>
    public const int Current = 2;

    /// <summary>Name of the file.</summary>
    public const string FileName = "VERSION";

    /// <summary>The folder's version; null when it is new.</summary>
    /// <exception cref="StartUpException">It is unknown, or newer than this program.</exception>
    public static int? Of(HubSettings settings) => Read(settings) is not { } version ? null : version is > 0 and <= Current ? version : throw new StartUpException(new(
        $"数据文件夹 {settings.DataFolder} 的版本是 {version}，本程序只认识 1 到 {Current}。用更新的程序打开它，或换一个文件夹（--data）",
        $"The data folder {settings.DataFolder} has version {version}; this program knows versions 1 to {Current}. Open it with a newer program or take another folder (--data)."));

    private static int? Read(HubSettings settings)
    {
        var file = Path.Combine(settings.DataFolder, FileName);
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
        var file = settings.InData(FileName);
        File.WriteAllText(file + ".new", version.ToString(CultureInfo.InvariantCulture) + "\n");
        File.Move(file + ".new", file, overwrite: true);
    }
}
