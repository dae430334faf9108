namespace CityHub.Kernel;

/// <summary>Long texts, cut to be shown.</summary>
public static class Shortened
{
    /// <summary>The text; its beginning and "…" where it is longer. A character of two UTF-16 units is never cut in half.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="longest">Most UTF-16 units kept.</param>
    public static string To(string text, int longest)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= longest)
        {
            return text;
        }

        return text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)] + "…";
    }
}
