namespace CityHub.Storage.Search.Index;

/// <summary>Names of the index's fields.</summary>
internal static class FieldNames
{
    /// <summary>Kind and key: what a change replaces.</summary>
    public const string Id = "id";

    /// <summary>The same, kept by document for the check against the store.</summary>
    public const string IdValue = "idv";

    /// <summary>Number of the change that the document holds.</summary>
    public const string Sequence = "seq";

    /// <summary>Every word of the document.</summary>
    public const string All = "w";
    public const string Title = "t";
    public const string Summary = "s";

    /// <summary>Beginnings of the title.</summary>
    public const string Edge = "e";
    public const string TitlePinyin = "py";
    public const string AlsoPinyin = "pb";
    public const string Initials = "in";

    /// <summary>Columns: one value by document, several joined by <see cref="Separator"/>.</summary>
    public const string Rights = "rights";
    public const string Kind = "kind";
    public const string Part = "part";
    public const char Separator = '\u001f';

    /// <summary>What a list shows.</summary>
    public const string Hit = "hit";

    public const string CodeOrder = "code";
    public const string TitleOrder = "title";
    public const string Published = "pub";
    public const string Changed = "chg";
    public const string Uses = "uses";
    public const string Tie = "tie";

    public static string Facet(string name) => "f_" + name;

    public static string IdOf(string kind, string key) => $"{kind}{Separator}{key}";
}
