using System.Globalization;
using System.Text.RegularExpressions;

namespace CityHub.DataCentre.Catalogue.Entries;

/// <summary>
/// 信息资源代码: <c>分类码/顺序码</c> (catalogue guide, field 3): 类 1 digit, 项 2, 目 3, 细目 any; the sequence counts inside one category
/// and is never used again. In addresses the slash is written <c>-</c>.
/// </summary>
internal static partial class ResourceCode
{
    /// <summary>Numbers written with at least six digits.</summary>
    public static string Of(string category, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{category}/{sequence:D6}");

    /// <summary>The category of a code.</summary>
    public static string CategoryOf(string code) => code[..code.IndexOf('/', StringComparison.Ordinal)];

    /// <summary>As it stands in addresses.</summary>
    public static string InAddress(string code) => code.Replace('/', '-');

    /// <summary>From an address or as written; a text that is no code comes back as it is and is not found.</summary>
    public static string FromAddress(string text) =>
        text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Replace('-', '/');

    /// <summary>Whether it is a category: 类 1-3, then 项 and 目, then any 细目, 6 to 15 digits.</summary>
    public static bool IsCategory(string text) => Category.IsMatch(text);

    /// <summary>Whether it is a code: <c>分类码/顺序码</c>.</summary>
    public static bool IsCode(string text) => Code.IsMatch(text);

    [GeneratedRegex(@"\A[1-3]\d{2}\d{3}\d*/\d{1,}\z", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex Code { get; }

    [GeneratedRegex(@"\A[1-3][0-9]{5,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Category { get; }
}
