using CityHub.DataCentre.Catalogue.Checks;
using CityHub.DataCentre.Catalogue.Classification;
using CityHub.DataCentre.Catalogue.Entries;
using CityHub.Kernel;
using CityHub.Kernel.Organisations;
using CityHub.Kernel.Search;

namespace CityHub.DataCentre.Catalogue.FindResources;

/// <summary>What the catalogue is narrowed by. The names are the parameters in addresses.</summary>
internal sealed class CatalogueFacets(IOrganisations organisations, ClassTable classes)
{
    public const string Provider = "provider";
    public const string Class = "class";
    public const string Theme = "theme";
    public const string Sharing = "sharing";
    public const string Format = "format";
    public const string Cycle = "cycle";
    public const string Grade = "grade";
    public const string District = "district";
    public const string Open = "open";
    public const string State = "state";

    /// <summary>What the public portal offers, in order.</summary>
    public static IReadOnlyList<string> OfPortal { get; } = [Theme, Provider, Class, Format, Cycle, Open, Sharing, District];

    /// <summary>What officials are offered.</summary>
    public static IReadOnlyList<string> OfConsole { get; } = [Class, Theme, Provider, Sharing, Open, Cycle, Grade, Format, District];

    public IReadOnlyList<SearchFacet> All =>
    [
        new(Provider, new("提供部门", "Department"), code => organisations.Find(code)?.Name) { Closed = true },
        new(Class, new("分类", "Class"), code => classes.Find(code)?.Name) { Closed = true },
        new(Theme, new("主题", "Theme"), ThemeWords.Of),
        new(Sharing, new("共享类型", "Sharing"), word => NameOf(EntryWords.Sharing, word)) { Closed = true },
        new(Format, new("格式", "Format"), word => NameOf(EntryWords.Formats, word)),
        new(Cycle, new("更新周期", "Cycle"), word => NameOf(EntryWords.Cycles, word)) { Closed = true },
        new(Grade, new("最高分级", "Highest grade"), grade => new($"{grade} 级", $"Grade {grade}")),
        new(District, new("区县", "District"), code => organisations.Find(code)?.Name) { Closed = true },
        new(Open, new("开放方式", "Openness"), word => word == "true" ? new("可下载", "Rows open") : new("仅目录", "Catalogue only")),
        new(State, new("状态", "State"), word => word == Next ? new("修订待发布", "Next version waits") : NameOf(EntryWords.States, word)),
    ];

    /// <summary>These facets, in this order.</summary>
    public IReadOnlyList<SearchFacet> Pick(IReadOnlyList<string> names) => [.. names.Select(name => All.First(f => f.Name == name))];

    /// <summary>State of a next version that waits beside a published one: found only when asked for.</summary>
    public const string Next = "next";

    /// <summary>The facets of one content: its class and all above it, the district with those above it, what it is kept as and can be downloaded as.</summary>
    public static Dictionary<string, IReadOnlyList<string>> Of(EntryContent content, string code, string providerPath, string state) => new()
    {
        [Class] = [.. ClassTable.Levels(ResourceCode.CategoryOf(code))],
        [Provider] = [content.Provider],
        [Theme] = [content.Theme],
        [Sharing] = [EntryWords.Of(content.Sharing)],
        [Format] = [EntryWords.Of(content.Format), .. content.SubFormats, .. content.Open ? Downloads : []],
        [Cycle] = [EntryWords.Of(content.Cycle)],
        [Grade] = (content.Extension.Grade ?? (content.Items.Count == 0 ? null : content.Items.Max(i => i.Grade))) is { } grade ? [$"{grade}"] : [],
        [District] = [.. providerPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(IsDivision).Append(content.Extension.Division).OfType<string>().Distinct()],
        [Open] = [content.Open ? "true" : "false"],
        [State] = [state],
    };

    /// <summary>Codes of departments carry the code of their area, a dash and a short word; those of divisions do not.</summary>
    public static bool IsDivision(string code) => !code.Contains('-', StringComparison.Ordinal);

    private static readonly string[] Downloads = ["CSV", "XLSX", "Parquet", "NDJSON"];

    private static Words? NameOf<T>(IReadOnlyList<Choice<T>> choices, string word)
        where T : struct, Enum => choices.FirstOrDefault(c => c.Word == word)?.Title;
}
