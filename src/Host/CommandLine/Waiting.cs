using Spectre.Console;

namespace CityHub.Host.CommandLine;

/// <summary>Shows on a terminal that something takes its time, from the first second on. It stands on stderr: stdout holds the answer.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static IAnsiConsole Screen { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Whether nobody would see it.</summary>
    public static bool Unseen => Console.IsErrorRedirected;

    public static async Task<T> For<T>(string what, Task<T> work)
    {
        if (!Unseen && await Task.WhenAny(work, Task.Delay(Patience)) != work)
        {
            await Screen.Progress().AutoClear(true).Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ElapsedTimeColumn()).StartAsync(async context =>
            {
                context.AddTask(Markup.Escape(what)).IsIndeterminate = true;
                await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            });
        }

        return await work;
    }
}
