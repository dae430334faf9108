using System.Globalization;
using System.Text.RegularExpressions;

namespace CityHub.DataCentre.Gathering.Acquiring.Workbooks;

/// <summary>Text of a workbook as its program showed it: ST_Xstring (ECMA-376 part 1, 22.9.2.19) writes as <c>_x000D_</c> what XML cannot hold.</summary>
internal static partial class EscapedText
{
    /// <summary>The text itself. <c>_x0000_</c> stays as it is written: no text of the hub holds a NUL.</summary>
    public static string Decode(string stored) => !stored.Contains("_x", StringComparison.Ordinal) ? stored
        : Escape.Replace(stored, e => int.Parse(e.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) is > 0 and var code ? ((char)code).ToString() : e.Value);

    [GeneratedRegex("_x([0-9A-Fa-f]{4})_", RegexOptions.CultureInvariant)]
    private static partial Regex Escape { get; }
}
