using System.CommandLine;

namespace CityHub.Host.CommandLine.Catalogue;

/// <summary>What narrows the catalogue down, as the filters of its page do.</summary>
internal sealed class EntryFilters
{
    private readonly Argument<string?> _words = new("words")
    {
        Arity = ArgumentArity.ZeroOrOne, Description = "Words in title, summary, provider or items; also pinyin or initials / 查找词，可用拼音或首字母",
    };

    private readonly (string Name, Option<string?> Option)[] _options =
    [
        ("theme", new("--theme") { Description = "Theme, e.g. 医疗健康 / 主题" }),
        ("provider", new("--provider") { Description = "Code of the providing organisation / 提供方代码" }),
        ("district", new("--district") { Description = "Code of a district and all below it, e.g. 500103 / 区划代码，含下级" }),
        ("sharing", new("--sharing") { Description = "unconditional, conditional, notShared / 共享类型" }),
        ("cycle", new("--cycle") { Description = "realTime, daily, weekly, monthly, quarterly, yearly / 更新周期" }),
        ("state", new("--state") { Description = "published (default), draft, withdrawn, all / 状态，默认已发布" }),
        ("open", new("--open") { Description = "true, false: open to the public / 是否向社会开放" }),
    ];

    public EntryFilters()
    {
        Choose("sharing", "unconditional", "conditional", "notShared");
        Choose("cycle", "realTime", "daily", "weekly", "monthly", "quarterly", "yearly");
        Choose("state", "published", "draft", "withdrawn", "all");
        Choose("open", "true", "false");
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(_words);
        foreach (var (_, option) in _options)
        {
            command.Options.Add(option);
        }
    }

    public IEnumerable<(string Name, string? Value)> Of(ParseResult parsed) => [("q", parsed.GetValue(_words)), .. _options.Select(o => (o.Name, parsed.GetValue(o.Option)))];

    private void Choose(string name, params string[] words) => _options.Single(o => o.Name == name).Option.AcceptOnlyFromAmong(words);
}
