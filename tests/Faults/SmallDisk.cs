using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace CityHub.Faults.Tests;

/// <summary>A file system of a few megabytes that really fills up: a tmpfs of its own. Skips the test where mounting is not permitted.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;
    private readonly string _ballast;

    public SmallDisk(string folder, int megabytes)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        _ballast = Path.Combine(_folder, "ballast");
        if (Run("mount", "-t", "tmpfs", "-o", Size(megabytes), "tmpfs", _folder) is { } refused)
        {
            Assert.Skip($"A small file system cannot be mounted here (root is needed): {refused}");
        }
    }

    public long FreeBytes => new DriveInfo(_folder).AvailableFreeSpace;

    public void Resize(int megabytes) => Assert.Null(Run("mount", "-o", "remount," + Size(megabytes), _folder));

    /// <summary>Writes until the system says ENOSPC.</summary>
    public void Fill()
    {
        using var file = new FileStream(_ballast, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 0);
        foreach (var size in new[] { 1 << 20, 1 << 12, 1 })
        {
            try
            {
                while (true)
                {
                    file.Write(new byte[size]);
                }
            }
            catch (IOException)
            {
                // Full for this size; smaller ones may still fit.
            }
        }

        Assert.Equal(0, FreeBytes);
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(_ballast);

    public void Dispose() => Run("umount", "--lazy", _folder);

    private static string Size(int megabytes) => $"size={megabytes.ToString(CultureInfo.InvariantCulture)}m";

    private static string? Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        var said = process!.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : said.Trim();
    }
}
