using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityHub.Host.CommandLine.Catalogue;

/// <summary><c>catalogue publish</c>: drafts by their codes, or all that wait; each for itself.</summary>
internal static class PublishEntries
{
    private const int AtOnce = 100;
    private const int PageLimit = 200;

    private static readonly TextTable Refusals = new(new(new("代码", "Code")), new(new("名称", "Title"), Yields: true), new(new("错误与改法", "What is wrong, and how to mend it")));

    public static Command Make()
    {
        var codes = new Argument<string[]>("codes") { Arity = ArgumentArity.ZeroOrMore, Description = "Codes of the entries / 资源代码" };
        var waiting = new Option<bool>("--waiting") { Description = "Every draft that you may publish / 全部待发布的条目" };
        var provider = new Option<string?>("--provider") { Description = "With --waiting: of this organisation only / 与 --waiting 同用：只发布这个提供方的" };
        var note = new Option<string?>("--note") { Description = "Stays with every version / 版本说明" };
        var command = new Command("publish", "Publish drafts / 发布条目") { codes, waiting, provider, note };
        command.Validators.Add(result =>
        {
            if (result.GetValue(waiting) == (result.GetValue(codes) is { Length: > 0 }))
            {
                result.AddError(Verbs.Say("写明资源代码，或用 --waiting 发布全部待发布的条目", "Give codes, or --waiting for every draft"));
            }
        });
        command.Does(async (hub, parsed, ct) =>
        {
            var wanted = parsed.GetValue(waiting) ? await Waiting(hub, parsed.GetValue(provider), ct) : [.. parsed.GetValue(codes)!];
            var items = new JsonArray();
            foreach (var part in wanted.Chunk(AtOnce))
            {
                var body = new JsonObject { ["codes"] = new JsonArray([.. part.Select(code => (JsonNode)code)]), ["note"] = parsed.GetValue(note) };
                var done = await CommandLine.Waiting.For(Verbs.Say($"发布 {items.Count + part.Length} / {wanted.Count}", $"Publishing {items.Count + part.Length} of {wanted.Count}"), hub.Post("/api/v1/catalogue-publications", body, ct));
                foreach (var item in done.Items())
                {
                    items.Add(item.DeepClone());
                }
            }

            var refused = items.OfType<JsonObject>().Where(i => i["version"] is null).ToList();
            var report = new JsonObject { ["published"] = items.Count - refused.Count, ["refused"] = refused.Count, ["items"] = items };
            Output.Print(parsed, report, () =>
            {
                if (refused.Count > 0)
                {
                    Refusals.Print(refused.Select(one => (IReadOnlyList<string?>)[one.Text("code"), one.Text("title"), one.Text("detail")]));
                }

                Console.WriteLine(Verbs.Say($"已发布 {items.Count - refused.Count} 个，没有发布 {refused.Count} 个", $"{items.Count - refused.Count} published, {refused.Count} refused"));
            });
            return refused.Count > 0 ? ExitCode.Refused : ExitCode.Done;
        });
        return command;
    }

    private static async Task<List<string>> Waiting(HubClient hub, string? provider, CancellationToken ct)
    {
        var codes = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await hub.Get(Query.Of("/api/v1/catalogue", ("state", "draft"), ("provider", provider), ("limit", $"{PageLimit}"), ("cursor", cursor)), ct);
            codes.AddRange(page.Items().Select(item => item.Text("code")!));
            cursor = (string?)page["next"];
        }

        return codes;
    }
}
