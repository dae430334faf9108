using System.CommandLine;

namespace CityHub.Host.CommandLine;

/// <summary>Rules for what an option takes, told before anything is begun.</summary>
internal static class OptionRules
{
    public static Option<T> Must<T>(this Option<T> option, Func<T, bool> hold, string zh, string en)
    {
        option.Validators.Add(given =>
        {
            // What is not of the option's type is told by the parser.
            if (given.Tokens is [var token] && !given.Errors.Any() && given.GetValueOrDefault<T>() is { } value && !hold(value))
            {
                given.AddError(Verbs.Say($"{option.Name} {token.Value}：{zh}", $"{option.Name} {token.Value}: {en}"));
            }
        });
        return option;
    }
}
