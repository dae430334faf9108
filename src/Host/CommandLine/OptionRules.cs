using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;

namespace CityHub.Host.CommandLine;

/// <summary>Rules for what an option takes, told before anything is begun.</summary>
internal static class OptionRules
{
    public static Option<T> Must<T>(this Option<T> option, Func<T, bool> hold, string zh, string en)
    {
        option.Validators.Add(given =>
        {
            if (given.Tokens is [var token] && !given.Errors.Any() && Read<T>(given, out var value) && !hold(value))
            {
                given.AddError(Verbs.Say($"{option.Name} {token.Value}：{zh}", $"{option.Name} {token.Value}: {en}"));
            }
        });
        return option;
    }

    // What is not of the option's type is told by the parser, which throws here.
    private static bool Read<T>(OptionResult given, [NotNullWhen(true)] out T? value)
    {
        try
        {
            value = given.GetValueOrDefault<T>();
        }
        catch (InvalidOperationException)
        {
            value = default;
        }

        return value is not null;
    }
}
