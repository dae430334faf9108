using System.Text.Json.Nodes;
using CityHub.Kernel;

namespace CityHub.Host.CommandLine;

/// <summary>A command that cannot be done: the problem for programs, its sentence for people, the exit code for scripts.</summary>
internal sealed class CommandFailed : Exception
{
    public CommandFailed(Fault fault, int exit = ExitCode.Refused)
        : this(Problem.Of(fault), exit)
    {
    }

    /// <param name="problem">Problem details, the hub's or our own.</param>
    /// <param name="exit">One of <see cref="ExitCode"/>.</param>
    public CommandFailed(JsonObject problem, int exit = ExitCode.Refused)
        : base(Problem.Sentence(problem)) => (Details, Exit) = (problem, exit);

    public CommandFailed(string message)
        : this(CommandFaults.Failed(message))
    {
    }

    public JsonObject Details { get; }

    public int Exit { get; }
}
