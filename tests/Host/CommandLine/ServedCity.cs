using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CityHub.Host.CommandLine;
using CityHub.Host.Hub;
using Xunit;

namespace CityHub.Host.Tests.CommandLine;

/// <summary>A hub that serves an empty folder as a process of its own, and a folder for files.</summary>
public sealed class ServedCity : IAsyncLifetime
{
    private const string Definition = """
        {
          "title": "TITLE", "summary": "Rows of the command line's tests.", "provider": "500000-wjw", "theme": "医疗健康", "sharing": "unconditional", "cycle": "monthly",
          "items": [
            { "name": "key", "column": "key", "type": "C", "length": 40, "key": true, "required": true },
            { "name": "power", "column": "power", "type": "double" }
          ]
        }
        """;

    private Process? _hub;

    public string Data { get; } = Directory.CreateTempSubdirectory("cityhub-verbs-").FullName;

    public string Folder { get; } = Directory.CreateTempSubdirectory("cityhub-files-").FullName;

    public async ValueTask InitializeAsync() => await Serve();

    /// <summary>Starts the hub and waits until it is ready.</summary>
    internal async Task Serve()
    {
        _hub = Said.Start(["serve", "--empty", "--port", "0", "--data", Data]);
        _hub.ErrorDataReceived += (_, _) => { };
        _hub.BeginErrorReadLine();
        while (await _hub.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("is ready", StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail("The hub ended before it was ready");
    }

    /// <summary>Ends the hub: TERM asks, KILL does not.</summary>
    internal async Task End(string signal = "TERM")
    {
        if (_hub is { HasExited: false } hub)
        {
            await Signal(hub, signal);
            await hub.WaitForExitAsync();
        }
    }

    internal static async Task Signal(Process to, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", to.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    internal Task<Said> Verb(params string[] words) => Said.By([.. words, "--data", Data], folder: Folder);

    internal Task<Said> ChineseVerb(params string[] words) => Said.By([.. words, "--data", Data], chinese: true, folder: Folder);

    /// <summary>A published resource of two columns; its code.</summary>
    internal async Task<string> Resource(string title)
    {
        var made = await Verb("catalogue", "register", File("definition.json", Definition.Replace("TITLE", title, StringComparison.Ordinal)), "--publish");
        Assert.True(made.Exit == 0, made.Error);
        return made.Out;
    }

    internal string File(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        System.IO.File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    /// <summary>Rows enough to be met while they are gathered.</summary>
    internal string ManyRows(int rows)
    {
        var path = Path.Combine(Folder, $"{rows}.csv");
        using var to = new StreamWriter(path, false, new UTF8Encoding(false));
        to.Write("key,power\n");
        for (var i = 0; i < rows; i++)
        {
            to.Write(string.Create(CultureInfo.InvariantCulture, $"a key that is long enough {i},{i}.5\n"));
        }

        return path;
    }

    /// <summary>The run of a resource, as soon as it has read rows: whoever asked for it has been told of it by then.</summary>
    internal async Task<string> Begun(string resource)
    {
        using var client = HubClient.Over(new DataFolder(Data).SocketPath);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(10))
        {
            var runs = JsonNode.Parse(await client.GetStringAsync(new Uri($"/api/v1/runs?resource={Uri.EscapeDataString(resource)}&state=running", UriKind.Relative)))!;
            if (runs["items"]!.AsArray() is [{ } run, ..] && (long?)run["read"] > 0)
            {
                return (string)run["run"]!;
            }
        }

        throw new TimeoutException("No run has begun");
    }

    public async ValueTask DisposeAsync()
    {
        await End();
        _hub?.Dispose();
        Directory.Delete(Data, recursive: true);
        Directory.Delete(Folder, recursive: true);
    }
}
