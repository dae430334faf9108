using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CityHub.Host.CommandLine;

/// <summary>The help of a verb, closed by the exit codes.</summary>
internal sealed class Help(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Exit codes / 退出码:");
        foreach (var (number, meaning) in ExitCode.All)
        {
            output.WriteLine($"  {number,-4} {meaning.En} / {meaning.Zh}");
        }

        output.WriteLine();
        return code;
    }

    /// <summary>Puts it in place of the parser's own.</summary>
    public static RootCommand In(RootCommand root)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Description = "Show how it is used / 显示用法";
        // Completion would offer every way to ask for it.
        foreach (var other in option.Aliases.Where(a => a != "-h").ToList())
        {
            option.Aliases.Remove(other);
        }

        option.Action = new Help((HelpAction)option.Action!);
        root.Options.OfType<VersionOption>().Single().Description = "Show the program's version / 显示版本";
        return root;
    }
}
