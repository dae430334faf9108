using System.Globalization;

namespace CityHub.Kernel;

/// <summary>What English asks of a text and Chinese does not.</summary>
public static class English
{
    /// <summary>A number of things: 1 row, 2,400 rows; "— rows" when the number is unknown.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">The noun for one.</param>
    /// <param name="many">Its plural; with an s when left out.</param>
    public static string Of(long? count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{(count is { } n ? n.ToString("N0", CultureInfo.InvariantCulture) : "—")} {(count == 1 ? one : many ?? one + "s")}");
}
