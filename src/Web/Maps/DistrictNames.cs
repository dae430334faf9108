using CityHub.Kernel;
using CityHub.Kernel.Organisations;

namespace CityHub.Web;

/// <summary>Names of districts as maps and lists write them.</summary>
public static class DistrictNames
{
    private const string Autonomous = "自治县";

    /// <summary>Short Chinese name: 石柱土家族自治县 → 石柱, 渝中区 → 渝中, 城口县 → 城口; 忠县 stays, one character is no name.</summary>
    public static string Short(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith(Autonomous, StringComparison.Ordinal) && name.Length > Autonomous.Length + 2 ? name[..2]
            : name.Length > 2 && (name[^1] is '区' or '县') ? name[..^1]
            : name;
    }

    /// <summary>The name in the reader's language; Chinese where no English one is known.</summary>
    /// <param name="code">GB/T 2260 code.</param>
    /// <param name="name">Chinese name in full.</param>
    /// <param name="language">The reader's.</param>
    /// <param name="organisations">The tree of state; null when there is none.</param>
    /// <param name="brief">For a map: without 区, 县 or District, County.</param>
    public static string In(string code, string name, Language language, IOrganisations? organisations, bool brief = false)
    {
        if (language == Language.Chinese)
        {
            return brief ? Short(name) : name;
        }

        var english = organisations?.Find(code)?.Name.En ?? name;
        return english == name ? (brief ? Short(name) : name)
            : brief ? english.Replace(" District", "", StringComparison.Ordinal).Replace(" County", "", StringComparison.Ordinal)
            .Replace(" Autonomous", "", StringComparison.Ordinal).Split(' ')[0] : english;
    }
}
