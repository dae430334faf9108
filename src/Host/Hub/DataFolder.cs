using System.Globalization;
using System.Text;
using CityHub.Kernel.Modules;

namespace CityHub.Host.Hub;

/// <summary>The data folder: one process owns it, and the command line finds that process by a local socket.</summary>
internal sealed class DataFolder(string path)
{
    // sun_path of a Unix socket holds 108 bytes with the closing zero (Linux unix(7)).
    private const int LongestSocketPath = 107;

    /// <summary>Absolute path.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The socket of the hub that runs on this folder. It stands in the folder, which only its owner can enter, and nowhere else:
    /// whoever could put one of the same name into a shared place would be taken for the hub.</summary>
    /// <exception cref="StartUpException">The folder's path is too long for a socket.</exception>
    public string SocketPath
    {
        get
        {
            var inside = System.IO.Path.Combine(Path, "hub.sock");
            var bytes = Encoding.UTF8.GetByteCount(inside);
            return bytes <= LongestSocketPath ? inside : throw new StartUpException(new(
                $"数据文件夹的路径太长：{inside} 有 {bytes} 字节，本机套接字最多 {LongestSocketPath} 字节。用 --data 换一个较短的路径（符号链接也可以）",
                $"The data folder's path is too long: {inside} has {bytes} bytes, a local socket takes {LongestSocketPath}. Take a shorter path with --data (a symbolic link will do)."));
        }
    }

    /// <summary>Takes the folder for this process; null when another hub has it.</summary>
    /// <exception cref="StartUpException">The folder's path is too long for a socket.</exception>
    public IDisposable? TryOwn()
    {
        var socket = SocketPath;
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
        File.Delete(socket);
        return owner;
    }

    /// <summary>Keeps every hub off an existing folder for as long as it is read, and changes nothing in it; null when one has it.</summary>
    public IDisposable? TryHold()
    {
        var owner = System.IO.Path.Combine(Path, "owner");
        try
        {
            return File.Exists(owner) ? new FileStream(owner, FileMode.Open, FileAccess.Read, FileShare.None) : Stream.Null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Refuses a path that holds no data. Only <c>serve</c> makes a data folder: a mistyped path must not become a second, empty city.</summary>
    /// <exception cref="StartUpException">There is no such folder, or it is another one.</exception>
    public void MustExist()
    {
        if (!Directory.Exists(Path))
        {
            throw new StartUpException(new(
                $"没有数据文件夹 {Path}。用 --data 指明已有的文件夹；新的由 ./run --data 建立",
                $"There is no data folder {Path}. Name an existing one with --data; ./run --data makes a new one."));
        }

        if (!File.Exists(System.IO.Path.Combine(Path, "VERSION")) && !File.Exists(System.IO.Path.Combine(Path, "records", "city.db")))
        {
            throw new StartUpException(new(
                $"{Path} 不是城枢的数据文件夹：没有 VERSION 文件。用 --data 指明已有的文件夹；新的由 ./run --data 建立",
                $"{Path} is no data folder of CityHub: it has no VERSION file. Name an existing one with --data; ./run --data makes a new one."));
        }
    }

    /// <summary>Whether a sample city or anything else was put in: a second start gathers nothing.</summary>
    public bool IsNew => !File.Exists(System.IO.Path.Combine(Path, "started"));

    /// <summary>Remembers that the first start was completed.</summary>
    public void MarkStarted() => File.WriteAllText(System.IO.Path.Combine(Path, "started"), DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture));
}
