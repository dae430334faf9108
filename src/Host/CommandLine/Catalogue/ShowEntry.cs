using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityHub.Host.CommandLine.Catalogue;

/// <summary><c>catalogue show CODE</c>: one entry with its items.</summary>
internal static class ShowEntry
{
    private static readonly TextTable Items = new(
        new(new("信息项", "Item"), Yields: true), new(new("列", "Column")), new(new("类型", "Type")), new(new("长度", "Length"), Right: true), new(new("要求", "Duties")));

    public static Command Make()
    {
        var code = new Argument<string>("code") { Description = "Resource code / 资源代码" };
        var command = new Command("show", "Show an entry with its items / 查看资源与信息项") { code };
        command.Does(async (hub, parsed, ct) =>
        {
            var entry = await hub.Get(CatalogueVerb.Address(parsed.GetRequiredValue(code)), ct);
            Output.Print(parsed, entry, () => Print(entry));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(JsonObject entry)
    {
        Facts.Print(
            (new("代码", "Code"), entry.Text("code")),
            (new("名称", "Title"), entry.Text("title")),
            (new("摘要", "Summary"), entry.Text("summary")),
            (new("提供方", "Provider"), $"{entry.Text("providerName")} {entry.Text("provider")}"),
            (new("分类", "Class"), string.Join(" › ", entry.Items("classification").Select(c => c.Text("name")))),
            (new("主题", "Theme"), entry.Text("theme")),
            (new("共享类型", "Sharing"), ApiWords.Of(entry.Text("sharing"))),
            (new("共享条件", "Condition"), entry.Text("sharingCondition")),
            (new("向社会开放", "Open"), entry.Text("open") == "true" ? Verbs.Say("是", "Yes") : Verbs.Say("否", "No")),
            (new("更新周期", "Cycle"), ApiWords.Of(entry.Text("cycle"))),
            (new("状态", "State"), ApiWords.Of(entry.Text("state"))),
            (new("版本", "Version"), entry.Text("version")),
            (new("发布", "Published"), entry.Time("publishedAt")));
        Console.WriteLine();
        Items.Print(entry.Items().Select(item => (IReadOnlyList<string?>)[item.Text("name"), item.Text("column"), ApiWords.Of(item.Text("type")), item.Text("length"), Duties(item)]));
    }

    private static string Duties(JsonObject item) => string.Join(Verbs.Say("、", ", "), new[]
    {
        item.Text("key") == "true" ? Verbs.Say("主键", "key") : "",
        item.Text("required") == "true" ? Verbs.Say("必填", "required") : "",
    }.Where(duty => duty.Length > 0));
}
