namespace CityHub.Kernel;

/// <summary>Refusals of a query before anybody reads it.</summary>
public static class QueryFaults
{
    /// <summary>A name that the address does not know: a mistyped filter would otherwise give everything.</summary>
    /// <param name="name">As it was written.</param>
    /// <param name="known">The names there are.</param>
    public static Fault UnknownParameter(string name, IReadOnlyCollection<string> known)
    {
        var (zh, en) = Nearest.Hint(name, known);
        return new("hub.unknown-parameter", 400,
            new("不认识的参数", "Unknown parameter"),
            known.Count == 0
                ? new($"这个接口没有查询参数，请去掉“{Short(name)}”。", $"This address takes no query parameters. Leave '{Short(name)}' out.")
                : new($"不认识参数“{Short(name)}”{zh}。可用：{string.Join("、", known)}。", $"There is no parameter '{Short(name)}'{en}. There are: {string.Join(", ", known)}."))
        {
            Path = Short(name),
            Facts = new Dictionary<string, object?> { ["parameter"] = Short(name), ["parameters"] = known.ToArray(), ["nearest"] = Nearest.Of(name, known) },
        };
    }

    /// <summary>An order that the list does not offer.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="given">As it was written.</param>
    /// <param name="words">The words there are.</param>
    public static Fault UnknownOrder(string name, string given, IReadOnlyCollection<string> words) => new("hub.unknown-order", 400,
        new("不认识的排序", "Unknown order"),
        new($"{name} 不接受“{Short(given)}”，可用：{string.Join("、", words)}。", $"{name} does not take '{Short(given)}'. It takes: {string.Join(", ", words)}."))
    {
        Path = name,
    };

    /// <summary>An organisation that there is not: an empty list would say that it has nothing.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="given">As it was written.</param>
    public static Fault UnknownOrganisation(string name, string given) => new("hub.unknown-organisation", 400,
        new("不认识的机构", "Unknown organisation"),
        new($"{name} 不接受“{Short(given)}”：没有这个区划或机构代码。代码见 /api/v1/organisations，例如 500103、500103-dsj。",
            $"{name} does not take '{Short(given)}': no division or organisation has this code. The codes are in /api/v1/organisations, such as 500103, 500103-dsj."))
    {
        Path = name,
    };

    private static string Short(string text) => Shortened.To(text, 40);
}
