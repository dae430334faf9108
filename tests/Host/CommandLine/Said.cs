using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace CityHub.Host.Tests.CommandLine;

/// <summary>What a command of the real program, run as a process of its own, said and how it ended.</summary>
internal sealed record Said(int Exit, string Out, string Error)
{
    /// <summary>The program as it is built beside these tests.</summary>
    public static string Program { get; } = CityHub.Tests.Published.Program;

    /// <summary>The one JSON object that stdout holds; nothing else may stand there.</summary>
    public JsonObject Json => JsonNode.Parse(Out)!.AsObject();

    public static Task<Said> By(IEnumerable<string> words, bool chinese = false, string? folder = null) => By(Start(words, chinese, folder));

    public static async Task<Said> By(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        using (process)
        {
            return new(process.ExitCode, (await output).Trim(), (await error).Trim());
        }
    }

    // Ctrl-C works as on a terminal, whatever the tests were started by: a shell hands an ignored SIGINT down to what it runs in the background.
    public static Process Start(IEnumerable<string> words, bool chinese = false, string? folder = null, int? columns = null) => Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", Program, .. words])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
        WorkingDirectory = folder ?? Path.GetTempPath(),
        Environment = { ["LC_ALL"] = chinese ? "zh_CN.UTF-8" : "en_US.UTF-8", ["COLUMNS"] = columns?.ToString(CultureInfo.InvariantCulture) },
    })!;

    /// <summary>A trace belongs to those who keep the program, not to those who use it.</summary>
    public Said WithoutTrace()
    {
        Assert.DoesNotContain("   at ", Out + Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", Out + Error, StringComparison.Ordinal);
        return this;
    }
}
