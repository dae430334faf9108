using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CityHub.Host.Hub;

/// <summary>The data folder: one process owns it, and the command line finds that process by a local socket.</summary>
internal sealed class DataFolder(string path)
{
    // sun_path of a Unix socket holds 108 bytes with the closing zero (Linux unix(7)).
    private const int LongestSocketPath = 107;

    /// <summary>Absolute path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The socket of the hub that runs on this folder; a short name elsewhere when the folder's own path is too long.</summary>
    public string SocketPath
    {
        get
        {
            var inside = System.IO.Path.Combine(Path, "hub.sock");
            if (Encoding.UTF8.GetByteCount(inside) <= LongestSocketPath)
            {
                return inside;
            }

            var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)))[..16];
            return System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"cityhub-{digest}.sock");
        }
    }

    /// <summary>Takes the folder for this process; null when another hub has it.</summary>
    public IDisposable? TryOwn()
    {
        Directory.CreateDirectory(Path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        FileStream owner;
        try
        {
            // An open handle with no sharing is an advisory lock that the system drops when the process dies, however it dies.
            owner = new FileStream(System.IO.Path.Combine(Path, "owner"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }

        owner.SetLength(0);
        owner.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        owner.Flush();
        File.Delete(SocketPath);
        return owner;
    }

    /// <summary>Whether a sample city or anything else was put in: a second start gathers nothing.</summary>
    public bool IsNew => !File.Exists(System.IO.Path.Combine(Path, "started"));

    /// <summary>Remembers that the first start was completed.</summary>
    public void MarkStarted() => File.WriteAllText(System.IO.Path.Combine(Path, "started"), DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture));
}
