using System.Text.Json;

namespace CityHub.Kernel.Modules;

/// <summary>The words that a text of a request or answer is one of, for the API description.</summary>
/// <param name="words">The words.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfAttribute(params string[] words) : Attribute
{
    /// <summary>The words of an enumeration as they stand in JSON.</summary>
    /// <param name="choices">The enumeration.</param>
    public OneOfAttribute(Type choices)
        : this([.. Enum.GetNames(choices).Select(JsonNamingPolicy.CamelCase.ConvertName)])
    {
    }

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words => words;
}
