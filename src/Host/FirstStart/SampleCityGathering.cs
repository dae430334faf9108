using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using CityHub.Host.CommandLine;
using CityHub.Host.Hub;
using CityHub.Kernel;
using CityHub.SampleCity;
using CityHub.SampleCity.Places;
using Spectre.Console;

namespace CityHub.Host.FirstStart;

/// <summary>Size of the sample city.</summary>
/// <param name="People">People to generate; null takes the sample's own size.</param>
internal sealed record SampleCityOptions(int? People);

/// <summary>Gathers the sample city as a department would: registered, published and gathered over the API, resource by resource.</summary>
internal static class SampleCityGathering
{
    private const double PeopleOfWholeSample = 200_000;

    /// <summary>Gathers what is not there yet; a first start that was killed goes on where it was.</summary>
    public static async Task Run(DataFolder data, SampleCityOptions options, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var city = CityMap.Load(HubServer.ReferenceFolder);
        var folder = Directory.CreateDirectory(Path.Combine(data.Path, "sample")).FullName;
        await using var hub = HubClient.OfRunning(data);
        var scale = options.People is { } people ? people / PeopleOfWholeSample : 1;
        var rows = 0L;
        await Shown(async tell =>
        {
            foreach (var (resource, number) in SampleResources.All.Select((r, i) => (r, i + 1)))
            {
                tell(number, resource.Title);
                rows += await Gather(hub, resource, city, folder, scale, ct);
            }
        });
        await EnterLists(hub, ct);
        Directory.Delete(folder, recursive: true);
        var seconds = clock.Elapsed.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        Console.WriteLine(Verbs.Say(
            $"样例城市：{SampleResources.All.Count} 个资源，{Verbs.Number(rows)} 行，{seconds} 秒",
            $"Sample city: {SampleResources.All.Count} resources, {Verbs.Number(rows)} rows, {seconds} s"));
    }

    private static async Task<long> Gather(HubClient hub, SampleResource resource, CityMap city, string folder, double scale, CancellationToken ct)
    {
        var code = await Published(hub, resource, ct);
        var earlier = await hub.Get($"/api/v1/runs?resource={Uri.EscapeDataString(code)}&state=succeeded&limit=1", ct);
        if (earlier["items"] is JsonArray { Count: > 0 } done)
        {
            return (long?)done[0]!["kept"] ?? 0;
        }

        var file = Path.Combine(folder, resource.FileName);
        await using (var stream = File.Create(file))
        {
            resource.Write(city, stream, scale);
        }

        var run = await hub.Post("/api/v1/runs", new JsonObject { ["resource"] = code, ["mode"] = "replace", ["path"] = file }, ct);
        run = await RunProgress.Follow(hub, (string)run["run"]!, quiet: true, ct);
        File.Delete(file);
        return (string?)run["state"] == "succeeded"
            ? (long)run["kept"]!
            : throw new CommandFailed($"{resource.Title}: {RunProgress.Sentence(run)}");
    }

    /// <summary>Duties and demands, so that the desks of a new city have something due, late and answered.</summary>
    private static async Task EnterLists(HubClient hub, CancellationToken ct)
    {
        var today = CityTime.Day(DateTimeOffset.UtcNow);
        foreach (var item in SampleList.All)
        {
            var found = await hub.Get($"/api/v1/{item.List}?limit=200&q={Uri.EscapeDataString(item.Title)}", ct);
            if (found["items"]!.AsArray().All(i => (string?)i!["title"] != item.Title))
            {
                await hub.Post($"/api/v1/{item.List}", item.Body(today, item.AnsweredBy is { } title ? await CodeOf(hub, title, ct) : null), ct);
            }
        }
    }

    private static async Task<string?> CodeOf(HubClient hub, string title, CancellationToken ct)
    {
        var found = await hub.Get($"/api/v1/catalogue?limit=50&q={Uri.EscapeDataString(title)}", ct);
        return (string?)found["items"]!.AsArray().FirstOrDefault(e => (string?)e!["title"] == title)?["code"];
    }

    private static async Task<string> Published(HubClient hub, SampleResource resource, CancellationToken ct)
    {
        if (await CodeOf(hub, resource.Title, ct) is { } known)
        {
            return known;
        }

        var entry = await hub.Post("/api/v1/catalogue", JsonNode.Parse(resource.DefinitionJson), ct);
        var code = (string)entry["code"]!;
        await hub.Post($"/api/v1/catalogue/{code.Replace('/', '-')}/publish", null, ct);
        return code;
    }

    private static async Task Shown(Func<Action<int, string>, Task> work)
    {
        var count = SampleResources.All.Count;
        if (Console.IsOutputRedirected)
        {
            await work((number, title) => Console.WriteLine($"[{number}/{count}] {title}"));
            return;
        }

        await AnsiConsole.Progress().AutoClear(true)
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(Verbs.Say("样例城市", "Sample city"), maxValue: count);
                await work((number, title) => (bar.Value, bar.Description) = (number - 1, Markup.Escape(title)));
                bar.Value = count;
            });
    }
}
