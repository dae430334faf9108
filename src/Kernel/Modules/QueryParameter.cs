using Microsoft.AspNetCore.Builder;

namespace CityHub.Kernel.Modules;

/// <summary>
/// Metadata of an endpoint: what a parameter of its query means. The API description and the refusal of unknown names are made of it and of the
/// handler's signature; a parameter that the handler reads for itself is known by this alone.
/// </summary>
/// <param name="Name">As it stands in the address.</param>
/// <param name="Meaning">What it does, in Chinese and English.</param>
public sealed record QueryParameter(string Name, string Meaning)
{
    /// <summary>Every word it takes; none when it takes any text.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Least and greatest whole number it takes; null when it is no number.</summary>
    public (int Least, int Greatest)? Whole { get; init; }

    /// <summary>Whether it is true or false.</summary>
    public bool Truth { get; init; }

    /// <summary>Whether it may be given several times: any of the values then holds.</summary>
    public bool Repeats { get; init; }

    /// <summary>A value to try.</summary>
    public string? Example { get; init; }

    /// <summary>Words to look for.</summary>
    public static QueryParameter Q(string zh, string en) => new("q", $"查找的文字：{zh} / Text to look for: {en}");

    /// <summary>How long a page is.</summary>
    public static QueryParameter Limit(int usual, int greatest) =>
        new("limit", $"每页条数，默认 {usual} / Items of a page, {usual} by default") { Whole = (1, greatest), Example = "20" };

    /// <summary>Where a page starts.</summary>
    public static QueryParameter Cursor { get; } =
        new("cursor", "上一页返回的 next，原样传回；第一页不写 / The 'next' of the page before, as it is; left out for the first page");

    /// <summary>Why personal data is read.</summary>
    public static QueryParameter Purpose { get; } =
        new("purpose", "用途，记入审计，最多 200 字；也可用请求头 X-Purpose / What it is read for, kept in the audit trail, 200 characters; or the header X-Purpose") { Example = "居住证核验" };

    /// <summary>A subtree of the city.</summary>
    public static QueryParameter District { get; } =
        new("district", "行政区划或机构代码，含其下全部机构 / Code of a division or organisation with all below it") { Example = "500103" };

    /// <summary>A provider.</summary>
    public static QueryParameter Department { get; } = new("department", "部门的机构代码 / Organisation code of the department") { Example = "500103-ga" };
}

/// <summary>Metadata of an endpoint that takes names of its own beside its parameters: the columns of the resource that is asked. Its handler judges these.</summary>
/// <param name="Meaning">What they do.</param>
/// <param name="NeverFree">Names that are no columns here even where they are no parameters either: a column of such a name is written otherwise.</param>
public sealed record FreeQuery(string Meaning, IReadOnlyCollection<string> NeverFree);

/// <summary>Puts the metadata on endpoints.</summary>
public static class QueryMetadata
{
    /// <summary>Says what parameters of the query mean.</summary>
    public static TBuilder WithQuery<TBuilder>(this TBuilder route, params QueryParameter[] parameters)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata([.. parameters]);

    /// <summary>Says that the endpoint takes columns as names.</summary>
    public static TBuilder WithFreeQuery<TBuilder>(this TBuilder route, FreeQuery free)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(free);
}
