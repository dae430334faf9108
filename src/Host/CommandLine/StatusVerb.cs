using System.CommandLine;
using System.Text.Json.Nodes;
using CityHub.Host.Hub;

namespace CityHub.Host.CommandLine;

/// <summary><c>status</c>: whether a hub runs on the folder and what it does. It looks only: a folder without a hub stays closed.</summary>
internal static class StatusVerb
{
    public static Command Make()
    {
        var command = new Command("status", "Whether a hub runs, what it holds and does / 城枢是否在运行、有什么、在做什么");
        command.SetAction(async (parsed, ct) =>
        {
            var data = new DataFolder(parsed.GetRequiredValue(Verbs.Data));
            await using var hub = await HubClient.Running(data, ct);
            var status = hub is null ? Stopped(data) : await Running(hub, ct);
            Output.Print(parsed, status, () => Print(status));
            return hub is null ? ExitCode.HubGone : ExitCode.Done;
        });
        return command;
    }

    private static JsonObject Stopped(DataFolder data) => new() { ["state"] = "stopped", ["data"] = data.Path };

    private static async Task<JsonObject> Running(HubClient hub, CancellationToken ct)
    {
        var waitingFor = await hub.WaitingFor(ct);
        return new()
        {
            ["state"] = waitingFor is null ? "ready" : "starting",
            ["waitingFor"] = waitingFor,
            ["data"] = hub.Data.Path,
            ["published"] = await Total("/api/v1/catalogue?limit=1"),
            ["running"] = await Total("/api/v1/runs?state=running&limit=1"),
            ["queued"] = await Total("/api/v1/runs?state=queued&limit=1"),
            ["interrupted"] = await Total("/api/v1/runs?state=interrupted&limit=1"),
            ["freeBytes"] = new DriveInfo(hub.Data.Path).AvailableFreeSpace,
        };

        async Task<long> Total(string address) => (long?)(await hub.Get(address, ct))["total"] ?? 0;
    }

    private static void Print(JsonObject status)
    {
        Facts.Print(
            (new("城枢", "Hub"), ApiWords.Of(status.Text("state"))),
            (new("正在", "Busy with"), status.Text("waitingFor")),
            (new("数据目录", "Data folder"), status.Text("data")),
            (new("已发布资源", "Published resources"), status.Figure("published")),
            (new("汇聚中", "Runs at work"), status.Figure("running")),
            (new("排队", "Runs queued"), status.Figure("queued")),
            (new("已中断的运行", "Runs interrupted"), status.Figure("interrupted")),
            (new("磁盘余量", "Room on the disk"), status["freeBytes"] is { } free ? $"{Verbs.Number((long)free >> 20)} MiB" : null));
        if (status.Text("state") == "stopped")
        {
            var word = Shell.Word(status.Text("data"));
            Console.WriteLine(Verbs.Say($"启动：./run --data {word}", $"Start it with ./run --data {word}"));
        }
    }
}
