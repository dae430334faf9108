using System.CommandLine;
using System.Text.Json.Nodes;

namespace CityHub.Host.CommandLine;

/// <summary><c>run</c>: the runs of the gathering, as the console's page of them.</summary>
internal static class RunVerb
{
    private static readonly TextTable Table = new(
        new(new("运行", "Run")), new(new("资源", "Resource")), new(new("状态", "State")), new(new("写入", "Kept"), Right: true), new(new("拒收", "Refused"), Right: true),
        new(new("提出", "Asked for"), Drops: true), new(new("来源", "Source"), Yields: true, Drops: true));

    public static Command Make() => new("run", "Runs of the gathering / 汇聚运行") { List(), Show(), Cancel(), Resume() };

    private static Command List()
    {
        var resource = new Option<string?>("--resource") { Description = "Of this resource only / 只列这个资源的" };
        var state = new Option<string?>("--state") { Description = "In this state only / 只列这个状态的" };
        state.AcceptOnlyFromAmong("queued", "running", "succeeded", "failed", "cancelled", "interrupted");
        var limit = Verbs.Limit(20, 200);
        var command = new Command("list", "List runs, newest first / 列出运行，新的在前") { resource, state, limit };
        command.Does(async (hub, parsed, ct) =>
        {
            var list = await hub.Get(Query.Of("/api/v1/runs", ("resource", parsed.GetValue(resource)), ("state", parsed.GetValue(state)), ("limit", $"{parsed.GetValue(limit)}")), ct);
            Output.Print(parsed, list, () =>
            {
                Table.Print(list.Items().Select(run => (IReadOnlyList<string?>)
                    [run.Text("run"), run.Text("resource"), ApiWords.Of(run.Text("state")), run.Figure("kept"), run.Figure("refused"), run.Time("queuedAt"), run.Text("source")]));
                Output.Total(list);
            });
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Show()
    {
        var run = Run();
        var command = new Command("show", "Show where a run stands / 查看一次运行") { run };
        command.Does(async (hub, parsed, ct) =>
        {
            var found = await hub.Get(Address(parsed.GetRequiredValue(run)), ct);
            Output.Print(parsed, found, () => Print(found));
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Cancel()
    {
        var run = Run();
        var command = new Command("cancel", "Cancel a run; earlier rows stay untouched / 取消运行，已有数据不变") { run };
        command.Does(async (hub, parsed, ct) =>
        {
            var end = await Waiting.For(Verbs.Say("取消", "Cancelling"), hub.Post($"{Address(parsed.GetRequiredValue(run))}/cancel", null, ct));
            Output.Print(parsed, end, () => Print(end));
            // It may have committed in the same moment.
            return (string?)end["state"] == "cancelled" ? ExitCode.Done : ExitCode.Refused;
        });
        return command;
    }

    // Whoever resumes wants the run to come to its end: one that goes on by itself is watched, one that has succeeded is shown.
    private static Command Resume()
    {
        var run = Run();
        var command = new Command("resume", "Resume a run that failed, was cancelled or interrupted, and wait for its end / 恢复未完成的运行，等到结束") { run };
        command.Does(async (hub, parsed, ct) =>
        {
            var address = Address(parsed.GetRequiredValue(run));
            var found = await hub.Get(address, ct);
            if ((string?)found["state"] is "failed" or "cancelled" or "interrupted")
            {
                await hub.Post($"{address}/resume", null, ct);
            }
            else if ((string?)found["state"] == "succeeded")
            {
                await Console.Error.WriteLineAsync(Verbs.Say("这次运行早已完成，没有再做什么。", "This run had succeeded; nothing was done."));
            }

            return await RunProgress.ToItsEnd(hub, (string)found["run"]!, parsed.GetValue(Verbs.Json), ct);
        });
        return command;
    }

    private static void Print(JsonObject run)
    {
        Facts.Print(
            (new("运行", "Run"), run.Text("run")),
            (new("资源", "Resource"), $"{run.Text("resource")} {run.Text("title")}"),
            (new("状态", "State"), ApiWords.Of(run.Text("state"))),
            (new("方式", "Mode"), ApiWords.Of(run.Text("mode"))),
            (new("来源", "Source"), run.Text("source")),
            (new("提出人", "By"), run.Text("by")),
            (new("已读", "Read"), run.Figure("read")),
            (new("写入", "Kept"), run.Figure("kept")),
            (new("拒收", "Refused"), run.Figure("refused")),
            (new("提出", "Asked for"), run.Time("queuedAt")),
            (new("开始", "Began"), run.Time("startedAt")),
            (new("结束", "Ended"), run.Time("endedAt")),
            (new("改后重交自", "Mends"), run.Text("mends")),
            (new("原因", "Why"), RunProgress.Why(run)));
        foreach (var (rule, rows) in run["refusedByRule"] as JsonObject ?? [])
        {
            Console.WriteLine($"  {rule}  {rows}");
        }
    }

    internal static string Address(string run) => $"/api/v1/runs/{Uri.EscapeDataString(run)}";

    private static Argument<string> Run() => new("run") { Description = "Run, as 'run list' names it / 运行编号" };
}
