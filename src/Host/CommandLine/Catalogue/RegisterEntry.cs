using System.CommandLine;

namespace CityHub.Host.CommandLine.Catalogue;

/// <summary><c>catalogue register FILE</c>: one entry from a JSON file.</summary>
internal static class RegisterEntry
{
    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "The body of POST /api/v1/catalogue as a JSON file / 资源定义" };
        var publish = new Option<bool>("--publish") { Description = "Publish at once / 同时发布" };
        var command = new Command("register", "Register a resource / 登记资源") { file, publish };
        command.Does(async (hub, parsed, ct) =>
        {
            var body = await JsonFile.Read(parsed.GetRequiredValue(file).FullName, ct);
            var entry = await hub.Post("/api/v1/catalogue", body, ct);
            if (parsed.GetValue(publish))
            {
                entry = await Published(hub, entry.Text("code"), ct);
            }

            Output.Print(parsed, entry, () => Console.WriteLine(entry.Text("code")));
            return ExitCode.Done;
        }, file);
        return command;
    }

    private static async Task<System.Text.Json.Nodes.JsonObject> Published(HubClient hub, string code, CancellationToken ct)
    {
        await hub.Post($"{CatalogueVerb.Address(code)}/publish", null, ct);
        return await hub.Get(CatalogueVerb.Address(code), ct);
    }
}
