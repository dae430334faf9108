using CityHub.Kernel;

namespace CityHub.DataCentre.Catalogue.Decrees;

/// <summary>The words of the register for its readers.</summary>
internal static class DecreeWords
{
    /// <summary>Kinds of decrees, by the word of the interface.</summary>
    public static IReadOnlyDictionary<string, Words> Kinds { get; } = new Dictionary<string, Words>(StringComparer.Ordinal)
    {
        ["law"] = new("法律", "Law"),
        ["regulation"] = new("行政法规", "Regulation"),
        ["rule"] = new("规章", "Rule"),
        ["policy"] = new("规范性文件", "Policy"),
        ["standard"] = new("标准", "Standard"),
    };

    /// <summary>Whether it holds.</summary>
    public static Words Status(string status) => status switch
    {
        "trial" => new("试行", "Trial"),
        "repealed" => new("已废止", "Repealed"),
        _ => new("现行有效", "In force"),
    };
}
