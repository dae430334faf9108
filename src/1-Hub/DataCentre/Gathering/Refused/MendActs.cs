using CityHub.DataCentre.Quality;
using CityHub.Kernel;

namespace CityHub.DataCentre.Gathering.Refused;

/// <summary>What can be done to many refused values at once. Each act is a pure function of the value.</summary>
internal static class MendActs
{
    public const string Set = "set";
    public const string Replace = "replace";
    public const string Trim = "trim";
    public const string Code = "code";

    /// <summary>The act as a function; a refusal when it lacks what it needs.</summary>
    /// <param name="find">The text that <see cref="Replace"/> looks for.</param>
    /// <param name="value">The new value, or what takes the text's place.</param>
    /// <param name="codes">Code list of the item; null when it has none.</param>
    public static Outcome<Func<string, string>> Of(string? act, string? find, string? value, CodeList? codes) => act switch
    {
        Set => Act(_ => value ?? ""),
        Replace when string.IsNullOrEmpty(find) => RefusedFaults.FindMissing,
        Replace => Act(cell => cell.Replace(find, value ?? "", StringComparison.Ordinal)),
        // All that Unicode calls space, the full-width one too.
        Trim => Act(cell => cell.Trim()),
        Code when codes is null => RefusedFaults.NoCodeList,
        Code => Act(cell => CodeOf(cell.Trim(), codes) ?? cell),
        _ => RefusedFaults.ActUnknown(act ?? ""),
    };

    /// <summary>The code that a text means: the code itself, the only one with this name, or the only one whose name without 性 at its end it is.</summary>
    private static string? CodeOf(string text, CodeList codes)
    {
        if (text.Length == 0 || codes.Codes.Any(c => c.Code == text))
        {
            return text;
        }

        string? Only(Func<CodeMeaning, bool> meant) => codes.Codes.Where(meant).Take(2).ToList() is [var one] ? one.Code : null;
        return Only(c => c.Name == text) ?? Only(c => c.Name == text + "性");
    }

    private static Outcome<Func<string, string>> Act(Func<string, string> act) => act;
}
