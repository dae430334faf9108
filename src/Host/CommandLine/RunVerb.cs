using System.CommandLine;

namespace CityHub.Host.CommandLine;

/// <summary><c>run</c>: runs that were asked for.</summary>
internal static class RunVerb
{
    public static Command Make() => new("run", "Runs of the gathering / 汇聚运行") { Resume() };

    // Whoever resumes wants the run to come to its end: one that goes on by itself is watched, one that has succeeded is shown.
    private static Command Resume()
    {
        var run = new Argument<string>("run") { Description = "Run / 运行编号" };
        var command = new Command("resume", "Resume a run that failed, was cancelled or interrupted / 恢复未完成的运行") { run };
        command.Does(async (hub, parsed, ct) =>
        {
            var address = $"/api/v1/runs/{Uri.EscapeDataString(parsed.GetRequiredValue(run))}";
            var found = await hub.Get(address, ct);
            if ((string?)found["state"] is "failed" or "cancelled" or "interrupted")
            {
                await hub.Post($"{address}/resume", null, ct);
            }

            return await RunProgress.ToItsEnd(hub, (string)found["run"]!, parsed.GetValue(Verbs.Json), ct);
        });
        return command;
    }
}
