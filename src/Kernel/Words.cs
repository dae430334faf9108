namespace CityHub.Kernel;

/// <summary>The two languages every text of the program exists in.</summary>
public enum Language
{
    /// <summary>中文, the default.</summary>
    Chinese,

    /// <summary>English.</summary>
    English,
}

/// <summary>One text in both languages, side by side, so that neither can be forgotten.</summary>
/// <param name="Zh">Chinese.</param>
/// <param name="En">English.</param>
public sealed record Words(string Zh, string En)
{
    /// <summary>The text in the reader's language.</summary>
    public string In(Language language) => language == Language.English ? En : Zh;

    /// <inheritdoc/>
    public override string ToString() => En;
}
