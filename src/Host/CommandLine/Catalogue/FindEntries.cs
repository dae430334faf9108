using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityHub.Host.CommandLine.Catalogue;

/// <summary><c>catalogue search</c> shows the best matches, <c>catalogue list</c> every entry.</summary>
internal static class FindEntries
{
    private const int PageLimit = 200;

    private static readonly TextTable Table = new(
        new(new("代码", "Code")), new(new("名称", "Title"), Yields: true), new(new("提供方", "Provider"), Yields: true), new(new("状态", "State")), new(new("更新周期", "Cycle")));

    public static Command Search()
    {
        var filters = new EntryFilters();
        var limit = Verbs.Limit(20, PageLimit);
        var command = new Command("search", "Find entries, the best first / 查找资源，最相关的在前");
        filters.AddTo(command);
        command.Options.Add(limit);
        command.Does(async (hub, parsed, ct) =>
        {
            var found = await hub.Get(Query.Of("/api/v1/catalogue", [.. filters.Of(parsed), ("limit", $"{parsed.GetValue(limit)}")]), ct);
            Output.Print(parsed, found, () => Print(found));
            return ExitCode.Done;
        });
        return command;
    }

    public static Command List()
    {
        var filters = new EntryFilters();
        var command = new Command("list", "List every entry / 列出全部资源");
        filters.AddTo(command);
        command.Does(async (hub, parsed, ct) =>
        {
            var all = await Waiting.For(Verbs.Say("读取目录", "Reading the catalogue"), All(hub, [.. filters.Of(parsed)], ct));
            Output.Print(parsed, all, () => Print(all));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<JsonObject> All(HubClient hub, IReadOnlyList<(string Name, string? Value)> filters, CancellationToken ct)
    {
        var items = new JsonArray();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await hub.Get(Query.Of("/api/v1/catalogue", [.. filters, ("limit", $"{PageLimit}"), ("cursor", cursor)]), ct);
            foreach (var item in page.Items())
            {
                items.Add(item.DeepClone());
            }

            cursor = (string?)page["next"];
        }

        return new() { ["total"] = (long)items.Count, ["items"] = items };
    }

    private static void Print(JsonObject found)
    {
        Table.Print(found.Items().Select(entry => (IReadOnlyList<string?>)
            [entry.Text("code"), entry.Text("title"), entry.Text("providerName"), ApiWords.Of(entry.Text("state")), ApiWords.Of(entry.Text("cycle"))]));
        Output.Total(found);
    }
}
