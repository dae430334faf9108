using System.CommandLine;

namespace CityHub.Host.CommandLine;

/// <summary><c>catalogue</c>: lists entries, or registers and publishes one from a JSON file.</summary>
internal static class CatalogueVerb
{
    public static Command Make() => new("catalogue", "The catalogue / 目录") { List(), Register() };

    private static Command List()
    {
        var words = new Argument<string?>("words") { Arity = ArgumentArity.ZeroOrOne, Description = "Words to find / 搜索词" };
        var command = new Command("list", "List published entries / 列出已发布资源") { words };
        command.Does(async (hub, parsed, ct) =>
        {
            string? cursor = null;
            do
            {
                var page = await hub.Get($"/api/v1/catalogue?limit=200&q={Uri.EscapeDataString(parsed.GetValue(words) ?? "")}&cursor={cursor}", ct);
                if (parsed.GetValue(Verbs.Json))
                {
                    Console.WriteLine(page.ToJsonString(Output.Json));
                }
                else
                {
                    foreach (var entry in page["items"]!.AsArray())
                    {
                        Console.WriteLine($"{(string?)entry!["code"],-16} {(string?)entry["title"]}");
                    }
                }

                cursor = (string?)page["next"];
            }
            while (cursor is not null);
            return 0;
        });
        return command;
    }

    private static Command Register()
    {
        var file = new Argument<FileInfo>("file") { Description = "The body of POST /api/v1/catalogue as a JSON file / 资源定义" };
        var publish = new Option<bool>("--publish") { Description = "Publish at once / 同时发布" };
        var command = new Command("register", "Register a resource / 登记资源") { file, publish };
        command.Does(async (hub, parsed, ct) =>
        {
            var body = await JsonFile.Read(parsed.GetRequiredValue(file).FullName, ct);
            var entry = await hub.Post("/api/v1/catalogue", body, ct);
            var code = (string)entry["code"]!;
            if (parsed.GetValue(publish))
            {
                await hub.Post($"/api/v1/catalogue/{code.Replace('/', '-')}/publish", null, ct);
            }

            Console.WriteLine(parsed.GetValue(Verbs.Json) ? entry.ToJsonString(Output.Json) : code);
            return ExitCode.Done;
        }, file);
        return command;
    }
}
