using System.Diagnostics;
using System.Security.Cryptography;
using CityHub.Host.Hub;

namespace CityHub.Boundary;

/// <summary>The program as a shell runs it.</summary>
internal static class CommandLine
{
    public static async Task<(int Exit, string Output, string Error)> Run(params string[] arguments)
    {
        using var program = Process.Start(new ProcessStartInfo(CityHub.Tests.Published.Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["LC_ALL"] = "en_US.UTF-8" },
        })!;
        var error = program.StandardError.ReadToEndAsync();
        var output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, output.TrimEnd(), (await error).TrimEnd());
    }

    /// <summary>Starts a hub on the folder, does something with it, stops it.</summary>
    public static async Task WithHub(string folder, Func<Task>? work = null)
    {
        var data = new DataFolder(folder);
        using var owner = data.TryOwn();
        await using var hub = HubServer.Build(new HubOptions(data, null, 0, null));
        await HubServer.StartUp(hub, default);
        await hub.StartAsync();
        await (work?.Invoke() ?? Task.CompletedTask);
        await hub.StopAsync();
    }

    /// <summary>Every file of a folder with the digest of its bytes.</summary>
    public static SortedDictionary<string, string> Files(string folder) => new(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => f, f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))),
        StringComparer.Ordinal);
}
