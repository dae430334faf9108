using CityHub.Kernel;
using CityHub.Kernel.Search;

namespace CityHub.ServicePlatform.Search;

/// <summary>The refusals of this room.</summary>
internal static class PlatformSearchFaults
{
    public static Fault BadLimit { get; } = new("search.bad-limit", 400,
        new("limit 超出范围", "limit is out of range"),
        new("limit 应为 1 到 100 的整数。", "limit is a whole number from 1 to 100."))
    {
        Path = "limit",
    };

    public static Fault BadValue(string name, string value, string known) => new("search.bad-value", 400,
        new("参数取值无效", "Invalid value"),
        new($"{name} 不接受“{Short(value)}”，可用：{known}。", $"{name} does not take '{Short(value)}'. It takes: {known}."))
    {
        Path = name,
    };

    /// <summary>A value of a closed facet that has no name: a list of nothing would hide the mistake.</summary>
    public static Fault Nameless(SearchFacet facet, string value) => new("search.bad-value", 400,
        new("参数取值无效", "Invalid value"),
        new($"{facet.Name} 不接受“{Short(value)}”：没有这个{facet.Title.Zh}。", $"{facet.Name} does not take '{Short(value)}': there is no such {facet.Title.En.ToLowerInvariant()}."))
    {
        Path = facet.Name,
    };

    public static Fault NameMissing { get; } = new("search.name-missing", 422,
        new("请给出名称", "Give it a name"),
        new("保存的查找要有 1 到 60 个字的名称。", "A saved search has a name of 1 to 60 characters."))
    {
        Path = "name",
    };

    public static Fault NoListAddress { get; } = new("search.no-list-address", 422,
        new("不是查找的地址", "Not the address of a search"),
        new("address 应为 /console/search、/console/catalogue 或 /datasets 的地址，可带条件，至多 1,000 个字符。",
            "The address is one of /console/search, /console/catalogue or /datasets with its filters, 1,000 characters at most."))
    {
        Path = "address",
    };

    public static Fault TooMany(int most) => new("search.too-many", 409,
        new("保存的查找已满", "Too many saved searches"),
        new($"每个账号至多保存 {most} 个查找。请先删除不用的。", $"An account keeps {most} saved searches at most. Delete one first."));

    public static Fault Unknown { get; } = new("search.saved-unknown", 404,
        new("没有这个保存的查找", "No such saved search"),
        new("它不存在、已删除，或属于别的账号。", "It does not exist, was deleted, or belongs to another account."));

    public static Fault SynonymsCityOnly { get; } = new("search.synonyms-city-only", 403,
        new("同义词由市级统一维护", "Synonyms are kept by the city"),
        new("同义词影响全市的查找，由市大数据局的人员维护。请把建议告诉他们。", "Synonyms act on every search in the city and are kept by the city's data bureau. Tell it what you miss."));

    public static Fault SynonymLinesMissing { get; } = new("search.synonym-lines-missing", 422,
        new("缺少同义词", "The lines are missing"),
        new("请求里要有 lines，即全部补充的同义词，一行一组；清空时写空的列表。", "The request holds lines: all added groups, one a line; an empty list removes them."))
    {
        Path = "lines",
    };

    public static Fault TooManySynonyms(int most) => new("search.too-many-synonyms", 422,
        new("同义词太多", "Too many synonyms"),
        new($"至多 {most} 组。请合并或删去一些。", $"{most} groups at most. Join or remove some."))
    {
        Path = "lines",
    };

    public static Fault SynonymLine(int number, int longest) => new("search.synonym-line", 422,
        new("这一行不是一组同义词", "A line is no group of synonyms"),
        new($"第 {number} 行应有至少两个用逗号隔开的词，不超过 {longest} 个字符。", $"Line {number} must hold two or more words parted by commas, {longest} characters at most."))
    {
        Path = $"lines[{number - 1}]",
    };

    private static string Short(string text) => Shortened.To(text, 40);
}
