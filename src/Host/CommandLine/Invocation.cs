using System.CommandLine.Invocation;
using CityHub.Kernel;
using CityHub.Kernel.Modules;

namespace CityHub.Host.CommandLine;

/// <summary>
/// One command from its words to its exit code. Whatever goes wrong is told here and nowhere else: one message on stderr, or with
/// <c>--json</c> one object on stdout; a stack trace only with <c>--verbose</c>.
/// </summary>
internal static class Invocation
{
    // Longer than the hub takes to close (HostOptions.ShutdownTimeout), so that Ctrl-C cuts nothing off.
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(25);

    public static async Task<int> Run(string[] words)
    {
        var parsed = Verbs.Root().Parse(words);
        try
        {
            return parsed.Action is ParseErrorAction
                ? throw new CommandFailed(CommandFaults.Usage(UsageWords.Of(parsed)), ExitCode.Usage)
                : await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToStop });
        }
        catch (Exception error)
        {
            return Tell(Of(error), error, json: words.Contains(Verbs.Json.Name), verbose: words.Contains(Verbs.Verbose.Name));
        }
    }

    private static CommandFailed Of(Exception error) => error switch
    {
        CommandFailed failed => failed,
        StartUpException stopped => new(CommandFaults.CannotStart(stopped.Why)),
        OperationCanceledException => new(CommandFaults.Stopped, ExitCode.Stopped),
        _ when FullDisk.Is(error) => new(FullDisk.Fault),
        IOException or UnauthorizedAccessException => new(CommandFaults.FileUnusable(error.Message)),
        _ => new(CommandFaults.Broken(error), ExitCode.Broken),
    };

    private static int Tell(CommandFailed failed, Exception error, bool json, bool verbose)
    {
        if (verbose)
        {
            Console.Error.WriteLine(error);
        }

        if (json)
        {
            Console.WriteLine(failed.Details.ToJsonString(Output.Json));
        }
        else
        {
            Console.Error.WriteLine(failed.Message);
        }

        return failed.Exit;
    }
}
