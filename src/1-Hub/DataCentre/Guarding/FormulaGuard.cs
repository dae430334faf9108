namespace CityHub.DataCentre.Guarding;

/// <summary>
/// Text that a spreadsheet would take for a formula (OWASP, CSV injection) gets a <c>'</c> before it. Text that looks guarded already gets one more, so
/// that taking one away gives every text back as it was.
/// </summary>
internal static class FormulaGuard
{
    private const string Formulas = "=+-@\t\r";

    /// <summary>Whether the text must be guarded.</summary>
    public static bool Needs(ReadOnlySpan<char> text) => text.TrimStart('\'') is [var first, ..] && Formulas.Contains(first, StringComparison.Ordinal);

    /// <summary>Whether it is: a <c>'</c> stands before what must be guarded.</summary>
    public static bool IsGuarded(string text) => text is ['\'', .. var guarded] && Needs(guarded);

    public static bool IsGuarded(ReadOnlySpan<byte> text) =>
        text is [(byte)'\'', ..] && text.TrimStart((byte)'\'') is [(byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r', ..];
}
